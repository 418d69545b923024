"""The keys of the canvas that no other scenario presses, one after the other as a person at the keyboard would."""

from __future__ import annotations

import re
from typing import Any, Literal

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import RunningApp
from tests.e2e.canvas_page import CanvasPage, stored
from tests.flow_drawing import Drawing


@pytest.fixture(scope="module")
def app(shared_app: RunningApp) -> RunningApp:
    """One server for this module."""
    return shared_app


def _places(app: RunningApp, flow_id: str) -> dict[str, dict[str, Any]]:
    nodes = stored(app, flow_id)["data"]["nodes"]
    return {node["data"]["type"]: node["position"] for node in nodes}


def test_a_flow_is_worked_on_by_keys_alone(app: RunningApp, page: Page) -> None:
    drawing = Drawing(app.client)
    asked = drawing.node("ChatInput", input_value="hello")
    middle = drawing.node("CombineText", text2="there")
    answer = drawing.node("ChatOutput")
    drawing.edge(asked, "message", middle, "text1")
    drawing.edge(middle, "combined_text", answer, "input_value")
    for node, place in zip(drawing.nodes, ((0, 0), (360, 40), (720, 0)), strict=True):
        node["position"] = {"x": place[0], "y": place[1]}
    flow_id = drawing.save("By keys")
    canvas = CanvasPage(page)
    canvas.open(flow_id)
    chosen = page.locator(".node.is-selected")

    # What feeds a node and what it feeds, all of it.
    canvas.node("Combine Text").locator(".node-name").click()
    canvas.key("Shift+ArrowRight")
    expect(chosen).to_have_count(2)
    expect(canvas.node("Chat Output")).to_have_class(re.compile("is-selected"))
    canvas.key("Shift+ArrowLeft", "Escape")
    expect(chosen).to_have_count(0)

    # Nudges of 10 and of 1; tidied up, and that taken back as one step.
    canvas.node("Combine Text").locator(".node-name").click()
    canvas.key("Control+ArrowDown", "Control+ArrowDown", "Control+Shift+ArrowRight")
    canvas.wait_saved()
    assert _places(app, flow_id)["CombineText"] == {"x": 361, "y": 60}
    canvas.key("Escape", "Shift+t")
    expect(page.get_by_role("button", name="Undo: Move 3 nodes")).to_be_visible()
    canvas.wait_saved()
    tidied = _places(app, flow_id)
    assert tidied["ChatInput"]["x"] < tidied["CombineText"]["x"] < tidied["ChatOutput"]["x"]
    assert tidied["CombineText"] != {"x": 361, "y": 60}
    canvas.key("Control+z")
    canvas.wait_saved()
    assert _places(app, flow_id)["CombineText"] == {"x": 361, "y": 60}

    # Minimised, frozen; a note; cut and put back.
    canvas.node("Combine Text").locator(".node-name").click()
    canvas.key("m")
    expect(canvas.node("Combine Text")).to_have_class(re.compile("is-minimised"))
    canvas.key("m", "f")
    expect(canvas.node("Combine Text")).to_have_class(re.compile("is-frozen"))
    canvas.key("f", "Escape", "n")
    expect(page.locator(".note")).to_have_count(1)
    canvas.focus()
    canvas.key("Backspace")
    expect(page.locator(".note")).to_have_count(0)
    canvas.node("Chat Output").locator(".node-name").click()
    canvas.key("Control+x")
    expect(canvas.nodes()).to_have_count(2)
    canvas.key("Control+z")
    expect(canvas.nodes()).to_have_count(3)
    expect(canvas.wires()).to_have_count(2)

    # The view: closer, further off, the selection, and the tools of the pointer.
    zoom = page.get_by_role("button", name=re.compile("^Zoom, "))
    canvas.key("0")
    expect(zoom).to_have_text("100 %")
    canvas.key("-")
    expect(zoom).not_to_have_text("100 %")
    # Text of nodes stays readable: 11 pixels on the screen at the least.
    canvas.key("-")
    expect(zoom).to_have_text(re.compile("6[0-9] %"))
    sizes = page.locator(".node-label").evaluate_all(
        "(labels) => labels.map((each) => parseFloat(getComputedStyle(each).fontSize)"
        " * each.getBoundingClientRect().height / each.offsetHeight)"
    )
    assert sizes
    assert min(sizes) > 10.9
    canvas.key("+")
    canvas.key("+")
    expect(zoom).to_have_text("100 %")
    canvas.node("Chat Input").locator(".node-name").click()
    canvas.key("-", "-", "2")
    expect(zoom).to_have_text("100 %")
    canvas.key("v")
    expect(page.get_by_role("button", name="Drag selects")).to_have_attribute("aria-pressed", "true")
    canvas.key("h")
    expect(page.get_by_role("button", name="Drag moves the view")).to_have_attribute("aria-pressed", "true")

    # To the chat's message box.
    canvas.key("c")
    expect(page.get_by_placeholder("Message…")).to_be_focused()


