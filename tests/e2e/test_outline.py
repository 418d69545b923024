"""The outline: a flow read, built and run as a list, without the canvas and by keyboard alone."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.conftest import RunningApp
from tests.e2e.canvas_page import CanvasPage, make_flow, stored
from tests.e2e.test_accessible import violations


def _row(page: Page, name: str) -> Locator:
    """A node's row."""
    return page.locator(".outline-node").filter(has=page.locator(".outline-name", has_text=name))


def _toggle(page: Page, name: str) -> Locator:
    """The button that opens a node's row, which carries its name."""
    return page.locator(".outline-toggle").filter(has_text=name)


def _add(page: Page, name: str) -> None:
    page.get_by_role("button", name="Add a node").press("Enter")
    page.get_by_role("combobox", name="Add which component?").fill(name)
    page.keyboard.press("Enter")
    expect(_toggle(page, name)).to_be_focused()


def test_a_flow_is_built_run_and_mended_as_a_list(page: Page, app: RunningApp) -> None:
    flow_id = make_flow(app, "Untitled flow")
    canvas = CanvasPage(page)
    canvas.open(flow_id)
    page.get_by_role("button", name="Show the flow as a list").press("Enter")
    expect(canvas.canvas).to_have_count(0)
    _add(page, "Chat Output")
    _add(page, "Chat Input")

    # Keys act on the node whose row has the focus; the order follows the wires.
    page.keyboard.press("l")
    expect(page.get_by_role("option").first).to_have_text("Message → Chat Output · Text")
    page.keyboard.press("Enter")
    expect(page.locator(".outline-name")).to_have_text(["Chat Input", "Chat Output"])
    expect(_row(page, "Chat Output").get_by_role("button", name="Comes from Chat Input · Message")).to_be_visible()
    expect(page.get_by_text("2 nodes, 1 wire", exact=True)).to_be_visible()

    _row(page, "Chat Input").get_by_label("Text of Chat Input", exact=True).fill("Hello from the list")
    page.keyboard.press("Escape")
    expect(_toggle(page, "Chat Input")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(_toggle(page, "Chat Output")).to_be_focused()
    page.keyboard.press("F2")
    page.keyboard.type("Answer")
    page.keyboard.press("Enter")
    expect(_toggle(page, "Answer")).to_be_focused()
    page.keyboard.press("Control+Enter")
    expect(_row(page, "Answer").locator(".node-state.is-ok")).to_be_visible()
    expect(_row(page, "Answer").locator(".outline-result")).to_contain_text("Hello from the list")
    assert violations(page) == []

    # A wire is taken away and comes back; a node is deleted and its neighbour has the focus.
    _row(page, "Chat Input").get_by_role("button", name="Disconnect Message from Answer · Text").press("Enter")
    expect(page.get_by_text("2 nodes, 0 wires", exact=True)).to_be_visible()
    expect(_row(page, "Answer").locator(".node-state.is-stale")).to_have_text("changed")
    expect(_toggle(page, "Chat Input")).to_be_focused()
    page.keyboard.press("Control+z")
    expect(page.get_by_text("2 nodes, 1 wire", exact=True)).to_be_visible()
    page.keyboard.press("Delete")
    expect(_toggle(page, "Answer")).to_be_focused()
    page.keyboard.press("Control+z")
    expect(page.locator(".outline-name")).to_have_text(["Chat Input", "Answer"])
    page.keyboard.press("ArrowLeft")
    expect(_toggle(page, "Answer")).to_have_attribute("aria-expanded", "false")
    expect(_row(page, "Answer")).to_contain_text("Text from Chat Input · Message")
    assert violations(page) == []

    # The row's menu has the acts of the canvas.
    more = _row(page, "Answer").get_by_role("button", name="More for Answer")
    more.press("Enter")
    page.get_by_role("menuitem", name="Bypass").press("Enter")
    expect(_row(page, "Answer").locator(".node-state")).to_have_text("bypassed")

    # Back by Esc, and there again by the palette; the address brings it, too.
    expect(more).to_be_focused()
    page.keyboard.press("Escape")
    expect(_toggle(page, "Answer")).to_be_focused()
    page.keyboard.press("Escape")
    expect(canvas.canvas).to_be_focused()
    canvas.wait_saved()
    kept = stored(app, flow_id)["data"]
    assert [len(kept["nodes"]), len(kept["edges"])] == [2, 1]
    canvas.key("Control+k")
    page.get_by_role("combobox").fill("outline")
    canvas.key("Enter")
    expect(_toggle(page, "Chat Input")).to_be_focused()
    page.goto(f"/flow/{flow_id}?view=outline")
    expect(page.locator(".outline-name")).to_have_text(["Chat Input", "Answer"])
