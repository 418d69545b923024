"""Groups on the canvas: made, opened in place, run, copied and taken apart, with every wire kept."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import RunningApp
from tests.e2e.canvas_page import CanvasPage, stored
from tests.flow_drawing import Drawing


@pytest.fixture(scope="module")
def app(shared_app: RunningApp) -> RunningApp:
    """One server for this module: each test has flows of its own."""
    return shared_app


def _two_prompts(app: RunningApp) -> str:
    """Chat Input → Prompt → Prompt → Chat Output."""
    drawing = Drawing(app.client)
    text = {"type": "str", "input_types": ["Message", "Text"], "show": True, "value": "", "name": "x"}
    asked = drawing.node("ChatInput", input_value="sky")
    first = drawing.node("Prompt", "Prompt-first", template="about {x}")
    second = drawing.node("Prompt", "Prompt-second", template="Tell me {y}.")
    answer = drawing.node("ChatOutput")
    drawing.nodes[1]["data"]["node"]["template"]["x"] = {**text, "display_name": "x"}
    drawing.nodes[1]["data"]["node"]["custom_fields"] = {"template": ["x"]}
    drawing.nodes[2]["data"]["node"]["template"]["y"] = {**text, "name": "y", "display_name": "y"}
    drawing.nodes[2]["data"]["node"]["custom_fields"] = {"template": ["y"]}
    drawing.edge(asked, "message", first, "x")
    drawing.edge(first, "prompt", second, "y")
    drawing.edge(second, "prompt", answer, "input_value")
    return drawing.save("Grouped")


def test_a_group_is_made_opened_run_and_taken_apart(app: RunningApp, page: Page) -> None:
    canvas = CanvasPage(page)
    flow_id = _two_prompts(app)
    canvas.open(flow_id)
    canvas.focus()
    canvas.node("Prompt").locator(".node-name").click()
    page.keyboard.down("Shift")
    canvas.nodes().nth(2).locator(".node-name").click()
    page.keyboard.up("Shift")
    canvas.key("Control+g")
    expect(canvas.nodes()).to_have_count(3)
    expect(canvas.wires()).to_have_count(2)
    group = canvas.node("Group")
    expect(group.get_by_text("Chat Input · Message")).to_be_visible()

    # It runs as one node, and answers for what it holds.
    canvas.key("Control+Enter")
    expect(canvas.node("Chat Output").get_by_text("Tell me about sky.")).to_be_visible()
    expect(page.get_by_role("group", name=re.compile("^Group, ok"))).to_be_visible()
    expect(group.locator(".node-preview")).to_have_text("Tell me about sky.")

    # It opens in place, at an address of its own; a field fed from around says by what.
    group.locator(".node-icon").dblclick()
    expect(canvas.nodes()).to_have_count(2)
    expect(page).to_have_url(re.compile(rf"/flow/{flow_id}/group/groupComponent-"))
    expect(canvas.nodes().first.get_by_text("Chat Input · Message")).to_be_visible()
    expect(page.locator(".problem-list, .is-warning")).to_have_count(0)
    canvas.field("Template of Prompt").last.fill("Say {y}!")
    canvas.wait_saved()
    page.reload()
    expect(canvas.field("Template of Prompt").last).to_have_value("Say {y}!")

    # A field dragged to the edge is on the face of the group, one taken off there is not; so by the dock.
    edge = page.get_by_role("region", name="Edge of Group")
    shown = edge.locator(".group-edge-field")
    expect(shown).to_have_text(["x"])
    label = canvas.middle(canvas.nodes().last.locator(".node-label", has_text="Template"))
    box = edge.bounding_box()
    assert box
    canvas.drag(label, {"x": box["x"] + 4, "y": label["y"]})
    expect(shown).to_have_text(["Template · Prompt", "x"])
    canvas.nodes().first.locator(".node-name").click()
    page.get_by_role("tab", name="Node").click()
    page.get_by_role("button", name="Show Template · Prompt on the group").press("Enter")
    expect(shown).to_have_count(3)
    edge.get_by_role("button", name="Take Template · Prompt off the group").first.click()
    expect(shown).to_have_count(2)
    page.get_by_role("tab", name="Chat").click()
    canvas.focus()
    canvas.key("Escape", "Escape")
    expect(canvas.nodes()).to_have_count(3)
    expect(canvas.node("Group").locator(".node-label")).to_have_text(["x", "Template · Prompt"])
    expect(page).to_have_url(re.compile(rf"/flow/{flow_id}$"))
    page.go_back()
    expect(canvas.nodes()).to_have_count(2)
    page.get_by_role("button", name="Grouped", exact=True).click()
    canvas.key("Control+Enter")
    expect(canvas.node("Chat Output").get_by_text("Say about sky!")).to_be_visible()

    # Found by what it holds, and gone to.
    canvas.key("Control+f")
    page.keyboard.type("about {")
    expect(page.get_by_text("1 of 1")).to_be_visible()
    expect(canvas.nodes()).to_have_count(2)
    canvas.key("Escape", "Escape", "Escape")

    # A copy has ids of its own; ungrouping keeps all wires; undo brings everything back.
    expect(canvas.nodes()).to_have_count(3)
    group.locator(".node-icon").click()
    canvas.key("Control+d")
    expect(canvas.nodes()).to_have_count(4)
    canvas.wait_saved()
    data = stored(app, flow_id)["data"]
    held = [node["data"]["node"]["flow"]["data"]["nodes"] for node in data["nodes"] if "flow" in node["data"]["node"]]
    ids = [node["id"] for nodes in held for node in nodes]
    assert len(ids) == len(set(ids)) == 4
    canvas.key("Control+z")
    group.locator(".node-icon").click()
    canvas.key("Control+Shift+g")
    expect(canvas.nodes()).to_have_count(4)
    expect(canvas.wires()).to_have_count(3)
    canvas.wait_saved()
    wires = {(edge["source"], edge["target"]) for edge in stored(app, flow_id)["data"]["edges"]}
    assert ("Prompt-first", "Prompt-second") in wires
    assert {"Prompt-first", "Prompt-second"} <= {end for wire in wires for end in wire}
    canvas.key("Control+Enter")
    expect(canvas.node("Chat Output").get_by_text("Say about sky!")).to_be_visible()

    # What cannot be a group is said.
    canvas.key("Control+a", "Control+g")
    expect(page.get_by_text("stays outside of groups")).to_be_visible()
