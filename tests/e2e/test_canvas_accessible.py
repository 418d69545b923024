"""Everyone can draw flows: axe finds nothing on the canvas, its dock, palette and lists, in both themes."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import RunningApp
from tests.e2e.canvas_page import CanvasPage, make_flow
from tests.e2e.test_accessible import violations
from tests.flow_drawing import Drawing


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


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_tabs_of_the_dock(app: RunningApp, page: Page, scheme: str) -> None:
    drawing = Drawing(app.client)
    drawing.node("ChatInput", "ChatInput-in")
    drawing.node("OpenAIModel", "OpenAIModel-model", openai_api_base="http://127.0.0.1:9/v1", api_key="")
    drawing.edge("ChatInput-in", "message", "OpenAIModel-model", "input_value")
    flow_id = drawing.save("Seen by all")
    app.client.post(f"/api/v1/build/{flow_id}/flow", json={"inputs": {"input_value": "Anybody?"}})
    app.client.post(f"/api/v1/webhook/{flow_id}", json={"order": 17})
    app.client.patch(f"/api/v1/flows/{flow_id}", json={"data": {"nodes": drawing.nodes[:1], "edges": []}})
    canvas = CanvasPage(page)
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    canvas.open(flow_id)
    expect(page.locator(".chat-message.is-failure").first).to_be_visible()
    assert violations(page) == []
    page.get_by_role("tab", name="Runs").click()
    expect(page.locator(".run-line")).to_have_count(2)
    assert violations(page) == []
    page.locator(".run-line").last.click()
    expect(page.get_by_role("list", name="Steps")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("tab", name="API").click()
    expect(page.get_by_role("list", name="Last deliveries").get_by_role("button")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("tab", name="History").click()
    page.locator(".revision").last.click()
    expect(page.locator(".react-flow__node.diff-removed")).to_have_count(1)
    assert violations(page) == []
    canvas.key("Escape")
    page.get_by_role("button", name="All versions").click()
    page.get_by_role("button", name="Name this version").click()
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
