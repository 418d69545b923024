"""How many clicks and keys the everyday jobs take. The browser counts what really reached the page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.conftest import RunningApp, StartApp
from tests.e2e.canvas_page import CanvasPage, make_flow, stored
from tests.e2e.chat_page import ChatPage
from tests.flow_drawing import Drawing, chat_flow
from tests.model_server.stand_in import StandIn

_COUNTER = """
for (const type of ["pointerdown", "keydown"])
    window.addEventListener(type, (event) => { if (event.isTrusted) window.countAct(type, event.key ?? ""); }, true);
"""
_HELD = {"Control", "Shift", "Alt", "Meta"}


@dataclass
class Hand:
    """A person at mouse and keyboard, every act of whom is counted by the page itself."""

    page: Page
    clicks: int = 0
    keys: int = 0
    phrases: int = 0
    """Runs of keys that end with Enter, alone or as a chord."""

    def __post_init__(self) -> None:
        self.page.emulate_media(reduced_motion="reduce")
        self.page.expose_function("countAct", self._count)
        self.page.add_init_script(_COUNTER)

    def _count(self, kind: str, key: str) -> None:
        if kind == "pointerdown":
            self.clicks += 1
        elif key not in _HELD:
            self.keys += 1
            self.phrases += key == "Enter"

    def click(self, target: Locator) -> None:
        target.click()

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def press(self, *chords: str) -> None:
        for chord in chords:
            self.page.keyboard.press(chord)

    def add(self, query: str) -> None:
        """``/``, some letters of a name, Enter."""
        self.press("/")
        expect(self.page.locator(".quick-add")).to_be_visible()
        self.type(query)
        self.press("Enter")
        expect(self.page.locator(".quick-add")).to_have_count(0)

    def took(self) -> tuple[int, int]:
        """Clicks and typed phrases until now."""
        return self.clicks, self.phrases


@pytest.fixture
def hand(page: Page) -> Hand:
    """The hand of this test's page."""
    return Hand(page)


def test_from_nothing_to_an_answered_echo_takes_one_click_and_three_phrases(
    page: Page, app: RunningApp, hand: Hand
) -> None:
    page.goto("/")
    hand.click(page.get_by_role("button", name="New flow").first)
    expect(page.get_by_role("region", name="Empty flow")).to_be_visible()
    hand.add("chat in")
    expect(page.get_by_role("group", name=re.compile("^Chat Input"))).to_be_visible()
    hand.add("chat out")
    expect(page.get_by_role("group", name=re.compile("^Chat Output"))).to_be_visible()
    hand.press("c")
    expect(ChatPage(page).box).to_be_focused()
    hand.type("Anybody there?")
    hand.press("Enter")
    expect(ChatPage(page).answers).to_have_text(["Anybody there?"])
    assert hand.took() == (1, 3)


def test_from_a_template_to_an_answer_takes_one_click_and_one_phrase(
    page: Page, start_app: StartApp, stand_in: StandIn, tmp_path: Path
) -> None:
    app = start_app(starter_flows=True, data_dir=tmp_path / "with starters")
    app.client.post("/api/v1/models/addresses", json={"base_url": stand_in.base_url, "name": "Workbench"})
    app.client.post("/api/v1/welcome/seen")
    hand = Hand(page)
    page.goto(app.url)
    templates = page.get_by_role("list", name="Start from a template")
    hand.click(templates.get_by_role("button", name=re.compile("^Basic Prompting")))
    chat = ChatPage(page)
    expect(chat.box).to_be_focused()
    hand.type("Hello?")
    hand.press("Enter")
    expect(chat.answers).to_have_text(["Hello there!"])
    assert hand.took() == (1, 1)


def test_the_first_screen_leads_to_an_answer_by_one_click(page: Page, start_app: StartApp, tmp_path: Path) -> None:
    app = start_app(starter_flows=True, data_dir=tmp_path / "with starters")
    hand = Hand(page)
    page.goto(app.url)
    hand.click(page.get_by_role("button", name="Try it without a model"))
    expect(ChatPage(page).answers).to_have_count(1)
    assert (hand.clicks, hand.keys) == (1, 0)


def test_a_chain_of_three_is_built_by_six_keys(page: Page, app: RunningApp, hand: Hand) -> None:
    canvas = CanvasPage(page)
    flow_id = make_flow(app, "Chain")
    canvas.open(flow_id)
    for _ in range(3):
        hand.add("")
    expect(canvas.wires()).to_have_count(2)
    canvas.wait_saved()
    types = [node["data"]["type"] for node in stored(app, flow_id)["data"]["nodes"]]
    assert types == ["ChatInput", "OpenAIModel", "ChatOutput"]
    assert (hand.clicks, hand.keys) == (0, 6)


def test_a_chain_with_a_prompt_is_built_by_ten_keys(page: Page, app: RunningApp, hand: Hand) -> None:
    canvas = CanvasPage(page)
    flow_id = make_flow(app, "Chain of four")
    canvas.open(flow_id)
    for query in ("", "pr", "", ""):
        hand.add(query)
    expect(canvas.wires()).to_have_count(3)
    canvas.wait_saved()
    data = stored(app, flow_id)["data"]
    types = [node["data"]["type"] for node in data["nodes"]]
    assert types == ["ChatInput", "Prompt", "OpenAIModel", "ChatOutput"]
    fields = [edge["data"]["targetHandle"]["fieldName"] for edge in data["edges"]]
    assert fields == ["chat_input", "input_value", "input_value"]
    assert data["nodes"][1]["data"]["node"]["template"]["template"]["value"] == "{chat_input}"
    assert (hand.clicks, hand.keys) == (0, 10)


