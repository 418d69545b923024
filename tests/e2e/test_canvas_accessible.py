"""Everyone can draw flows: axe finds nothing on the canvas, its dock, palette and lists, in both themes."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import RunningApp
from tests.e2e.canvas_page import CanvasPage, make_flow
from tests.e2e.test_accessible import violations


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_canvas(app: RunningApp, page: Page, scheme: str) -> None:
    canvas = CanvasPage(page)
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    canvas.open(make_flow(app, "Seen by all"))
    assert violations(page) == []
    canvas.focus()
    for name in ("chat in", "prompt", "openai", "chat out", "note"):
        canvas.quick_add(name)
    canvas.field("Template of Prompt").fill("Answer {question} {not valid}")
    canvas.focus()
    canvas.key("1")
    assert violations(page) == []
    page.get_by_role("tab", name="Node").click()
    canvas.node("OpenAI").locator(".node-name").click()
    assert violations(page) == []
    canvas.key("[", "/")
    expect(page.locator(".quick-add")).to_be_visible()
    assert violations(page) == []
    canvas.key("Escape", "Control+k")
    expect(page.get_by_role("dialog", name="Command palette")).to_be_visible()
    assert violations(page) == []
    canvas.key("Escape")
    canvas.focus()
    canvas.key("?")
    expect(page.get_by_role("dialog", name="Shortcuts")).to_be_visible()
    assert violations(page) == []


def test_every_control_on_the_canvas_has_a_name(app: RunningApp, page: Page) -> None:
    canvas = CanvasPage(page)
    canvas.open(make_flow(app, "Named"))
    canvas.focus()
    for name in ("chat in", "prompt", "openai", "split text", "url", "if-else"):
        canvas.quick_add(name)
    canvas.key("1")
    nameless = page.evaluate(
        """() => [...document.querySelectorAll('button, input, select, textarea, [role=button], [tabindex="0"]')]
        .filter((each) => each.getClientRects().length > 0)
        .filter((each) => !(each.getAttribute('aria-label') || each.textContent.trim() || each.title
            || (each.id && document.querySelector(`label[for="${CSS.escape(each.id)}"]`))))
        .map((each) => each.outerHTML.slice(0, 160))"""
    )
    assert nameless == []
