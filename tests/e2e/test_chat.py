"""The chat as a person uses it: ask, watch the answer come, stop, lose the server and get it back, keep sessions."""

from __future__ import annotations

import base64
import json
import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Route, expect

from tests.conftest import RunningApp, StartApp
from tests.e2e.canvas_page import CanvasPage
from tests.e2e.chat_page import ChatPage
from tests.flow_drawing import Drawing, chat_flow
from tests.model_server.fixtures import LlamaServer
from tests.model_server.stand_in import Answer, StandIn

_DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
"""An image of one pixel."""


def _asking(app: RunningApp, base_url: str, **values: Any) -> str:
    given = {"openai_api_base": base_url, "api_key": "k", "model_name": "stand-in-model", **values}
    return chat_flow(app.client, **given).save("Asking")


def _stored(app: RunningApp, flow_id: str, **filters: str) -> list[dict[str, Any]]:
    answer = app.client.get("/api/v1/monitor/messages", params={"flow_id": flow_id, **filters})
    messages: list[dict[str, Any]] = answer.json()
    return messages


def test_from_the_empty_app_to_an_answer_by_mouse(browser: Browser, start_app: StartApp) -> None:
    app = start_app(starter_flows=True)
    context = browser.new_context(base_url=app.url)
    page = context.new_page()
    page.goto("/")
    page.get_by_role("button", name="Try it without a model").click()
    page.wait_for_url("**?dock=chat")
    chat = ChatPage(page)
    expect(chat.box).to_be_focused()
    expect(chat.answers).to_have_count(1)
    chat.box.fill("How do I stop a run?")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(chat.answers).to_have_count(2)
    expect(chat.answers.last).to_contain_text("Running a flow")
    context.close()


def test_a_real_local_model_answers(page: Page, app: RunningApp, llama_server: LlamaServer) -> None:
    flow_id = _asking(app, llama_server.base_url, model_name=llama_server.model_name)
    chat = ChatPage(page)
    chat.open(flow_id)
    chat.send("Hello?")
    expect(chat.answers).to_have_text([llama_server.answer])
    assert [message["text"] for message in _stored(app, flow_id)] == ["Hello?", llama_server.answer]


def test_pieces_arrive_one_by_one(page: Page, app: RunningApp, stand_in: StandIn) -> None:
    stand_in.script(Answer(("One", " two", " three", " four"), pause_s=0.4))
    chat = ChatPage(page)
    chat.open(_asking(app, stand_in.base_url))
    page.evaluate(
        """() => {
            window.seen = [];
            new MutationObserver(() => {
                const text = document.querySelector('.chat-message.is-model .chat-text')?.textContent;
                if (text && text !== window.seen.at(-1)) window.seen.push(text);
            }).observe(document.body, { subtree: true, childList: true, characterData: true });
        }"""
    )
    chat.send("Count")
    expect(page.get_by_role("article", name="stand-in-model", exact=True)).to_contain_text("One two three four")
    assert page.evaluate("window.seen") == ["One", "One two", "One two three", "One two three four"]


def test_a_fast_answer_grows_as_one_text_node_and_is_spoken_by_sentences(
    page: Page, app: RunningApp, stand_in: StandIn
) -> None:
    words = tuple(f"word{index}{'.' if index % 50 == 49 else ''} " for index in range(400))
    stand_in.script(Answer(words, pause_s=0.005))
    chat = ChatPage(page)
    chat.open(_asking(app, stand_in.base_url))
    page.evaluate(
        """() => {
            window.grown = new Set();
            window.added = 0;
            window.spoken = [];
            new MutationObserver((records) => {
                for (const { type, target, addedNodes } of records) {
                    const place = target.nodeType === Node.TEXT_NODE ? target.parentElement : target;
                    if (type === 'characterData' && place?.closest('.chat-writing')) window.grown.add(target);
                    if (type === 'childList' && place?.closest('.chat-writing')) window.added += addedNodes.length;
                    if (place?.closest('[role=log]')) window.spoken.push(place.textContent);
                }
            }).observe(document.querySelector('.chat'), { subtree: true, childList: true, characterData: true });
        }"""
    )
    chat.send("Fast")
    expect(chat.answers).to_have_text([re.compile("^word0 .* word399.$")])
    expect(page.get_by_role("button", name="Send", exact=True)).to_be_visible()
    expect(page.get_by_role("log", name="Answer as it is written")).to_have_text(re.compile(r"word399\.$"))
    assert page.evaluate("window.grown.size") == 1
    assert page.evaluate("window.added") <= 1
    # Eight sentences: a screen reader hears sentences, not four hundred pieces.
    spoken = page.evaluate("window.spoken")
    assert len(spoken) <= 9, spoken
    assert all(text.endswith(".") for text in spoken if text)
    assert " ".join(text for text in spoken if text) == "".join(words).strip()