def test_a_changed_prompt_shows_its_effect_after_one_click_and_one_phrase(
    page: Page, app: RunningApp, hand: Hand
) -> None:
    drawing = Drawing(app.client)
    prompt = drawing.node("Prompt", template="Say nothing")
    drawing.edge(prompt, "prompt", drawing.node("TextOutput"), "input_value")
    canvas = CanvasPage(page)
    canvas.open(drawing.save("Prompting"))
    hand.click(canvas.field("Template of Prompt"))
    hand.press("End")
    hand.type(" at all")
    hand.press("Shift+Enter")
    expect(canvas.node("Prompt").locator(".node-preview")).to_have_text("Say nothing at all")
    assert hand.took() == (1, 1)


def test_an_output_is_read_on_the_node_and_whole_by_space(page: Page, app: RunningApp, hand: Hand) -> None:
    long = "All of it is here. " * 20 + "The end."
    drawing = Drawing(app.client)
    source = drawing.node("TextInput", input_value=long)
    drawing.edge(source, "text", drawing.node("TextOutput"), "input_value")
    canvas = CanvasPage(page)
    canvas.open(drawing.save("Reading"))
    hand.press("Control+Enter")
    expect(canvas.node("Text Output").locator(".node-preview")).to_contain_text("All of it is here.")
    assert hand.clicks == 0
    canvas.focus()
    hand.press("ArrowRight")
    hand.press("Space")
    expect(page.get_by_role("region", name="Output of")).to_contain_text("The end.")
    assert hand.clicks == 0


def test_why_a_run_failed_is_read_without_a_click(page: Page, app: RunningApp, unused_port: int, hand: Hand) -> None:
    values = {"openai_api_base": f"http://127.0.0.1:{unused_port}/v1", "api_key": "k", "model_name": "m"}
    canvas = CanvasPage(page)
    drawing = chat_flow(app.client, **values)
    drawing.nodes[0]["data"]["node"]["template"]["input_value"]["value"] = "Are you there?"
    canvas.open(drawing.save("Failing"))
    hand.press("Control+Enter")
    expect(canvas.node("OpenAI").locator(".node-error")).to_contain_text("gave no answer")
    # Why, and what to do: by one key.
    canvas.focus()
    hand.press("F8")
    canvas.expect_selected("OpenAI")
    hand.press("Enter")
    inspector = page.get_by_role("region", name="Node OpenAI")
    expect(inspector.get_by_role("alert")).to_contain_text("Nothing listens at")
    assert hand.clicks == 0


def test_a_node_is_put_between_two_by_one_click_and_one_phrase(page: Page, app: RunningApp, hand: Hand) -> None:
    drawing = Drawing(app.client)
    source = drawing.node("ChatInput")
    drawing.edge(source, "message", drawing.node("ChatOutput"), "input_value")
    drawing.nodes[1]["position"] = {"x": 700, "y": 0}
    flow_id = drawing.save("Between")
    canvas = CanvasPage(page)
    canvas.open(flow_id)
    wire = canvas.middle(canvas.wires().first)
    page.mouse.move(wire["x"], wire["y"])
    hand.click(page.get_by_role("button", name="Put a node into the wire from Chat Input to Chat Output"))
    expect(page.locator(".quick-add")).to_be_visible()
    hand.type("prompt")
    hand.press("Enter")
    expect(canvas.wires()).to_have_count(2)
    canvas.wait_saved()
    nodes = stored(app, flow_id)["data"]["nodes"]
    assert [node["data"]["type"] for node in nodes] == ["ChatInput", "ChatOutput", "Prompt"]
    assert nodes[2]["data"]["node"]["template"]["template"]["value"] == "{chat_input}"
    assert hand.took() == (1, 1)


def test_a_flow_is_exported_by_one_phrase(page: Page, app: RunningApp, hand: Hand) -> None:
    canvas = CanvasPage(page)
    canvas.open(make_flow(app, "Parcel"))
    hand.press("Control+k")
    expect(page.get_by_role("combobox", name="Type a command or search")).to_be_focused()
    hand.type("exp")
    with page.expect_download() as download:
        hand.press("Enter")
    assert download.value.suggested_filename == "Parcel.flow.json"
    assert hand.took() == (0, 1)

    # Keys that the file does not get are named before it is written.
    drawing = Drawing(app.client)
    drawing.node("OpenAIModel", api_key="sk-canary")
    drawing.nodes[0]["data"]["node"]["template"]["api_key"]["load_from_db"] = False
    canvas.open(drawing.save("With a key"))
    hand.press("Control+k")
    expect(page.get_by_role("combobox", name="Type a command or search")).to_be_focused()
    hand.type("exp")
    hand.press("Enter")
    expect(page.get_by_role("status").filter(has_text="OpenAI · OpenAI API Key")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Export without").click()
    written = download.value.path().read_text(encoding="utf-8")
    assert "OpenAIModel" in written
    assert "sk-canary" not in written
