"""A run that asks: the question in the chat, its choices, an answer in other words, and a reload in between."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.conftest import RunningApp
from tests.e2e.chat_page import ChatPage
from tests.flow_drawing import Drawing


def test_a_question_is_answered_in_the_chat_also_after_a_reload(page: Page, app: RunningApp) -> None:
    drawing = Drawing(app.client)
    source = drawing.node("ChatInput", "ChatInput-in")
    ask = drawing.node("AskPerson", "AskPerson-ask", choices=["Send it", "Throw it away"])
    drawing.edge(source, "message", ask, "question")
    drawing.edge(ask, "answer", drawing.node("ChatOutput", "ChatOutput-out"), "input_value")
    chat = ChatPage(page)
    chat.open(drawing.save("Asking back"))
    chat.send("What shall become of the letter?")
    card = page.get_by_role("form", name="Answer the question")
    expect(card.get_by_role("button", name="Throw it away")).to_be_visible()
    card.get_by_role("button", name="Send it").click()
    expect(page.get_by_text("Answered: Send it")).to_be_visible()
    expect(chat.answers.last).to_have_text("Send it")
    expect(card).to_have_count(0)

    chat.send("And the stamp?")
    expect(card).to_be_visible()
    page.reload()
    box = card.get_by_role("textbox", name="Answer")
    box.fill("Stick it on upside down")
    box.press("Enter")
    expect(page.get_by_text("Answered: Stick it on upside down")).to_be_visible()
    expect(chat.answers.last).to_have_text("Stick it on upside down")
    expect(page.get_by_role("button", name="Send", exact=True)).to_be_visible()
    assert re.search("upside down", app.client.get("/api/v1/questions", params={"status": "answered"}).text)