def test_stop_ends_the_run_and_keeps_what_was_written(page: Page, app: RunningApp, stand_in: StandIn) -> None:
    stand_in.script(Answer(("Begun", " well", " never said"), stall_after=2))
    flow_id = _asking(app, stand_in.base_url)
    chat = ChatPage(page)
    chat.open(flow_id)
    chat.send("Go")
    expect(chat.answers).to_have_text(["Begun well"])
    page.locator(".chat-composer").get_by_role("button", name="Stop").click()
    expect(page.get_by_role("button", name="Send", exact=True)).to_be_visible()
    assert stand_in.disconnected.wait(10)
    expect(chat.answers).to_have_text(["Begun well"])
    page.reload()
    expect(chat.answers).to_have_text(["Begun well"])

    # Stopped by a key.
    stand_in.script(Answer(("Again", " never said"), stall_after=1))
    chat.send("Go on")
    expect(chat.answers).to_have_text(["Begun well", "Again"])
    page.keyboard.press("Control+.")
    expect(page.get_by_role("button", name="Send", exact=True)).to_be_visible()


def test_a_reload_in_the_middle_of_a_run_goes_on(page: Page, app: RunningApp, stand_in: StandIn) -> None:
    stand_in.script(Answer(tuple(f"w{index} " for index in range(30)), pause_s=0.3))
    chat = ChatPage(page)
    chat.open(_asking(app, stand_in.base_url))
    chat.send("Talk")
    expect(chat.answers).to_contain_text(["w1"])
    page.reload()
    expect(page.get_by_role("button", name="Stop").first).to_be_visible()
    expect(chat.answers).to_contain_text(["w2"])
    expect(chat.answers).to_have_text([" ".join(f"w{index}" for index in range(30))])
    expect(chat.messages).to_have_count(2)
    assert len(stand_in.chats) == 1


def test_a_model_server_that_is_off_is_told_and_retry_works_when_it_is_back(
    page: Page, app: RunningApp, unused_port: int
) -> None:
    flow_id = _asking(app, f"http://127.0.0.1:{unused_port}/v1")
    chat = ChatPage(page)
    chat.open(flow_id)
    chat.send("Are you there?")
    expect(chat.errors).to_contain_text("gave no answer")
    expect(chat.errors).to_contain_text("Nothing listens at")
    expect(chat.errors).to_contain_text("Start the model server")
    canvas = CanvasPage(page)
    expect(canvas.node("OpenAI")).to_have_class(re.compile(r"\bis-error\b"))
    expect(canvas.node("OpenAI").locator(".node-error")).to_contain_text("gave no answer")
    page.reload()
    expect(chat.errors).to_contain_text("Nothing listens at")
    chat.errors.get_by_role("button", name="Show node").click()
    inspector = page.get_by_role("region", name="Node OpenAI")
    expect(inspector.get_by_role("alert")).to_contain_text("Nothing listens at")
    # From the error, here and in the chat, a button leads to the field that is at fault.
    address = inspector.get_by_role("textbox", name="OpenAI API Base of OpenAI")
    inspector.get_by_role("alert").get_by_role("button", name="Change OpenAI API Base").click()
    expect(address).to_be_focused()
    page.get_by_role("tab", name="Chat").click()
    chat.errors.get_by_role("button", name="Change OpenAI API Base").click()
    expect(address).to_be_focused()
    page.get_by_role("tab", name="Chat").click()
    server = StandIn(port=unused_port)
    try:
        chat.errors.get_by_role("button", name="Retry").click()
        expect(chat.answers).to_have_text(["Hello there!"])
    finally:
        server.close()
    expect(chat.errors).to_have_count(0)
    # The question stands there once, so that a flow with a memory finds it once.
    assert [message["text"] for message in _stored(app, flow_id)] == ["Are you there?", "Hello there!"]


