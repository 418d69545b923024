"""How often the pages ask the server when they open."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.conftest import RunningApp
from tests.e2e.canvas_page import CanvasPage
from tests.flow_drawing import Drawing


def test_home_opens_with_five_requests_and_a_flow_with_three(page: Page, app: RunningApp) -> None:
    drawing = Drawing(app.client)
    drawing.node("ChatInput", "ChatInput-in")
    drawing.node("ChatOutput", "ChatOutput-out")
    drawing.edge("ChatInput-in", "message", "ChatOutput-out", "input_value")
    flow_id = drawing.save("echo")
    # As the page runs it: what the run told is kept beside its records.
    job = app.client.post(
        f"/api/v1/build/{flow_id}/flow",
        params={"event_delivery": "streaming"},
        json={"inputs": {"input_value": "Hello"}},
    ).json()["job_id"]
    assert '"end"' in app.client.get(f"/api/v1/build/{job}/events").text
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/api/" in request.url else None)

    page.goto("/")
    expect(page.get_by_role("list", name="Flows").get_by_role("link", name="echo", exact=True)).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert len(asked) <= 5, asked

    # All that the first view shows: nodes, what they gave last, the conversation.
    asked.clear()
    canvas = CanvasPage(page)
    canvas.open(flow_id)
    expect(canvas.node("Chat Output").locator(".node-preview")).to_have_text("Hello")
    expect(page.locator(".chat-message")).to_have_count(2)
    page.wait_for_load_state("networkidle")
    assert len(asked) <= 3, asked

    # Also when it is opened from home.
    page.goto("/")
    card = page.get_by_role("list", name="Flows").get_by_role("link", name="echo", exact=True)
    expect(card).to_be_visible()
    page.wait_for_load_state("networkidle")
    asked.clear()
    card.click()
    expect(canvas.node("Chat Output").locator(".node-preview")).to_have_text("Hello")
    expect(page.locator(".chat-message")).to_have_count(2)
    page.wait_for_load_state("networkidle")
    assert len(asked) <= 3, asked
