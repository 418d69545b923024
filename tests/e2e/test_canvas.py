"""Drawing flows, the way a person does."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conftest import RunningApp
from tests.e2e.canvas_page import CanvasPage, make_flow, stored
from tests.model_server.stand_in import StandIn


@pytest.fixture
def canvas(page: Page) -> CanvasPage:
    return CanvasPage(page)


@pytest.fixture
def second(browser: Browser, app: RunningApp) -> Iterator[CanvasPage]:
    """A second window on the same server."""
    context = browser.new_context(base_url=app.url, viewport={"width": 1280, "height": 800})
    yield CanvasPage(context.new_page())
    context.close()


def test_echo_is_built_and_run_by_keyboard_alone(app: RunningApp, canvas: CanvasPage) -> None:
    flow_id = make_flow(app, "Echo")
    canvas.open(flow_id)
    canvas.focus()
    canvas.quick_add("chat in")
    canvas.quick_add("chat out")
    expect(canvas.nodes()).to_have_count(2)
    expect(canvas.wires()).to_have_count(1)
    expect(canvas.node("Chat Output").get_by_text("Chat Input · Message")).to_be_visible()
    canvas.field("Text of Chat Input").focus()
    canvas.page.keyboard.type("hello there")
    canvas.key("Control+Enter")
    expect(canvas.node("Chat Output").get_by_text("hello there")).to_be_visible()
    expect(canvas.page.get_by_role("group", name="Chat Output, ok")).to_be_visible()
    canvas.wait_saved()
    edge = stored(app, flow_id)["data"]["edges"][0]
    assert edge["data"]["sourceHandle"]["name"] == "message"
    assert edge["data"]["targetHandle"]["fieldName"] == "input_value"
    assert json.loads(edge["sourceHandle"].replace("œ", '"')) == edge["data"]["sourceHandle"]


def test_a_wire_is_drawn_with_the_mouse_and_refused_where_types_differ(app: RunningApp, canvas: CanvasPage) -> None:
    flow_id = make_flow(app, "Wires")
    canvas.open(flow_id)
    canvas.focus()
    canvas.quick_add("chat in")
    canvas.key("Escape")
    canvas.quick_add("chat out")
    expect(canvas.wires()).to_have_count(0)
    canvas.key("1")
    output = canvas.handle("Output Message of Chat Input")
    canvas.drag(canvas.middle(output), canvas.middle(canvas.handle("Field Text of Chat Output")))
    expect(canvas.wires()).to_have_count(1)

    canvas.key("Escape")
    canvas.quick_add("split text")
    canvas.key("1")
    chunks = canvas.handle("Output Chunks of Split Text")
    canvas.drag(canvas.middle(chunks), canvas.middle(canvas.handle("Field Text of Chat Output")))
    expect(canvas.page.get_by_text("Data cannot go into Text")).to_be_visible()
    expect(canvas.wires()).to_have_count(1)


def test_a_wire_dropped_on_a_node_finds_its_field_and_on_nothing_offers_what_fits(
    app: RunningApp, canvas: CanvasPage
) -> None:
    flow_id = make_flow(app, "Drops")
    canvas.open(flow_id)
    canvas.focus()
    canvas.quick_add("chat in")
    canvas.key("Escape")
    canvas.quick_add("chat out")
    canvas.key("1")
    start = canvas.middle(canvas.handle("Output Message of Chat Input"))
    body = canvas.middle(canvas.node("Chat Output").locator(".node-name"))
    canvas.drag(start, body)
    expect(canvas.wires()).to_have_count(1)

    # A prompt gets a variable for what is dropped on it; where it has a free one, both are offered. One step each.
    canvas.key("Escape")
    canvas.quick_add("prompt")
    canvas.field("Template of Prompt").fill("Sum up:")
    canvas.focus()
    canvas.key("1")
    body = canvas.middle(canvas.node("Prompt").locator(".node-name"))
    canvas.drag(canvas.middle(canvas.handle("Output Message of Chat Input")), body)
    expect(canvas.field("Template of Prompt")).to_have_value("Sum up:\n{chat_input}")
    expect(canvas.wires()).to_have_count(2)
    canvas.key("Control+z")
    expect(canvas.wires()).to_have_count(1)
    expect(canvas.field("Template of Prompt")).to_have_value("Sum up:")
    canvas.field("Template of Prompt").fill("Sum up: {text}")
    canvas.drag(canvas.middle(canvas.handle("Output Message of Chat Input")), body)
    choices = canvas.page.get_by_role("menu", name="Connect to").get_by_role("menuitem")
    expect(choices).to_have_text(["text", "New variable chat_input"])
    canvas.key("ArrowDown", "Enter")
    expect(canvas.field("Template of Prompt")).to_have_value("Sum up: {text}\n{chat_input}")
    expect(canvas.wires()).to_have_count(2)
    canvas.focus()
    canvas.key("Delete")
    expect(canvas.nodes()).to_have_count(2)

    start = canvas.middle(canvas.handle("Output Message of Chat Output"))
    canvas.drag(start, {"x": start["x"] + 60, "y": start["y"] + 220})
    offered = canvas.page.get_by_role("listbox", name="Components").get_by_role("option")
    expect(offered.first).to_be_visible()
    expect(offered.filter(has_text="Current Date")).to_have_count(0)
    canvas.page.keyboard.type("if-else")
    canvas.key("Enter")
    expect(canvas.nodes()).to_have_count(3)
    expect(canvas.wires()).to_have_count(2)


def test_everything_can_be_undone_and_done_again(app: RunningApp, canvas: CanvasPage) -> None:
    flow_id = make_flow(app, "Undo")
    canvas.open(flow_id)
    canvas.focus()
    canvas.quick_add("chat in")
    field = canvas.field("Text of Chat Input")
    field.fill("good morning")
    before = canvas.middle(canvas.node("Chat Input"))
    name = canvas.middle(canvas.node("Chat Input").locator(".node-name"))
    canvas.drag(name, {"x": name["x"] + 120, "y": name["y"] + 60})
    after = canvas.middle(canvas.node("Chat Input"))
    assert abs(after["x"] - before["x"] - 120) < 15

    canvas.key("Control+z")
    expect(field).to_have_value("good morning")
    assert abs(canvas.middle(canvas.node("Chat Input"))["x"] - before["x"]) < 3
    canvas.key("Control+z")
    expect(field).to_have_value("")
    canvas.key("Control+z")
    expect(canvas.nodes()).to_have_count(0)
    canvas.key("Control+Shift+z", "Control+y", "Control+y")
    expect(field).to_have_value("good morning")
    assert abs(canvas.middle(canvas.node("Chat Input"))["x"] - after["x"]) < 3
    canvas.wait_saved()
    node = stored(app, flow_id)["data"]["nodes"][0]
    assert node["data"]["node"]["template"]["input_value"]["value"] == "good morning"


def test_what_was_drawn_is_there_after_a_reload(app: RunningApp, canvas: CanvasPage) -> None:
    flow_id = make_flow(app, "Kept")
    canvas.open(flow_id)
    canvas.focus()
    canvas.quick_add("prompt")
    canvas.field("Template of Prompt").fill("Answer {question} in one line. {{plain}}")
    expect(canvas.node("Prompt").get_by_text("question", exact=True)).to_have_count(1)
    canvas.wait_saved()
    canvas.page.reload()
    expect(canvas.field("Template of Prompt")).to_have_value("Answer {question} in one line. {{plain}}")
    expect(canvas.field("question of Prompt")).to_be_visible()
    assert stored(app, flow_id)["data"]["nodes"][0]["data"]["node"]["custom_fields"] == {"template": ["question"]}


def test_two_windows_never_lose_an_edit(app: RunningApp, canvas: CanvasPage, second: CanvasPage) -> None:
    flow_id = make_flow(app, "Shared")
    canvas.open(flow_id)
    canvas.focus()
    canvas.quick_add("chat in")
    canvas.wait_saved()
    second.open(flow_id)
    second.field("Text of Chat Input").fill("from the second")
    second.wait_saved()

    canvas.field("Text of Chat Input").fill("from the first")
    expect(canvas.page.get_by_text("Changed here and elsewhere")).to_be_visible()
    value = stored(app, flow_id)["data"]["nodes"][0]["data"]["node"]["template"]["input_value"]["value"]
    assert value == "from the second"
    canvas.page.get_by_role("button", name="Save mine as a copy").click()
    expect(canvas.page.get_by_role("button", name="Shared (copy): rename")).to_be_visible()
    expect(canvas.field("Text of Chat Input")).to_have_value("from the first")

    canvas.open(flow_id)
    expect(canvas.field("Text of Chat Input")).to_have_value("from the second")


def test_copied_nodes_are_text_that_other_flows_take(app: RunningApp, canvas: CanvasPage) -> None:
    flow_id = make_flow(app, "Copies")
    canvas.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    canvas.open(flow_id)
    canvas.focus()
    canvas.quick_add("chat in")
    canvas.quick_add("chat out")
    canvas.key("Control+a", "Control+c", "Control+v")
    expect(canvas.nodes()).to_have_count(4)
    expect(canvas.wires()).to_have_count(2)
    canvas.wait_saved()
    ids = [node["id"] for node in stored(app, flow_id)["data"]["nodes"]]
    assert len(set(ids)) == 4
    copied = json.loads(canvas.page.evaluate("navigator.clipboard.readText()"))
    assert {node["data"]["type"] for node in copied["nodes"]} == {"ChatInput", "ChatOutput"}

    other = make_flow(app, "Target")
    canvas.open(other)
    canvas.focus()
    canvas.key("Control+v")
    expect(canvas.nodes()).to_have_count(2)
    expect(canvas.wires()).to_have_count(1)
    canvas.key("Delete")
    expect(canvas.nodes()).to_have_count(0)


def test_nodes_are_connected_by_keyboard_and_travelled_along_wires(app: RunningApp, canvas: CanvasPage) -> None:
    flow_id = make_flow(app, "Keys")
    canvas.open(flow_id)
    canvas.focus()
    canvas.quick_add("chat in")
    canvas.key("Escape")
    canvas.quick_add("chat out")
    canvas.key("l")
    canvas.page.keyboard.type("chat input")
    canvas.key("Enter")
    expect(canvas.wires()).to_have_count(1)
    canvas.expect_selected("Chat Output")
    canvas.key("ArrowLeft")
    canvas.expect_selected("Chat Input")
    canvas.key("F2")
    canvas.page.keyboard.type("Question")
    canvas.key("Enter")
    expect(canvas.node("Question")).to_be_visible()
    expect(canvas.node("Chat Output").get_by_text("Question · Message")).to_be_visible()


def test_an_unknown_component_is_shown_and_kept(app: RunningApp, canvas: CanvasPage) -> None:
    node = {
        "id": "Oddity-abc12",
        "type": "genericNode",
        "position": {"x": 0, "y": 0},
        "data": {
            "id": "Oddity-abc12",
            "type": "Oddity",
            "node": {
                "display_name": "Oddity",
                "template": {"_type": "Component", "dial": {"type": "str", "value": "7", "show": True, "strange": 1}},
                "outputs": [{"name": "out", "types": ["Message"], "selected": "Message", "value": "__UNDEFINED__"}],
                "unheard_of": [1, 2],
            },
        },
    }
    flow_id = make_flow(app, "Strange", {"nodes": [node], "edges": [], "extra": {"kept": True}})
    canvas.open(flow_id)
    expect(canvas.node("Oddity").get_by_text("unknown type")).to_be_visible()
    canvas.field("dial of Oddity").fill("8")
    canvas.wait_saved()
    data = stored(app, flow_id)["data"]
    kept = data["nodes"][0]["data"]["node"]
    assert kept["unheard_of"] == [1, 2]
    assert kept["template"]["dial"] == {"type": "str", "value": "8", "show": True, "strange": 1}
    assert data["extra"] == {"kept": True}


def test_a_refused_wire_offers_the_converter(app: RunningApp, canvas: CanvasPage) -> None:
    flow_id = make_flow(app, "Converted")
    canvas.open(flow_id)
    canvas.focus()
    canvas.quick_add("split text")
    canvas.key("Escape")
    canvas.quick_add("chat out")
    canvas.key("1")
    chunks = canvas.handle("Output Chunks of Split Text")
    canvas.drag(canvas.middle(chunks), canvas.middle(canvas.handle("Field Text of Chat Output")))
    expect(canvas.page.get_by_role("button", name="Insert Parse Data")).to_be_focused()
    canvas.key("Enter")
    expect(canvas.nodes()).to_have_count(3)
    expect(canvas.wires()).to_have_count(2)
    canvas.focus()
    canvas.key("Control+z")
    expect(canvas.nodes()).to_have_count(2)
    expect(canvas.wires()).to_have_count(0)


def test_a_node_is_put_into_a_wire_and_taken_out_of_it(app: RunningApp, canvas: CanvasPage) -> None:
    flow_id = make_flow(app, "Between")
    canvas.open(flow_id)
    canvas.focus()
    canvas.quick_add("chat in")
    canvas.quick_add("chat out")
    canvas.key("1")
    wire = canvas.middle(canvas.wires().first)
    canvas.page.mouse.move(wire["x"], wire["y"])
    canvas.page.get_by_role("button", name="Put a node into the wire from Chat Input to Chat Output").click()
    canvas.page.keyboard.type("if-else")
    canvas.key("Enter")
    expect(canvas.wires()).to_have_count(2)
    expect(canvas.node("If-Else").get_by_text("Chat Input · Message")).to_be_visible()
    canvas.focus()
    canvas.key("Control+Delete")
    expect(canvas.nodes()).to_have_count(2)
    expect(canvas.node("Chat Output").get_by_text("Chat Input · Message")).to_be_visible()


def test_a_node_dropped_on_a_wire_goes_into_it(app: RunningApp, canvas: CanvasPage) -> None:
    flow_id = make_flow(app, "Onto")
    canvas.open(flow_id)
    canvas.focus()
    canvas.quick_add("chat in")
    canvas.quick_add("chat out")
    canvas.key("Escape")
    canvas.quick_add("if-else")
    canvas.key("1")
    wire = canvas.middle(canvas.wires().first)
    canvas.drag(canvas.middle(canvas.node("If-Else").locator(".node-name")), wire)
    expect(canvas.wires()).to_have_count(2)
    expect(canvas.node("If-Else").get_by_text("Chat Input · Message")).to_be_visible()


def test_a_flow_nobody_named_is_named_after_its_nodes(app: RunningApp, canvas: CanvasPage) -> None:
    make_flow(app, "Chat Input → Chat Output")
    flow_id = make_flow(app, "Untitled flow")
    canvas.open(flow_id)
    canvas.focus()
    canvas.quick_add("chat in")
    canvas.quick_add("chat out")
    expect(canvas.page.get_by_role("button", name="Chat Input → Chat Output (1): rename")).to_be_visible()
    canvas.wait_saved()
    assert stored(app, flow_id)["name"] == "Chat Input → Chat Output (1)"
    canvas.page.get_by_role("button", name="Chat Input → Chat Output (1): rename").click()
    canvas.page.keyboard.type("Echo")
    canvas.key("Enter")
    canvas.quick_add("chat in")
    canvas.wait_saved()
    assert stored(app, flow_id)["name"] == "Echo"


def test_a_result_is_marked_when_what_it_came_from_changed(app: RunningApp, canvas: CanvasPage) -> None:
    flow_id = make_flow(app, "Stale")
    canvas.open(flow_id)
    canvas.focus()
    canvas.quick_add("chat in")
    canvas.quick_add("chat out")
    canvas.field("Text of Chat Input").fill("one")
    canvas.key("Control+Enter")
    output = canvas.page.get_by_role("group", name="Chat Output, ok")
    expect(output).to_be_visible()
    expect(output.get_by_text("changed")).to_have_count(0)
    canvas.field("Text of Chat Input").fill("two")
    expect(output.get_by_text("changed")).to_be_visible()
    canvas.key("Control+Enter")
    expect(output.get_by_text("two")).to_be_visible()
    expect(output.get_by_text("changed")).to_have_count(0)


def test_a_node_becomes_a_tool_and_a_step_again(app: RunningApp, canvas: CanvasPage) -> None:
    flow_id = make_flow(app, "Tools")
    canvas.open(flow_id)
    canvas.focus()
    canvas.quick_add("url")
    canvas.key("t")
    expect(canvas.handle("Output Toolset of URL")).to_be_visible()
    canvas.wait_saved()
    outputs = stored(app, flow_id)["data"]["nodes"][0]["data"]["node"]["outputs"]
    assert [output["name"] for output in outputs] == ["component_as_tool"]
    canvas.key("t")
    expect(canvas.handle("Output Toolset of URL")).to_have_count(0)
    expect(canvas.handle("Output Data of URL")).to_be_visible()


def test_what_would_keep_a_flow_from_running_is_said_before_the_run(app: RunningApp, canvas: CanvasPage) -> None:
    flow_id = make_flow(app, "Unready")
    canvas.open(flow_id)
    canvas.focus()
    canvas.quick_add("filter data")
    canvas.key("Escape")
    canvas.page.get_by_role("button", name="problem").click()
    canvas.page.get_by_role("dialog", name="Problems").get_by_role("button").first.click()
    expect(canvas.page.get_by_role("img", name=re.compile("needs")).first).to_be_visible()
    expect(canvas.page.locator(".node.is-selected")).to_have_count(1)


def test_a_model_without_a_key_is_offered_the_local_one(app: RunningApp, canvas: CanvasPage, stand_in: StandIn) -> None:
    app.client.post("/api/v1/models/addresses", json={"base_url": stand_in.base_url, "name": "Local"})
    flow_id = make_flow(app, "Keyless")
    canvas.open(flow_id)
    canvas.focus()
    canvas.quick_add("openai")
    canvas.node("OpenAI").get_by_role("button", name="run on the local model").click()
    expect(canvas.node("OpenAI").get_by_role("button", name="run on the local model")).to_have_count(0)
    canvas.wait_saved()
    template = stored(app, flow_id)["data"]["nodes"][0]["data"]["node"]["template"]
    assert template["openai_api_base"]["value"].rstrip("/") == stand_in.base_url.rstrip("/")
    assert template["api_key"]["value"] == ""