def test_a_node_without_key_runs_on_the_local_model_by_one_click(
    page: Page, app: RunningApp, stand_in: StandIn
) -> None:
    app.client.post("/api/v1/models/addresses", json={"base_url": stand_in.base_url, "name": "Workbench"})
    chat = ChatPage(page)
    chat.open(chat_flow(app.client).save("No key"))
    chat.send("Hello?")
    expect(chat.errors).to_contain_text("there is no API key")
    chat.errors.get_by_role("button", name="Run on the local model").click()
    expect(chat.answers).to_have_text(["Hello there!"])
    expect(chat.errors).to_have_count(0)
    assert app.client.get("/api/v1/models").json()["openai_base_url"] == stand_in.base_url
    node = CanvasPage(page).node("OpenAI")
    expect(node).to_contain_text("Runs on stand-in-model")


def test_sessions_are_kept_apart_renamed_and_deleted(page: Page, app: RunningApp, stand_in: StandIn) -> None:
    flow_id = _asking(app, stand_in.base_url)
    chat = ChatPage(page)
    chat.open(flow_id)
    chat.send("First")
    expect(chat.answers).to_have_count(1)
    page.get_by_role("button", name="New session").click()
    expect(chat.messages).to_have_count(0)
    chat.send("Second")
    expect(chat.answers).to_have_count(1)
    chat.choose("Rename")
    page.get_by_role("textbox", name="Name of the session").fill("Trial")
    page.keyboard.press("Enter")
    expect(chat.session()).to_have_accessible_name("Session: Trial")
    page.reload()
    expect(chat.session()).to_have_accessible_name("Session: Trial")
    expect(chat.messages.first).to_contain_text("Second")
    chat.choose("Default session")
    expect(chat.messages.first).to_contain_text("First")
    chat.choose("Trial")
    chat.choose("Delete")
    expect(chat.session()).to_have_accessible_name("Session: Default session")
    assert {message["session_id"] for message in _stored(app, flow_id)} == {flow_id}


def test_earlier_messages_come_back_with_the_arrow_key(page: Page, app: RunningApp, stand_in: StandIn) -> None:
    chat = ChatPage(page)
    chat.open(_asking(app, stand_in.base_url))
    for text in ("One", "Two"):
        chat.send(text)
        expect(chat.messages.filter(has_text=text)).to_have_count(1)
        expect(page.get_by_role("button", name="Send", exact=True)).to_be_visible()
    chat.box.press("ArrowUp")
    expect(chat.box).to_have_value("Two")
    chat.box.press("ArrowUp")
    expect(chat.box).to_have_value("One")
    chat.box.press("ArrowDown")
    chat.box.press("ArrowDown")
    expect(chat.box).to_have_value("")
    chat.box.press_sequentially("a")
    chat.box.press("Shift+Enter")
    chat.box.press_sequentially("b")
    expect(chat.box).to_have_value("a\nb")


