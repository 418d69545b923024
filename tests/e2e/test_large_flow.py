"""A flow too large to be drawn in full from afar: painted there, and acted on as ever."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import RunningApp
from tests.e2e.canvas_page import CanvasPage, stored
from tests.flow_drawing import Drawing

COLUMNS = 10


@pytest.fixture(scope="module")
def app(shared_app: RunningApp) -> RunningApp:
    """One server for this module."""
    return shared_app


def test_a_large_flow_is_painted_from_afar_and_drawn_again_up_close(app: RunningApp, page: Page) -> None:
    drawing = Drawing(app.client)
    for number in range(80):
        drawing.node("ChatOutput", f"ChatOutput-{number:05d}")
        drawing.nodes[-1]["position"] = {"x": number % COLUMNS * 400, "y": number // COLUMNS * 500}
        if number % COLUMNS:
            drawing.edge(f"ChatOutput-{number - 1:05d}", "message", f"ChatOutput-{number:05d}", "input_value")
    flow_id = drawing.save("Large")
    canvas = CanvasPage(page)
    canvas.open(flow_id)
    canvas.focus()
    canvas.key("1")
    expect(page.locator(".far-nodes")).to_be_visible()
    expect(canvas.nodes()).to_have_count(0)
    expect(page.get_by_role("img", name="Overview of the flow")).to_be_visible()

    # A painted node becomes an element under the pointer, and is dragged like any other.
    at = canvas.middle(canvas.canvas)
    for step in range(60):
        page.mouse.move(at["x"] - 300 + step % 10 * 9, at["y"] - 40 + step // 10 * 14)
        if canvas.nodes().count():
            break
    expect(canvas.nodes()).to_have_count(1)
    grip = canvas.middle(canvas.nodes().first)
    moved = canvas.nodes().first.get_attribute("id")
    canvas.drag(grip, {"x": grip["x"] + 60, "y": grip["y"] + 30})
    canvas.wait_saved()
    node = next(node for node in stored(app, flow_id)["data"]["nodes"] if f"node-{node['id']}" == moved)
    number = int(node["id"].split("-")[1])
    assert node["position"]["x"] > number % COLUMNS * 400 + 100

    # A box takes those that it touches.
    canvas.key("Control+z", "Escape")
    page.keyboard.down("Shift")
    canvas.drag({"x": 40, "y": 60}, {"x": grip["x"], "y": grip["y"]})
    page.keyboard.up("Shift")
    expect(page.locator(".node.is-selected").nth(5)).to_be_attached()

    # Up close it is made of elements again, wires and all.
    canvas.key("Escape", "0")
    expect(page.locator(".far-nodes")).to_have_count(0)
    expect(canvas.nodes().nth(3)).to_be_visible()
    expect(canvas.wires().nth(1)).to_be_visible()
