"""What a person does with single nodes: leave them out, pin, freeze, peek, lock; and how nodes fall into place."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import RunningApp
from tests.e2e.canvas_page import CanvasPage, make_flow, stored
from tests.flow_drawing import Drawing


@pytest.fixture(scope="module")
def app(shared_app: RunningApp) -> RunningApp:
    """One server for this module: each test has flows of its own."""
    return shared_app


@pytest.fixture
def canvas(page: Page) -> CanvasPage:
    return CanvasPage(page)


def _echo(app: RunningApp, name: str, *, is_combined: bool = False) -> str:
    """Chat Input (→ Combine Text) → Chat Output."""
    drawing = Drawing(app.client)
    asked = drawing.node("ChatInput", input_value="hello")
    if is_combined:
        middle = drawing.node("CombineText", text2="there")
        drawing.nodes[-1]["position"] = {"x": 360, "y": 40}
        answer = drawing.node("ChatOutput")
        drawing.nodes[-1]["position"] = {"x": 720, "y": 0}
        drawing.edge(asked, "message", middle, "text1")
        drawing.edge(middle, "combined_text", answer, "input_value")
    else:
        answer = drawing.node("ChatOutput")
        drawing.nodes[-1]["position"] = {"x": 400, "y": 33}
        drawing.edge(asked, "message", answer, "input_value")
    return drawing.save(name)


def _node(app: RunningApp, flow_id: str, type_key: str) -> dict[str, Any]:
    nodes = stored(app, flow_id)["data"]["nodes"]
    found: dict[str, Any] = next(node for node in nodes if node["data"]["type"] == type_key)
    return found


def test_a_node_is_bypassed_and_pinned_and_its_output_peeked_at(app: RunningApp, canvas: CanvasPage) -> None:
    page = canvas.page
    flow_id = _echo(app, "Acts", is_combined=True)
    canvas.open(flow_id)
    canvas.key("Control+Enter")
    output = canvas.node("Chat Output")
    expect(output.locator(".node-preview")).to_have_text("hello there")

    # A wire tells what went through it.
    wire = canvas.middle(canvas.wires().last)
    page.mouse.move(wire["x"], wire["y"])
    expect(page.locator(".wire-value")).to_have_text("hello there")

    canvas.node("Combine Text").locator(".node-name").click()
    canvas.key("b")
    expect(page.get_by_role("group", name=re.compile("^Combine Text, bypassed"))).to_be_visible()
    canvas.wait_saved()
    assert _node(app, flow_id, "CombineText")["data"]["node"]["bypassed"] is True
    canvas.key("b")
    expect(page.get_by_role("group", name=re.compile("^Combine Text, ok|^Combine Text, not run"))).to_be_visible()
    canvas.wait_saved()
    assert "bypassed" not in _node(app, flow_id, "CombineText")["data"]["node"]

    # Peek: full size over the node; what changed since the run before.
    canvas.key("o")
    peek = page.get_by_role("region", name="Output of Combine Text")
    expect(peek.get_by_text("hello there")).to_be_visible()
    canvas.key("Escape")
    expect(peek).to_have_count(0)
    canvas.field("Text of Chat Input").fill("good day")
    canvas.key("Control+Enter")
    expect(output.locator(".node-preview")).to_have_text("good day there")
    canvas.node("Combine Text").locator(".node-name").click()
    canvas.key("Space")
    peek.get_by_role("button", name="Compare with the run before").click()
    expect(peek.locator("del").first).to_have_text("hello")
    expect(peek.locator("ins").first).to_have_text("good")

    # Pin: the output stays, and can be edited; a run does not change it.
    peek.get_by_role("button", name="Pin the output of Combine Text").click()
    pinned = peek.get_by_role("textbox")
    expect(pinned).to_have_value("good day there")
    pinned.fill("as I say")
    canvas.wait_saved()
    kept = _node(app, flow_id, "CombineText")["data"]["node"]
    assert kept["frozen"] is True
    assert list(kept["pinned_outputs"].values()) == ["as I say"]
    expect(canvas.node("Combine Text").locator(".node-preview")).to_have_text("as I say")
    canvas.key("Escape", "p")
    expect(page.get_by_role("group", name=re.compile("^Combine Text, pinned"))).to_have_count(0)
    canvas.key("Control+z")
    expect(page.get_by_role("group", name=re.compile("^Combine Text, pinned"))).to_be_visible()
    canvas.key("Control+y", "Shift+f")
    canvas.wait_saved()
    frozen = [node["data"]["node"].get("frozen") for node in stored(app, flow_id)["data"]["nodes"]]
    assert frozen == [True, True, False]


def test_dragged_nodes_line_up_and_alt_leaves_a_copy(app: RunningApp, canvas: CanvasPage) -> None:
    page = canvas.page
    flow_id = make_flow(app, "Lines")
    canvas.open(flow_id)
    canvas.focus()
    canvas.quick_add("chat in")
    canvas.key("Escape")
    canvas.quick_add("chat out")
    canvas.key("1", "Escape")
    top = canvas.node("Chat Input").bounding_box()
    low = canvas.node("Chat Output").bounding_box()
    assert top
    assert low
    grip = canvas.middle(canvas.node("Chat Output").locator(".node-name"))
    dx = top["x"] - low["x"] + 4
    page.mouse.move(grip["x"], grip["y"])
    page.mouse.down()
    page.mouse.move(grip["x"] + dx / 2, grip["y"] + 200, steps=4)
    page.mouse.move(grip["x"] + dx, grip["y"] + 217, steps=4)
    expect(page.locator(".guide").first).to_be_attached()
    page.mouse.up()
    expect(page.locator(".guide")).to_have_count(0)
    canvas.wait_saved()
    xs = {node["position"]["x"] for node in stored(app, flow_id)["data"]["nodes"]}
    assert len(xs) == 1

    grip = canvas.middle(canvas.node("Chat Input").locator(".node-name"))
    page.keyboard.down("Alt")
    canvas.drag(grip, {"x": grip["x"] + 330, "y": grip["y"] + 20})
    page.keyboard.up("Alt")
    expect(canvas.nodes()).to_have_count(3)
    canvas.wait_saved()
    positions = [node["position"]["x"] for node in stored(app, flow_id)["data"]["nodes"]]
    assert positions[0] in xs
    assert positions[2] not in xs

    # A field's wire is taken to another node by its end.
    canvas.key("Escape")
    flow_id = _echo(app, "Ends")
    canvas.open(flow_id)
    canvas.focus()
    canvas.quick_add("text output")
    canvas.key("1", "Escape")
    wire = canvas.middle(canvas.wires().first)
    page.mouse.click(wire["x"], wire["y"])
    end = canvas.middle(canvas.handle("Field Text of Chat Output"))
    canvas.drag({"x": end["x"] - 8, "y": end["y"]}, canvas.middle(canvas.handle("Field Text of Text Output")))
    expect(canvas.node("Text Output").get_by_text("Chat Input · Message")).to_be_visible()
    expect(canvas.wires()).to_have_count(1)
    canvas.key("Control+z")
    expect(canvas.node("Chat Output").get_by_text("Chat Input · Message")).to_be_visible()


def test_wires_and_selections_are_made_by_the_mouse_alone(app: RunningApp, canvas: CanvasPage) -> None:
    page = canvas.page
    drawing = Drawing(app.client)
    for index, key in enumerate(("ChatInput", "CombineText", "ChatOutput")):
        drawing.node(key)
        drawing.nodes[-1]["position"] = {"x": index * 360, "y": 40 * index}
    canvas.open(drawing.save("By mouse"))
    canvas.focus()
    canvas.key("1")
    canvas.wait_drawn()

    # A click on an output, then one on a field: a wire. Two outputs do not fit.
    output = canvas.handle("Output Message of Chat Input")
    field = canvas.handle("Field First Text of Combine Text")
    output.click()
    field.click()
    expect(canvas.wires()).to_have_count(1)
    expect(canvas.node("Combine Text").get_by_text("Chat Input · Message")).to_be_visible()
    expect(page.locator(".quick-add")).to_have_count(0)

    # The pointer on a wire shows how to delete it; drawn off its field onto nothing it goes, too.
    wire = canvas.middle(canvas.wires().first)
    page.mouse.move(wire["x"], wire["y"])
    page.get_by_role("button", name="Delete the wire from Chat Input to Combine Text").click()
    expect(canvas.wires()).to_have_count(0)
    canvas.focus()
    canvas.key("Control+z")
    expect(canvas.wires()).to_have_count(1)
    end = canvas.middle(field)
    page.mouse.click(wire["x"], wire["y"])
    canvas.drag({"x": end["x"] - 8, "y": end["y"]}, {"x": end["x"] - 30, "y": end["y"] + 260})
    expect(canvas.wires()).to_have_count(0)
    canvas.key("Control+z")
    expect(canvas.wires()).to_have_count(1)

    # A box, with Shift or with the tool for it, selects what it touches; Shift adds a node, and takes it away.
    chosen = page.locator(".node.is-selected")
    first = canvas.node("Chat Input").bounding_box()
    second = canvas.node("Combine Text").bounding_box()
    assert first
    assert second
    corners = (
        {"x": first["x"] + 40, "y": first["y"] - 30},
        {"x": second["x"] + 30, "y": second["y"] + second["height"] + 20},
    )
    page.keyboard.down("Shift")
    canvas.drag(*corners)
    page.keyboard.up("Shift")
    expect(chosen).to_have_count(2)
    canvas.node("Chat Output").locator(".node-name").click(modifiers=["Shift"])
    expect(chosen).to_have_count(3)
    canvas.node("Combine Text").locator(".node-name").click(modifiers=["Shift"])
    expect(chosen).to_have_count(2)
    canvas.key("Escape", "v")
    expect(chosen).to_have_count(0)
    canvas.drag(*corners)
    expect(chosen).to_have_count(2)

    # A double click on a name changes it in place.
    canvas.key("h", "Escape")
    canvas.node("Chat Output").locator(".node-name").dblclick()
    page.keyboard.type("Answer")
    canvas.key("Enter")
    expect(canvas.node("Answer")).to_be_visible()


def test_pasted_nodes_keep_the_wires_into_them_when_asked(app: RunningApp, canvas: CanvasPage) -> None:
    canvas.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    canvas.open(_echo(app, "Kept wires"))
    canvas.node("Chat Output").locator(".node-name").click()
    canvas.key("Control+c")
    expect(canvas.nodes()).to_have_count(2)
    canvas.key("Control+v")
    expect(canvas.nodes()).to_have_count(3)
    expect(canvas.wires()).to_have_count(1)
    canvas.key("Control+Shift+v")
    expect(canvas.nodes()).to_have_count(4)
    expect(canvas.wires()).to_have_count(2)
    text = json.loads(canvas.page.evaluate("navigator.clipboard.readText()"))
    assert [node["data"]["type"] for node in text["nodes"]] == ["ChatOutput"]


def test_a_locked_flow_takes_no_change(app: RunningApp, canvas: CanvasPage) -> None:
    page = canvas.page
    flow_id = _echo(app, "Locked")
    canvas.open(flow_id)
    canvas.canvas.click(button="right", position={"x": 300, "y": 500})
    page.get_by_role("menuitem", name="Lock the flow").click()
    expect(page.get_by_text("Locked", exact=True).first).to_be_visible()
    canvas.wait_saved()
    assert stored(app, flow_id)["locked"] is True
    page.reload()
    canvas.node("Chat Output").locator(".node-name").click()
    canvas.key("Delete")
    expect(page.get_by_text("This flow is locked.")).to_be_visible()
    expect(canvas.nodes()).to_have_count(2)
    page.get_by_role("button", name="Unlock").click()
    canvas.node("Chat Output").locator(".node-name").click()
    canvas.key("Delete")
    expect(canvas.nodes()).to_have_count(1)


def test_fields_that_several_nodes_share_are_changed_at_once(app: RunningApp, canvas: CanvasPage) -> None:
    page = canvas.page
    drawing = Drawing(app.client)
    asked = drawing.node("ChatInput")
    fed = drawing.node("OpenAIModel", "OpenAIModel-fed", system_message="Be brief.", temperature=0.5)
    drawing.edge(asked, "message", fed, "input_value")
    drawing.node("OpenAIModel", "OpenAIModel-free", system_message="Be kind.", temperature=0.5)
    drawing.node("AnthropicModel", "Anthropic-other", system_message="Be brief.", temperature=0.5)
    flow_id = drawing.save("In common")
    canvas.open(flow_id)
    canvas.focus()
    canvas.key("Control+a")
    page.get_by_role("tab", name="Node").click()
    expect(page.get_by_role("region", name="4 nodes")).to_be_visible()
    page.keyboard.down("Shift")
    canvas.node("Chat Input").locator(".node-name").click()
    page.keyboard.up("Shift")
    dock = page.get_by_role("region", name="3 nodes")

    # One value where all have the same, "mixed" where not; what a wire feeds in one is for the others.
    expect(dock.get_by_label("Temperature of 3 nodes")).to_have_value("0.5")
    expect(dock.get_by_role("textbox", name="Input of 2 nodes")).to_be_visible()
    expect(dock.get_by_label("OpenAI API Key")).to_have_count(0)
    message = dock.get_by_role("textbox", name="System Message of 3 nodes")
    mixed = dock.get_by_role("textbox", name="System Message of 3 nodes, mixed")
    expect(mixed).to_have_attribute("placeholder", "Mixed")
    expect(message).to_have_value("")
    message.press_sequentially("Be all.")
    expect(message).to_have_value("Be all.")
    dock.get_by_label("Stream of 3 nodes").click()
    canvas.wait_saved()
    models = [_template(node) for node in stored(app, flow_id)["data"]["nodes"][1:]]
    assert [(model["system_message"]["value"], model["stream"]["value"]) for model in models] == [("Be all.", True)] * 3

    # Each is one step.
    canvas.focus()
    canvas.key("Control+z", "Control+z")
    expect(mixed).to_be_visible()
    canvas.wait_saved()
    models = [_template(node) for node in stored(app, flow_id)["data"]["nodes"][1:]]
    assert [model["system_message"]["value"] for model in models] == ["Be brief.", "Be kind.", "Be brief."]
    dock.get_by_role("list", name="Selected nodes").get_by_role("button", name="Anthropic").click()
    expect(page.get_by_role("region", name="Node Anthropic")).to_be_visible()


def _template(node: dict[str, Any]) -> dict[str, Any]:
    template: dict[str, Any] = node["data"]["node"]["template"]
    return template