def test_text_of_a_model_is_laid_out_and_not_trusted(page: Page, app: RunningApp, stand_in: StandIn) -> None:
    elsewhere: list[str] = []
    page.on("request", lambda request: elsewhere.append(request.url) if "example" in request.url else None)
    text = (
        "A **word**.\n\n```python\nprint(1)\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n"
        "[a page](https://example.com/page) [a trap](javascript:alert(1)) ![photo](https://example.com/photo.png) "
        "<img src='https://example.com/other.png' onerror='document.title=1'>"
    )
    stand_in.script(Answer((text,)))
    chat = ChatPage(page)
    chat.open(_asking(app, stand_in.base_url))
    chat.send("Show")
    answer = chat.answers.first
    expect(answer.locator("strong")).to_have_text("word")
    expect(answer.locator("td")).to_have_text(["1", "2"])
    expect(answer.get_by_role("link")).to_have_text(["a page", "Image: photo"])
    expect(answer.get_by_role("link", name="a page")).to_have_attribute("target", "_blank")
    expect(answer.locator("img")).to_have_count(0)
    expect(answer).to_contain_text("<img src=")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    answer.get_by_role("button", name="Copy the code").click()
    expect(answer.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == "print(1)"
    assert elsewhere == []


def test_messages_are_edited_and_deleted(page: Page, app: RunningApp, stand_in: StandIn) -> None:
    flow_id = _asking(app, stand_in.base_url)
    chat = ChatPage(page)
    chat.open(flow_id)
    chat.send("Hi")
    expect(chat.answers).to_have_count(1)
    expect(page.get_by_role("button", name="Send", exact=True)).to_be_visible()
    answer = chat.messages.last
    answer.hover()
    answer.get_by_role("button", name="Edit the message").click()
    answer.get_by_role("textbox").fill("Better")
    answer.get_by_role("textbox").press("Enter")
    expect(chat.answers).to_have_text(["Better"])
    # Asked again, the question stays and the answer is another one.
    stand_in.script(Answer(("Another one",)))
    answer.hover()
    answer.get_by_role("button", name="Ask again").click()
    expect(chat.answers).to_have_text(["Another one"])
    expect(page.get_by_role("button", name="Send", exact=True)).to_be_visible()
    assert [message["text"] for message in _stored(app, flow_id)] == ["Hi", "Another one"]
    question = chat.messages.first
    question.hover()
    question.get_by_role("button", name="Delete the message").click()
    expect(chat.messages).to_have_count(1)
    page.reload()
    expect(chat.answers).to_have_text(["Another one"])
    expect(chat.messages).to_have_count(1)


def test_a_message_waits_for_its_files(page: Page, app: RunningApp, tmp_path: Path) -> None:
    flow = Drawing(app.client)
    flow.edge(flow.node("ChatInput"), "message", flow.node("ChatOutput"), "input_value")
    held: list[Route] = []
    page.route("**/api/v1/files/upload/**", lambda route: held.append(route))
    notes = tmp_path / "notes.txt"
    notes.write_text("kept")
    chat = ChatPage(page)
    chat.open(flow.save("Echo"))
    page.get_by_label("Files to attach").set_input_files(notes)
    chat.send("See this")
    expect(page.get_by_label("Sent as soon as the files are stored")).to_be_visible()
    expect(chat.messages).to_have_count(0)
    held[0].continue_()
    expect(chat.messages.first.get_by_role("list", name="Attached files")).to_contain_text("notes.txt")


def test_files_go_with_a_message(page: Page, app: RunningApp, tmp_path: Path) -> None:
    flow = Drawing(app.client)
    source = flow.node("ChatInput")
    flow.edge(source, "message", flow.node("ChatOutput"), "input_value")
    flow_id = flow.save("Echo")
    notes = tmp_path / "notes.txt"
    notes.write_text("kept")
    photo = tmp_path / "a photo.png"
    photo.write_bytes(base64.b64decode(_DOT))
    chat = ChatPage(page)
    chat.open(flow_id)
    page.get_by_label("Files to attach").set_input_files([notes, photo])
    expect(page.get_by_role("list", name="Files of the next message")).to_contain_text("notes.txt")
    chat.send("See this")
    expect(chat.messages.first.get_by_role("list", name="Attached files")).to_contain_text("notes.txt")
    image = chat.messages.first.get_by_role("img")
    expect(image).to_be_visible()
    assert image.evaluate("async image => { await image.decode(); return image.naturalWidth }") == 1
    question = _stored(app, flow_id, sender="User")[0]
    assert "notes.txt" in question["files"]
    assert flow_id in question["files"]


def test_files_are_pasted_and_dropped(page: Page, app: RunningApp) -> None:
    drawing = Drawing(app.client)
    source = drawing.node("ChatInput", "ChatInput-in")
    drawing.edge(source, "message", drawing.node("ChatOutput", "ChatOutput-out"), "input_value")
    flow_id = drawing.save("Echo")
    chat = ChatPage(page)
    chat.open(flow_id)
    give = """(place, [event, name, type, data]) => {
        const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
        const files = new DataTransfer();
        files.items.add(new File([bytes], name, { type }));
        const about = { bubbles: true, cancelable: true };
        place.dispatchEvent(
            event === 'paste'
                ? new ClipboardEvent('paste', { ...about, clipboardData: files })
                : new DragEvent(event, { ...about, dataTransfer: files })
        );
    }"""
    chat.box.evaluate(give, ["paste", "seen.png", "image/png", _DOT])
    conversation = page.get_by_role("region", name="Messages")
    note = ["note.txt", "text/plain", base64.b64encode(b"hello").decode()]
    conversation.evaluate(give, ["dragover", *note])
    expect(page.locator(".chat")).to_have_class(re.compile("is-over"))
    conversation.evaluate(give, ["drop", *note])
    expect(page.locator(".chat")).not_to_have_class(re.compile("is-over"))
    waiting = page.get_by_role("list", name="Files of the next message").get_by_role("listitem")
    expect(waiting).to_have_text(["seen.png", "note.txt"])
    expect(chat.box).to_be_focused()
    chat.send("Look")
    sent = page.locator(".chat-message.is-user")
    expect(sent.get_by_role("img", name="seen.png")).to_be_visible()
    expect(sent).to_contain_text("note.txt")
    asked = next(message for message in _stored(app, flow_id) if message["sender"] == "User")
    assert [path.split("_")[-1] for path in json.loads(asked["files"])] == ["seen.png", "note.txt"]


def test_formulas_are_set_and_prices_are_not(page: Page, app: RunningApp, stand_in: StandIn) -> None:
    answer = "Since \\(a^2+b^2=c^2\\), $c = 5$ costs $5 or $10.\n\n\\[\\frac{1}{2}\\]\n\n`$x$` and $\\oops{$"
    stand_in.script(Answer(tuple(answer[at : at + 3] for at in range(0, len(answer), 3))))
    chat = ChatPage(page)
    foreign: list[str] = []
    page.on("request", lambda request: foreign.append(request.url) if app.url not in request.url else None)
    chat.open(_asking(app, stand_in.base_url))
    chat.send("Explain")
    said = chat.answers.first
    expect(said.locator("math")).to_have_count(3)
    expect(said.locator(".katex-error")).to_have_text("\\oops{")
    expect(said.locator(".katex-display mfrac")).to_have_count(1)
    expect(said).to_contain_text("costs $5 or $10.")
    expect(said.locator("code")).to_have_text("$x$")
    fonts = "[...document.fonts].filter((font) => font.family.startsWith('KaTeX') && font.status === 'loaded').length"
    page.wait_for_function(f"{fonts} > 0")
    assert [url for url in foreign if url.startswith("http")] == []


def test_a_conversation_branches(page: Page, app: RunningApp) -> None:
    drawing = Drawing(app.client)
    source = drawing.node("ChatInput", "ChatInput-in")
    drawing.edge(source, "message", drawing.node("ChatOutput", "ChatOutput-out"), "input_value")
    flow_id = drawing.save("Echo")
    for text in ("first", "second"):
        drawing.build(text, session="Trunk")
    chat = ChatPage(page)
    chat.open(flow_id, "Trunk")
    expect(chat.answers).to_have_text(["first", "second"])
    first_answer = page.locator(".chat-message.is-model").first
    first_answer.hover()
    first_answer.get_by_role("button", name="Branch from here").click()
    expect(chat.session()).to_have_text("Trunk · branch 1")
    expect(chat.answers).to_have_text(["first"])
    chat.send("another way")
    expect(chat.answers).to_have_text(["first", "another way"])
    second_question = page.locator(".chat-message.is-user").last
    second_question.hover()
    second_question.get_by_role("button", name="Ask in other words, in a branch").click()
    expect(chat.session()).to_have_text("Trunk · branch 2")
    expect(chat.answers).to_have_text(["first"])
    expect(chat.box).to_have_value("another way")
    expect(chat.box).to_be_focused()
    chat.session().click()
    page.get_by_role("menuitem", name="Trunk", exact=True).click()
    expect(chat.answers).to_have_text(["first", "second"])


def test_steps_of_an_agent_lead_to_the_nodes_that_gave_its_tools(
    page: Page, app: RunningApp, stand_in: StandIn
) -> None:
    drawing = Drawing(app.client)
    source = drawing.node("ChatInput", "ChatInput-in")
    model = {"openai_api_base": stand_in.base_url, "model_name": "stand-in-model", "api_key": "k"}
    agent = drawing.node("Agent", "Agent-main", add_current_date_tool=False, **model)
    drawing.edge(source, "message", agent, "input_value")
    drawing.edge(agent, "response", drawing.node("ChatOutput", "ChatOutput-out"), "input_value")
    drawing.edge(drawing.node("CalculatorTool", "CalculatorTool-sum"), "api_build_tool", agent, "tools")
    stand_in.script(
        Answer(("Let me see.",), tool_calls=(("calculator", {"expression": "6*7"}),)),
        Answer(("",), tool_calls=(("calculator", {"expression": "six"}),)),
        Answer(("It is 42.",)),
    )
    chat = ChatPage(page)
    chat.open(drawing.save("Agent"))
    chat.send("What is 6*7?")
    expect(chat.answers).to_have_text(["It is 42."])
    steps = page.get_by_role("list", name="Steps").get_by_role("listitem")
    expect(steps).to_have_text(
        [re.compile("^Let me see.$"), re.compile(r"^calculator · \d+ ms"), re.compile("Only numbers")]
    )
    steps.nth(1).locator("summary").click()
    expect(steps.nth(1).locator("dd")).to_have_text([re.compile(r'"expression": "6\*7"'), re.compile('"result": "42"')])
    steps.nth(1).get_by_role("button", name="Show node").click()
    CanvasPage(page).expect_selected("Calculator")
    page.reload()
    expect(steps).to_have_count(3)


def test_a_flow_without_chat_input_offers_its_inputs_and_a_run(page: Page, app: RunningApp) -> None:
    flow = Drawing(app.client)
    for number in range(1, 13):
        source = flow.node("TextInput", f"TextInput-{number}", input_value=f"before {number}")
        flow.nodes[-1]["data"]["node"]["display_name"] = f"Fact {number}"
    flow.edge(source, "text", flow.node("TextOutput"), "input_value")
    flow_id = flow.save("Plain")
    page.set_viewport_size({"width": 1024, "height": 640})
    page.goto(f"/flow/{flow_id}?dock=chat")
    dock = page.get_by_role("complementary", name="Dock")
    inputs = dock.get_by_role("region", name="Inputs")
    expect(dock.get_by_text("This flow takes no messages")).to_be_visible()
    # However many they are, each is reached by scrolling, whole, and Run stays under them.
    last = inputs.get_by_role("textbox", name="Fact 12")
    run = dock.get_by_role("button", name="Run the flow")
    inputs.hover()
    page.mouse.wheel(0, 2000)
    expect(last).to_be_in_viewport(ratio=1)
    expect(run).to_be_in_viewport(ratio=1)
    last.fill("after")
    run.click()
    expect(page.get_by_role("region", name="Results")).to_contain_text("after")


def test_the_chat_stands_alone_in_a_window_of_its_own(page: Page, app: RunningApp, stand_in: StandIn) -> None:
    flow_id = _asking(app, stand_in.base_url)
    page.goto(f"/chat/{flow_id}")
    chat = ChatPage(page)
    expect(chat.box).to_be_focused()
    chat.send("Hi")
    expect(chat.answers).to_have_text(["Hello there!"])
    page.get_by_role("link", name="Open the flow").click()
    page.wait_for_url(f"**/flow/{flow_id}?dock=chat")
    expect(chat.answers).to_have_text(["Hello there!"])


def test_by_keyboard_from_an_open_flow_to_an_answer(page: Page, app: RunningApp, stand_in: StandIn) -> None:
    flow_id = _asking(app, stand_in.base_url)
    canvas = CanvasPage(page)
    canvas.open(flow_id)
    canvas.focus()
    page.keyboard.press("]")
    expect(page.get_by_role("complementary", name="Dock")).to_be_hidden()
    page.keyboard.press("Control+j")
    chat = ChatPage(page)
    expect(chat.box).to_be_focused()
    page.keyboard.type("Hi")
    page.keyboard.press("Enter")
    expect(chat.answers).to_have_text(["Hello there!"])
    expect(page.get_by_role("log", name="Answer as it is written")).to_have_text("Hello there!")


def test_a_run_that_cannot_begin_says_why_in_the_chat(page: Page, app: RunningApp) -> None:
    flow = Drawing(app.client)
    source = flow.node("ChatInput")
    flow.edge(source, "message", flow.node("SplitText"), "data_inputs")
    chat = ChatPage(page)
    chat.open(flow.save("Wrong wire"))
    chat.send("Hi")
    expect(chat.errors).to_have_count(1)
    expect(chat.errors).to_contain_text("Split Text")
    expect(chat.errors.get_by_role("button", name="Retry")).to_be_visible()
