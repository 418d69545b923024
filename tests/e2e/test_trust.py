"""Code that a flow brings along: seen, trusted, run, changed, and trusted no more."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.conftest import RunningApp
from tests.e2e.canvas_page import CanvasPage
from tests.flow_drawing import Drawing
from tests.sandbox.drawn_code import code_node, window

SHOUT = """\
from langflow.custom import Component
from langflow.io import MessageTextInput, Output
from langflow.schema.message import Message


class Shout(Component):
    display_name = "Shout"
    description = "Says it louder."
    icon = "megaphone"

    inputs = [MessageTextInput(name="input_value", display_name="Text")]
    outputs = [Output(name="shouted", display_name="Shouted", method="shout")]

    def shout(self) -> Message:
        return Message(text=self.input_value.upper() + "!")
"""


def draw(app: RunningApp) -> str:
    drawing = Drawing(app.client)
    entry = drawing.node("ChatInput", "ChatInput-in")
    shout = code_node(drawing, SHOUT, "Shout-abcde")
    answer = drawing.node("ChatOutput", "ChatOutput-out")
    drawing.edge(entry, "message", shout, "input_value")
    drawing.edge(shout, "shouted", answer, "input_value")
    return drawing.save("Shouting")


def test_a_node_is_seen_trusted_and_run(page: Page, app: RunningApp) -> None:
    flow_id = draw(app)
    page.goto(app.server.launch_url("window"))
    canvas = CanvasPage(page)
    canvas.open(flow_id)
    mark = page.get_by_role("button", name="Shout carries its own code, which is not trusted")
    expect(mark).to_be_visible()

    page.get_by_role("tab", name="Chat").click()
    question = page.get_by_role("textbox", name="Message")
    question.fill("hello")
    question.press("Enter")
    error = page.locator(".chat-error")
    expect(error).to_contain_text("The code of Shout (Shout-abcde) was not run.")
    error.get_by_role("button", name="See the code").click()
    dialog = page.get_by_role("dialog", name="Code of Shout")
    expect(dialog).to_contain_text("class Shout(Component)")
    expect(dialog).to_contain_text("It can still read your files and use the network")
    dialog.get_by_role("button", name="Trust this code").click()
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("button", name="Shout runs its own code, which you trust")).to_be_visible()
    error.get_by_role("button", name="Retry").click()
    expect(page.locator(".chat")).to_contain_text("HELLO!")

    canvas.node("Shout").locator(".node-name").click()
    canvas.key("e")
    expect(dialog).to_contain_text("class Shout(Component)")
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_have_count(0)
    page.get_by_role("tab", name="Node").click()
    section = page.get_by_role("region", name="Code of the node")
    expect(section).to_contain_text("Code you trust")
    page.locator(".inspector summary", has_text="Code").click()
    editor = page.get_by_role("textbox", name="Code of Shout")
    editor.click()
    page.keyboard.press("Control+End")
    page.keyboard.type("# louder")
    page.get_by_role("button", name="Apply the code").click()
    expect(section).to_contain_text("Code changed since you trusted it")
    section.get_by_role("button", name="See the changes").click()
    expect(dialog.get_by_role("region", name="Changes of the code")).to_contain_text("# louder")
    dialog.get_by_role("button", name="Close").click()
    page.keyboard.press("Escape")

    page.goto("/settings/trust")
    row = page.get_by_role("listitem").filter(has_text="Shout")
    expect(row).to_contain_text("lines, trusted")
    row.get_by_role("button", name="Withdraw").click()
    expect(page.get_by_text("Nothing is trusted.")).to_be_visible()
    assert app.client.get("/api/v1/trust", headers=window(app)).json() == []


def test_a_page_that_runnel_did_not_open_gives_no_trust(page: Page, app: RunningApp) -> None:
    canvas = CanvasPage(page)
    canvas.open(draw(app))
    canvas.node("Shout").locator(".node-name").click()
    page.get_by_role("tab", name="Node").click()
    section = page.get_by_role("region", name="Code of the node")
    expect(section).to_contain_text("runnel trust")
    expect(section.get_by_role("button")).to_have_count(0)
