"""One sitting from the first launch to a large flow. What it passes through has scenarios of its own."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.conftest import RunningApp, StartApp
from tests.e2e.canvas_page import CanvasPage, make_flow
from tests.e2e.chat_page import ChatPage
from tests.flow_drawing import Drawing, chat_flow
from tests.model_server.stand_in import StandIn


def _thousand(app: RunningApp) -> str:
    drawing = Drawing(app.client)
    drawing.node("ChatOutput", "ChatOutput-0000")
    one = drawing.nodes[0]
    nodes = [
        {**one, "id": f"ChatOutput-{at:04}", "data": {**one["data"], "id": f"ChatOutput-{at:04}"}} for at in range(1000)
    ]
    for at, node in enumerate(nodes):
        node["position"] = {"x": at % 40 * 400, "y": at // 40 * 500}
    return make_flow(app, "A thousand", {"nodes": nodes, "edges": []})


def test_the_film(page: Page, start_app: StartApp, stand_in: StandIn, unused_port: int, tmp_path: Path) -> None:
    app = start_app(starter_flows=True, data_dir=tmp_path / "film")
    chat, canvas = ChatPage(page), CanvasPage(page)

    # From the launch to the first answer: one click.
    page.goto(app.url)
    page.get_by_role("button", name="Try it without a model").click()
    expect(chat.answers).to_have_count(1)

    # An echo, built and asked by keyboard alone.
    page.goto(f"{app.url}/")
    expect(page.get_by_role("list", name="Flows")).to_be_visible()
    canvas.key("c")
    expect(page.get_by_role("region", name="Empty flow")).to_be_visible()
    canvas.quick_add("chat in")
    canvas.quick_add("chat out")
    expect(canvas.wires()).to_have_count(1)
    canvas.key("c")
    expect(chat.box).to_be_focused()
    page.keyboard.type("Anybody there?")
    canvas.key("Enter")
    expect(chat.answers).to_have_text(["Anybody there?"])

    # Thirty steps, taken back, and the last one done again.
    canvas.focus()
    canvas.key("ArrowRight")
    for count in range(3, 31):
        canvas.key("Control+d")
        expect(canvas.page.get_by_text(f"{count} nodes", exact=True)).to_be_visible()
    canvas.key(*["Control+z"] * 30)
    expect(page.get_by_role("region", name="Empty flow")).to_be_visible()
    canvas.key("Control+Shift+z", "Control+Shift+z")
    expect(canvas.wires()).to_have_count(1)

    # The model is not where the flow looks for it: the node says so, leads to the field, and runs again from there.
    address = f"http://127.0.0.1:{unused_port}/v1"
    drawing = chat_flow(app.client, openai_api_base=address, api_key="k", model_name="m")
    drawing.nodes[0]["data"]["node"]["template"]["input_value"]["value"] = "Hello?"
    page.goto(f"{app.url}/flow/{drawing.save('Broken')}")
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    canvas.focus()
    canvas.key("Control+Enter")
    error = canvas.node("OpenAI").locator(".node-error")
    expect(error).to_contain_text("gave no answer")
    canvas.focus()
    canvas.key("F8", "Enter")
    page.get_by_role("region", name="Node OpenAI").get_by_role("button", name="Change OpenAI API Base").click()
    canvas.key("Control+a")
    page.keyboard.type(stand_in.base_url)
    canvas.key("Shift+Enter")
    expect(canvas.node("OpenAI").locator(".node-preview")).to_have_text("Hello there!")
    expect(error).to_have_count(0)

    # The run that failed is looked at once more.
    page.get_by_role("tab", name="Runs").click()
    page.get_by_role("button", name=re.compile("^Failed")).click()
    expect(page.get_by_role("region", name="Shown run")).to_contain_text("Past run")
    expect(page.get_by_role("region", name="Past run")).to_contain_text("gave no answer")
    canvas.focus()
    canvas.key("Escape", "Escape")
    expect(page.get_by_role("region", name="Shown run")).to_have_count(0)

    # A thousand nodes: opened, panned, looked at up close.
    page.goto(f"{app.url}/flow/{_thousand(app)}")
    expect(page.get_by_text("1000 nodes", exact=True)).to_be_visible()
    canvas.focus()
    canvas.key("0")
    first = canvas.nodes().first
    expect(first).to_be_visible()
    seen = first.get_attribute("id")
    middle = canvas.middle(canvas.canvas)
    page.mouse.move(middle["x"], middle["y"])
    page.mouse.wheel(1500, 1500)
    expect(page.locator(f"[id='{seen}']")).to_have_count(0)
    expect(canvas.nodes().first).to_be_visible()
