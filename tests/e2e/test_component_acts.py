"""Nodes whose components are not what the catalogue has: brought up to date, or given another component."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

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


def _old_flow(app: RunningApp) -> str:
    """Chat Input → Combine Text → Chat Output, the middle and the end as an older version might have saved them."""
    drawing = Drawing(app.client)
    asked = drawing.node("ChatInput", input_value="hello")
    middle = drawing.node("CombineText", text2="there")
    answer = drawing.node("ChatOutput")
    for node, place in zip(drawing.nodes, ((0, 0), (360, 40), (720, 0)), strict=True):
        node["position"] = {"x": place[0], "y": place[1]}
    combine = drawing.nodes[1]["data"]["node"]
    combine["template"]["code"] = {"type": "code", "value": "class CombineText:\n    pass\n", "show": True}
    del combine["template"]["delimiter"]
    combine["template"]["trim"] = {"name": "trim", "display_name": "Trim", "type": "str", "value": "both", "show": True}
    combine["outputs"][0]["name"] = "text"
    del drawing.nodes[2]["data"]["node"]["template"]["data_template"]
    drawing.edge(asked, "message", middle, "text1")
    drawing.edge(middle, "text", answer, "input_value")
    return drawing.save("Old forms")


def test_outdated_nodes_are_updated_after_their_changes_were_shown(app: RunningApp, canvas: CanvasPage) -> None:
    page = canvas.page
    flow_id = _old_flow(app)
    canvas.open(flow_id)
    expect(page.get_by_role("button", name="2 updates")).to_be_visible()
    expect(canvas.node("Chat Input").get_by_role("button", name="Update Chat Input")).to_have_count(0)

    canvas.node("Combine Text").get_by_role("button", name="Update Combine Text").click()
    dialog = page.get_by_role("dialog", name="Update Combine Text")
    changes = dialog.get_by_role("list", name="Changes of Combine Text").get_by_role("listitem")
    expect(changes.filter(has_text="Delimiter")).to_contain_text("new field")
    expect(changes.filter(has_text="Trim")).to_contain_text("field is gone")
    expect(dialog.get_by_text("Lost: the value of Trim, “both”")).to_be_visible()
    expect(dialog.get_by_text("leaves from Combined Text now")).to_be_visible()
    dialog.get_by_text("Its source goes").click()
    expect(dialog.get_by_text("class CombineText:")).to_be_visible()

    # Nothing happens before it is said.
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("button", name="2 updates")).to_be_visible()

    page.get_by_role("button", name="2 updates").click()
    both = page.get_by_role("dialog", name="Update 2 nodes")
    expect(both.get_by_role("region", name="Chat Output")).to_contain_text("new field")
    both.get_by_role("button", name="Update all").click()
    expect(page.get_by_role("button", name="updates")).to_have_count(0)
    expect(canvas.wires()).to_have_count(2)
    canvas.wait_saved()
    combine = stored(app, flow_id)["data"]["nodes"][1]["data"]["node"]
    assert combine["template"]["text2"]["value"] == "there"
    assert "delimiter" in combine["template"]
    assert "trim" not in combine["template"]
    assert [edge["data"]["sourceHandle"]["name"] for edge in stored(app, flow_id)["data"]["edges"]] == [
        "message",
        combine["outputs"][0]["name"],
    ]
    canvas.focus()
    canvas.key("Control+Enter")
    expect(canvas.node("Chat Output").locator(".node-preview")).to_have_text("hello there")

    canvas.key("Control+z")
    expect(page.get_by_role("button", name="2 updates")).to_be_visible()

    # An old node in a closed group is counted, and updated from outside.
    canvas.node("Chat Output").get_by_role("button", name="Update Chat Output").click()
    page.get_by_role("dialog").get_by_role("button", name="Update").click()
    expect(page.get_by_role("button", name="1 update")).to_be_visible()
    canvas.node("Chat Input").locator(".node-name").click()
    canvas.key("Delete", "Escape")
    canvas.quick_add("text input")
    canvas.key("l")
    page.keyboard.type("combine text first")
    canvas.key("Enter")
    expect(canvas.wires()).to_have_count(2)
    canvas.node("Text Input").locator(".node-name").click()
    page.keyboard.down("Shift")
    canvas.node("Combine Text").locator(".node-name").click()
    page.keyboard.up("Shift")
    canvas.key("Control+g")
    expect(canvas.nodes()).to_have_count(2)
    canvas.node("Group").get_by_role("button", name="Update Group").click()
    dialog = page.get_by_role("dialog", name="Update Group")
    inside = dialog.get_by_role("list", name="Changes of Group").get_by_role("listitem")
    expect(inside.filter(has_text="Combine Text")).to_contain_text("Delimiter is new; Trim is gone")
    dialog.get_by_role("button", name="Update").click()
    expect(page.get_by_role("button", name="1 update")).to_have_count(0)
    expect(canvas.wires()).to_have_count(1)
    canvas.wait_saved()
    group = next(node for node in stored(app, flow_id)["data"]["nodes"] if node["data"]["type"] == "GroupNode")
    held = {node["data"]["type"]: node["data"]["node"] for node in group["data"]["node"]["flow"]["data"]["nodes"]}
    assert "delimiter" in held["CombineText"]["template"]


def test_a_node_of_an_unknown_type_gets_a_known_component(app: RunningApp, canvas: CanvasPage) -> None:
    page = canvas.page
    drawing = Drawing(app.client)
    asked = drawing.node("ChatInput", input_value="hello")
    middle = drawing.node("CombineText", text2="from Mars")
    answer = drawing.node("ChatOutput")
    drawing.edge(asked, "message", middle, "text1")
    drawing.edge(middle, "combined_text", answer, "input_value")
    for node, place in zip(drawing.nodes, ((0, 0), (360, 40), (720, 0)), strict=True):
        node["position"] = {"x": place[0], "y": place[1]}
    foreign = drawing.nodes[1]["data"]
    foreign["type"] = "Martian"
    foreign["node"]["display_name"] = "Martian"
    foreign["node"]["template"]["antenna"] = {
        "name": "antenna",
        "display_name": "Antenna",
        "type": "str",
        "value": "long",
        "show": True,
    }
    flow_id = drawing.save("Foreign")
    canvas.open(flow_id)
    martian = canvas.node("Martian")
    expect(martian).to_contain_text("unknown type")
    martian.get_by_role("button", name="Replace Martian").click()
    # The component that has the same fields comes first.
    chooser = page.get_by_role("dialog", name="Replace Martian with…")
    expect(chooser.get_by_role("option").first).to_contain_text("Combine Text")
    canvas.key("Enter")
    expect(canvas.node("Combine Text")).to_be_visible()
    expect(page.get_by_text("the value of Antenna, “long”")).to_be_visible()
    expect(canvas.wires()).to_have_count(2)
    canvas.key("Control+Enter")
    expect(canvas.node("Chat Output").locator(".node-preview")).to_have_text("hello from Mars")
    canvas.wait_saved()
    assert stored(app, flow_id)["data"]["nodes"][1]["data"]["type"] == "CombineText"

    canvas.key("Control+z")
    expect(martian).to_contain_text("unknown type")

    # A node of a known type can be given another component too, by the palette.
    canvas.node("Chat Input").locator(".node-name").click()
    canvas.key("Control+k")
    page.keyboard.type("replace with")
    canvas.key("Enter")
    page.get_by_role("combobox", name="Replace Chat Input with…").fill("text input")
    canvas.key("Enter")
    expect(canvas.field("Text of Chat Input")).to_have_value("hello")
    canvas.wait_saved()
    assert stored(app, flow_id)["data"]["nodes"][0]["data"]["type"] == "TextInput"


def test_a_node_and_a_group_are_saved_as_components_and_used_again(app: RunningApp, canvas: CanvasPage) -> None:
    page = canvas.page
    drawing = Drawing(app.client)
    first = drawing.node("TextInput", input_value="kept text")
    second = drawing.node("CombineText", text2="and more")
    drawing.edge(first, "text", second, "text1")
    drawing.nodes[1]["position"] = {"x": 400, "y": 0}
    source_id = drawing.save("Source of components")
    canvas.open(source_id)
    canvas.node("Text Input").click(button="right", position={"x": 60, "y": 16})
    page.get_by_role("menuitem", name="Save as component").click()
    expect(page.get_by_text("“Text Input” is among your saved components.")).to_be_visible()
    canvas.focus()
    canvas.key("Control+a", "Control+g")
    expect(canvas.nodes()).to_have_count(1)
    canvas.key("F2")
    page.keyboard.type("Greeting")
    canvas.key("Enter")
    expect(canvas.node("Greeting")).to_be_visible()
    canvas.key("Control+k")
    page.keyboard.type("save as component")
    canvas.key("Enter")
    page.get_by_text("“Greeting” is among your saved components.").wait_for()
    page.get_by_role("button", name="Show", exact=True).click()

    # The list of components has them first, with what can be done with each.
    saved = page.get_by_role("complementary", name="Components").get_by_role("region", name="Saved components")
    expect(saved.get_by_role("button", name="Greeting", exact=True)).to_be_visible()
    page.get_by_role("button", name="More for Text Input").click()
    page.get_by_role("menuitem", name="Rename").click()
    page.get_by_label("Name of the component").fill("My text")
    canvas.key("Enter")
    mine = saved.get_by_role("button", name="My text", exact=True)
    expect(mine).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="More for My text").click()
        page.get_by_role("menuitem", name="Download JSON").click()
    assert download.value.suggested_filename == "My text.flow.json"

    # In another flow: dragged out, and found by quick-add; what a group holds gets ids of its own each time.
    flow_id = make_flow(app, "User of components")
    canvas.open(flow_id)
    canvas.focus()
    canvas.key("[")
    expect(mine).to_be_visible()
    mine.drag_to(canvas.canvas, target_position={"x": 500, "y": 120})
    expect(canvas.field("Text of My text")).to_have_value("kept text")
    canvas.focus()
    canvas.key("Escape")
    canvas.quick_add("greet")
    canvas.key("Escape")
    canvas.quick_add("greet")
    expect(canvas.nodes()).to_have_count(3)
    canvas.wait_saved()
    nodes = stored(app, flow_id)["data"]["nodes"]
    groups = [node["data"]["node"]["flow"]["data"]["nodes"] for node in nodes if node["data"]["type"] == "GroupNode"]
    inner = [node["id"] for group in groups for node in group]
    assert len(inner) == len(set(inner)) == 4
    canvas.focus()
    canvas.key("Shift+Enter")
    expect(page.locator(".node.is-selected .node-preview")).to_contain_text("kept text")

    # What was set in one of them is its own; then the component is changed where it was made.
    groups = page.locator(".node.is-group")
    groups.first.get_by_label(re.compile("^Text")).first.fill("own text")
    canvas.wait_saved()
    canvas.open(source_id)
    canvas.node("Greeting").locator(".node-icon").dblclick()
    canvas.field("Text of Text Input").fill("changed text")
    canvas.focus()
    canvas.key("Escape", "Escape")
    canvas.node("Greeting").locator(".node-name").click()
    canvas.key("Control+k")
    page.keyboard.type("save changes")
    canvas.key("Enter")
    expect(page.get_by_text("The saved component is as Greeting is here.")).to_be_visible()

    # Where it is used the update is offered, with what it changes.
    canvas.wait_saved()
    canvas.open(flow_id)
    page.get_by_role("button", name="2 updates").click()
    dialog = page.get_by_role("dialog", name="Update 2 nodes")
    expect(dialog.get_by_text("“kept text” becomes “changed text”")).to_be_visible()
    canvas.key("Escape")

    # Or everywhere at once, each flow with a restore point.
    canvas.open(source_id)
    canvas.node("Greeting").locator(".node-name").click()
    canvas.key("Control+k")
    page.keyboard.type("everywhere")
    canvas.key("Enter")
    everywhere = page.get_by_role("dialog", name="Update Greeting everywhere")
    expect(everywhere.get_by_role("list", name="Flows that use it")).to_have_text("User of components2 groups")
    everywhere.get_by_role("button", name="Update 1 flow").click()
    expect(page.get_by_text("2 groups are as “Greeting” is now, in 1 flow.")).to_be_visible()
    values = sorted(
        field["value"]
        for node in stored(app, flow_id)["data"]["nodes"]
        if node["data"]["type"] == "GroupNode"
        for field in node["data"]["node"]["template"].values()
        if field.get("proxy", {}).get("field") == "input_value"
    )
    assert values == ["changed text", "own text"]
    points = app.client.get(f"/api/v1/flows/{flow_id}/revisions").json()
    assert "Before the update of Greeting" in [point["label"] for point in points]
    canvas.open(flow_id)
    expect(canvas.nodes()).to_have_count(3)
    expect(page.get_by_role("button", name="updates")).to_have_count(0)
    canvas.key("[")

    # Deleted, it is in the trash; what was made of it stays. Home lists the others.
    page.get_by_role("button", name="More for My text").click()
    page.get_by_role("menuitem", name="Delete").click()
    expect(page.get_by_text("“My text” is in the trash.")).to_be_visible()
    expect(mine).to_have_count(0)
    canvas.focus()
    canvas.key("Control+z")
    expect(mine).to_be_visible()
    expect(canvas.nodes()).to_have_count(3)
    page.goto("/?view=components")
    expect(page.get_by_role("link", name="Greeting")).to_be_visible()
    expect(page.get_by_role("link", name="My text")).to_be_visible()


def test_quick_add_shows_where_a_node_would_land(app: RunningApp, canvas: CanvasPage) -> None:
    page = canvas.page
    drawing = Drawing(app.client)
    drawing.node("ChatInput")
    canvas.open(drawing.save("Landing"))
    canvas.node("Chat Input").locator(".node-name").click()
    canvas.key("/")
    page.keyboard.type("chat out")
    ghost = page.locator(".landing-ghost")
    expect(ghost).to_have_text("Chat Output")
    expect(page.locator(".landing-wire path")).to_be_attached()
    place = _beside(canvas, ghost)
    canvas.key("Enter")
    expect(ghost).to_have_count(0)
    expect(canvas.wires()).to_have_count(1)
    landed = _beside(canvas, canvas.node("Chat Output"))
    assert landed == pytest.approx(place, abs=2)


def _beside(canvas: CanvasPage, what: Locator) -> tuple[float, float]:
    """Where something stands as seen from the chat input: the view may have moved."""
    box, start = what.bounding_box(), canvas.node("Chat Input").bounding_box()
    assert box
    assert start
    return box["x"] - start["x"], box["y"] - start["y"]
