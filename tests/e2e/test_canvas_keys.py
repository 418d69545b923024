"""The keys of the canvas that no other scenario presses, one after the other as a person at the keyboard would."""

from __future__ import annotations

import re
from typing import Any

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