def test_the_view_is_moved_and_panels_are_sized_in_every_way(app: RunningApp, page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    drawing = Drawing(app.client)
    for index in range(14):
        drawing.node("TextInput", f"TextInput-{index}")
        drawing.nodes[-1]["position"] = {"x": index % 7 * 320, "y": index // 7 * 330}
    router = drawing.node("ConditionalRouter")
    drawing.nodes[-1]["position"] = {"x": 0, "y": 700}
    flow_id = drawing.save("Moved about")
    canvas = CanvasPage(page)
    canvas.open(flow_id)
    canvas.focus()
    minimap = page.locator(".minimap")

    # The map of the flow is there from 15 nodes on.
    expect(minimap).to_be_visible()
    canvas.node("If-Else").locator(".node-name").click()
    canvas.key("Delete")
    expect(minimap).to_have_count(0)
    canvas.key("Control+z", "Escape", "1")
    expect(minimap).to_be_visible()

    # Four ways to move the view: by the hand, the wheel, the middle button, and Space held.
    view = page.locator(".react-flow__viewport")

    def drag_view(button: Literal["left", "middle"] = "left") -> str:
        before = view.get_attribute("style") or ""
        page.mouse.move(400, 600)
        page.mouse.down(button=button)
        page.mouse.move(460, 580, steps=4)
        page.mouse.up(button=button)
        return before

    def expect_moved(before: str) -> None:
        expect(view).not_to_have_attribute("style", before)

    expect_moved(drag_view())
    before = view.get_attribute("style") or ""
    page.mouse.wheel(0, 60)
    expect_moved(before)
    # A pinch of two fingers arrives as the wheel with Ctrl.
    zoom = page.get_by_role("button", name=re.compile("^Zoom, "))
    before_pinch = zoom.inner_text()
    page.keyboard.down("Control")
    page.mouse.wheel(0, -60)
    page.keyboard.up("Control")
    expect(zoom).not_to_have_text(before_pinch)
    canvas.focus()
    canvas.key("v")
    expect_moved(drag_view("middle"))
    page.keyboard.down("Space")
    expect_moved(drag_view())
    page.keyboard.up("Space")
    expect(page.get_by_role("region", name="Output of")).to_have_count(0)

    # What is fitted stands clear of a wider dock, whose width is dragged, or changed by keys, and kept.
    dock = page.get_by_role("complementary", name="Dock")
    edge = page.get_by_role("separator", name="Width of the dock")
    expect(edge).to_have_attribute("aria-valuenow", "344")
    grip = canvas.middle(edge)
    canvas.drag(grip, {"x": grip["x"] - 100, "y": grip["y"]})
    expect(edge).to_have_attribute("aria-valuenow", "444")
    edge.press("ArrowLeft")
    expect(edge).to_have_attribute("aria-valuenow", "464")
    canvas.focus()
    canvas.key("1")
    canvas.wait_drawn()
    boxes = [node.bounding_box() for node in canvas.nodes().all()]
    dock_box = dock.bounding_box()
    assert dock_box
    assert all(box and box["x"] > 0 and box["x"] + box["width"] < dock_box["x"] for box in boxes)
    canvas.key("}")
    expect(page.get_by_role("button", name="Make the dock small")).to_be_visible()
    canvas.key("}", "]")
    expect(dock).to_be_hidden()
    canvas.key("]")
    page.reload()
    expect(edge).to_have_attribute("aria-valuenow", "464")
    edge.press("ArrowRight")
    canvas.focus()
    canvas.key("[")
    expect(page.get_by_role("complementary", name="Components")).to_be_visible()
    canvas.key("[")

    # Pasted where the pointer is; dragged with Alt held nodes stand freely.
    canvas.key("h", "1")
    canvas.node("If-Else").locator(".node-name").click()
    canvas.key("2", "Control+c")
    canvas.wait_drawn()
    router_box = canvas.node("If-Else").bounding_box()
    assert router_box
    page.mouse.move(router_box["x"] + 20, router_box["y"] + router_box["height"] + 40)
    canvas.key("Control+v")
    expect(page.locator(".node.is-selected")).to_have_count(1)
    pasted = page.locator(".node.is-selected").bounding_box()
    assert pasted
    assert abs(pasted["x"] - router_box["x"] - 20) < 30
    assert pasted["y"] > router_box["y"] + router_box["height"]
    canvas.key("Control+z")
    start = _place(app, canvas, flow_id, router)
    grip = canvas.middle(canvas.node("If-Else").locator(".node-name"))
    page.mouse.move(grip["x"], grip["y"])
    page.mouse.down()
    page.mouse.move(grip["x"] + 20, grip["y"] + 20, steps=4)
    page.keyboard.down("Alt")
    page.mouse.move(grip["x"] + 33, grip["y"] + 47, steps=4)
    expect(page.locator(".guide")).to_have_count(0)
    page.mouse.up()
    page.keyboard.up("Alt")
    moved = _place(app, canvas, flow_id, router)
    assert moved != start
    assert moved["x"] % 10
    assert moved["y"] % 10

    # An output that is not used is hidden and shown.
    router_node = canvas.node("If-Else")
    expect(router_node.locator(".node-output")).to_have_text(["True", "False"])
    router_node.locator(".node-name").click(button="right")
    page.get_by_role("menuitem", name="Outputs").click()
    page.get_by_role("menuitemcheckbox", name="False").or_(page.get_by_role("menuitem", name="False")).click()
    expect(router_node.locator(".node-output")).to_have_text(["True"])
    canvas.focus()
    canvas.key("Control+z")
    expect(router_node.locator(".node-output")).to_have_text(["True", "False"])

    # A note is as large as it is drawn.
    canvas.key("Escape", "n")
    note = page.locator(".react-flow__node-note")
    corner = note.locator(".react-flow__resize-control.handle.bottom.right")
    before_size = note.bounding_box()
    assert before_size
    grip = canvas.middle(corner)
    canvas.drag(grip, {"x": grip["x"] + 80, "y": grip["y"] + 40})
    canvas.wait_saved()
    sizes = [(node["width"], node["height"]) for node in stored(app, flow_id)["data"]["nodes"] if "width" in node]
    assert sizes
    assert sizes[-1][0] > 300

    # To the settings and back, by keys.
    canvas.focus()
    canvas.key("Control+,")
    expect(page).to_have_url(re.compile("/settings/models$"))
    page.locator("body").press("Alt+ArrowLeft")
    expect(page).to_have_url(re.compile(f"/flow/{flow_id}$"))
    expect(canvas.canvas).to_be_visible()
    canvas.key("Alt+ArrowRight")
    expect(page).to_have_url(re.compile("/settings/models$"))


def _place(app: RunningApp, canvas: CanvasPage, flow_id: str, node_id: str) -> dict[str, float]:
    canvas.wait_saved()
    place: dict[str, float] = next(node for node in stored(app, flow_id)["data"]["nodes"] if node["id"] == node_id)[
        "position"
    ]
    return place
