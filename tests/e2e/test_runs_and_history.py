"""Past runs on the canvas, the flow as programs call it, its kept versions, and changes made on two sides."""

from __future__ import annotations

import re
from typing import Any

import httpx
from playwright.sync_api import Page, expect

from tests.conftest import RunningApp
from tests.e2e.canvas_page import CanvasPage, stored
from tests.flow_drawing import Drawing


def _echo(client: httpx.Client) -> str:
    """Chat input → prompt ``Say: {x}`` → chat output, stored; gives its id."""
    drawing = Drawing(client)
    drawing.node("ChatInput", "ChatInput-in")
    drawing.node("Prompt", "Prompt-say", template="Say: {x}", x="")
    drawing.nodes[-1]["data"]["node"]["template"]["x"]["input_types"] = ["Message", "Text"]
    drawing.node("ChatOutput", "ChatOutput-out")
    drawing.edge("ChatInput-in", "message", "Prompt-say", "x")
    drawing.edge("Prompt-say", "prompt", "ChatOutput-out", "input_value")
    for index, node in enumerate(drawing.nodes):
        node["position"] = {"x": 320 * index, "y": 80}
    return drawing.save("echo")


def _template(app: RunningApp, flow_id: str) -> str:
    nodes = {node["id"]: node for node in stored(app, flow_id)["data"]["nodes"]}
    value: str = nodes["Prompt-say"]["data"]["node"]["template"]["template"]["value"]
    return value


def _change_elsewhere(app: RunningApp, flow_id: str, node_id: str, field: str, value: str) -> None:
    """What a script or another window does: one field of one node is changed and saved."""
    data: dict[str, Any] = stored(app, flow_id)["data"]
    node = next(node for node in data["nodes"] if node["id"] == node_id)
    node["data"]["node"]["template"][field]["value"] = value
    assert app.client.patch(f"/api/v1/flows/{flow_id}", json={"data": data}).status_code == 200


def test_a_past_run_is_painted_stepped_through_and_run_again(page: Page, app: RunningApp) -> None:
    flow_id = _echo(app.client)
    for text in ("first", "second"):
        app.client.post(f"/api/v1/run/{flow_id}", json={"input_value": text})
    canvas = CanvasPage(page)
    canvas.open(flow_id)
    page.get_by_role("tab", name="Runs").click()
    expect(page.locator(".run-line .run-title")).to_have_text(["second", "first"])

    # Opening it paints what its nodes gave; the address brings it back.
    page.get_by_role("button", name=re.compile(r"^Done first .*API")).click()
    expect(canvas.node("Prompt").locator(".node-preview")).to_have_text("Say: first")
    expect(page.get_by_role("region", name="Shown run")).to_contain_text("Past run")
    page.reload()
    expect(canvas.node("Chat Output").locator(".node-preview")).to_have_text("Say: first")

    # Step by step, by slider and by key: later nodes have not run yet.
    page.get_by_role("slider", name="Step").focus()
    canvas.key("Home", "ArrowRight")
    expect(canvas.node("Chat Input").locator(".node-preview")).to_have_text("first")
    expect(canvas.node("Prompt").locator(".node-preview")).to_have_count(0)
    canvas.key(".")
    canvas.expect_selected("Prompt")
    expect(page.get_by_role("region", name="Past run").get_by_text("Say: first")).to_be_visible()

    # Run again with the same input; the new run takes the place of the old one.
    page.get_by_role("button", name="Run again").click()
    expect(page.get_by_role("region", name="Shown run")).to_have_count(0)
    expect(page.locator(".run-line .run-title")).to_have_text(["first", "second", "first"])
    expect(page.locator(".run-line").first).to_contain_text("Canvas")
    assert "run=" not in page.url

    # Esc leaves a past run, and clearing asks in its place.
    page.locator(".run-line").nth(1).click()
    expect(page.get_by_role("region", name="Shown run")).to_be_visible()
    canvas.focus()
    canvas.key("Escape", "Escape")
    expect(page.get_by_role("region", name="Shown run")).to_have_count(0)
    page.get_by_role("button", name="Clear").click()
    page.get_by_role("button", name="Delete all").click()
    expect(page.get_by_text("This flow has not been run")).to_be_visible()


def test_the_api_tab_shows_what_is_sent_and_sends_it(page: Page, app: RunningApp) -> None:
    flow_id = _echo(app.client)
    app.client.post(f"/api/v1/webhook/{flow_id}", json={"order": 17})
    canvas = CanvasPage(page)
    canvas.open(flow_id)
    canvas.focus()
    canvas.key("a")
    pane = page.get_by_role("region", name="API", exact=True)
    snippet = pane.locator("pre").first
    expect(snippet).to_contain_text(f"curl -X POST '{app.url}/api/v1/run/{flow_id}'")
    expect(snippet).not_to_contain_text("tweaks")

    # Only what is chosen is sent, with the values of now.
    pane.get_by_label("Message").fill("it's me")
    pane.get_by_role("button", name="Add a field").click()
    page.get_by_label("Search Fields").fill("Prompt template")
    canvas.key("Enter")
    expect(snippet).to_contain_text('"template": "Say: {x}"')
    pane.get_by_label("Language").select_option("Python")
    expect(snippet).to_contain_text("requests.post(")
    pane.get_by_role("button", name="Try").click()
    answer = pane.get_by_role("region", name="Answer", exact=True)
    expect(answer).to_contain_text("200")
    expect(answer).to_contain_text("Say: it's me")

    # The endpoint name: checked, kept, and used at once; typing on does not collide with it.
    name = pane.get_by_label("Endpoint name")
    name.fill("no good")
    expect(pane.get_by_role("alert")).to_contain_text("Letters, digits")
    name.fill("say-it")
    name.press("Enter")
    expect(pane.get_by_text(f"{app.url}/api/v1/webhook/say-it")).to_be_visible()
    canvas.field("Template of Prompt").fill("Tell: {x}")
    canvas.wait_saved()
    assert stored(app, flow_id)["endpoint_name"] == "say-it"
    assert _template(app, flow_id) == "Tell: {x}"

    # The last delivery leads to the run that it began.
    pane.get_by_role("list", name="Last deliveries").get_by_role("button", name=re.compile("^Done")).click()
    expect(page.get_by_role("region", name="Past run")).to_contain_text('{"order":17}')


def test_versions_are_named_compared_and_brought_back(page: Page, app: RunningApp) -> None:
    flow_id = _echo(app.client)
    canvas = CanvasPage(page)
    canvas.open(flow_id)
    canvas.focus()
    canvas.key("Control+s")
    page.get_by_label("Name of this version").fill("Before the change")
    canvas.key("Enter")
    named = page.get_by_role("button", name=re.compile("Before the change"))
    expect(named).to_be_visible()

    canvas.field("Template of Prompt").fill("Shout: {x}")
    canvas.node("Chat Output").locator(".node-name").click()
    canvas.key("Delete")
    canvas.wait_saved()
    named.click()
    expect(page.locator(".react-flow__node.diff-removed")).to_have_text("Chat Output")
    expect(page.locator(".react-flow__node.diff-changed")).to_have_count(1)
    expect(page.get_by_role("img", name="1 removed wire")).to_be_attached()
    comparison = page.get_by_role("region", name="Comparison")
    expect(comparison.locator("del")).to_have_text("Say")
    expect(comparison.locator("ins")).to_have_text("Shout")

    page.get_by_role("button", name="Restore").click()
    expect(page.locator(".removed-wires")).to_have_count(0)
    expect(canvas.nodes()).to_have_count(3)
    canvas.wait_saved()
    assert _template(app, flow_id) == "Say: {x}"
    canvas.focus()
    canvas.key("Control+z")
    expect(canvas.nodes()).to_have_count(2)
    canvas.wait_saved()

    # A save that only moved the camera is kept, but it is no change that anybody looks for.
    listed = page.locator(".revision").count()
    data = stored(app, flow_id)["data"]
    for x in (40, 80):
        data["viewport"] = {"x": x, "y": 0, "zoom": 1}
        assert app.client.patch(f"/api/v1/flows/{flow_id}", json={"data": data}).status_code == 200
    app.client.patch(f"/api/v1/flows/{flow_id}", json={"description": "What it says"})
    page.reload()
    page.get_by_role("tab", name="History").click()
    expect(page.locator(".revision").first).to_contain_text("Name or settings changed")
    expect(page.locator(".revision")).to_have_count(listed + 1)


def test_changes_made_elsewhere_are_merged_or_asked_for(page: Page, app: RunningApp) -> None:
    flow_id = _echo(app.client)
    canvas = CanvasPage(page)
    canvas.open(flow_id)
    template = canvas.field("Template of Prompt")

    # Different nodes: both are kept, and it is said what came.
    _change_elsewhere(app, flow_id, "ChatInput-in", "input_value", "theirs")
    template.fill("Mine: {x}")
    expect(page.get_by_text("Merged with changes made elsewhere")).to_be_visible()
    canvas.wait_saved()
    assert _template(app, flow_id) == "Mine: {x}"
    expect(canvas.field("Text of Chat Input")).to_have_value("theirs")

    # The same node in another window: nothing is saved before the person has chosen.
    other_page = page.context.new_page()
    other = CanvasPage(other_page)
    other.open(flow_id)
    other.field("Template of Prompt").fill("Other window: {x}")
    other.wait_saved()
    template.fill("This window: {x}")
    panel = page.get_by_role("alert", name="Changes on both sides")
    expect(panel).to_contain_text("One node was changed on both sides")
    expect(page.locator(".react-flow__node.diff-changed")).to_have_count(1)
    assert _template(app, flow_id) == "Other window: {x}"
    panel.get_by_label("Theirs").check()
    panel.get_by_role("button", name="Merge", exact=True).click()
    expect(panel).to_have_count(0)
    canvas.wait_saved()
    expect(template).to_have_value("Other window: {x}")
    expect(page.locator(".react-flow__node.diff-changed")).to_have_count(0)
    other_page.close()

    # A script deletes the flow: what was changed since is not lost.
    assert app.client.delete(f"/api/v1/flows/{flow_id}").status_code == 200
    template.fill("Still here: {x}")
    expect(page.get_by_role("alert").filter(has_text="This flow was deleted elsewhere.")).to_be_visible()
    page.get_by_role("button", name="Bring it back").click()
    canvas.wait_saved()
    assert _template(app, flow_id) == "Still here: {x}"


def test_the_failed_node_of_a_past_run_says_what_why_and_what_to_do(page: Page, app: RunningApp) -> None:
    drawing = Drawing(app.client)
    drawing.node("ChatInput", "ChatInput-in")
    drawing.node("OpenAIModel", "OpenAIModel-model", openai_api_base="http://127.0.0.1:9/v1", api_key="")
    drawing.node("ChatOutput", "ChatOutput-out")
    drawing.edge("ChatInput-in", "message", "OpenAIModel-model", "input_value")
    drawing.edge("OpenAIModel-model", "text_output", "ChatOutput-out", "input_value")
    for index, node in enumerate(drawing.nodes):
        node["position"] = {"x": 320 * index, "y": 80}
    flow_id = drawing.save("unanswered")
    app.client.post(f"/api/v1/run/{flow_id}", json={"input_value": "Anybody?"})
    canvas = CanvasPage(page)
    canvas.open(flow_id)
    page.get_by_role("tab", name="Runs").click()
    page.get_by_role("button", name=re.compile(r"^Failed Anybody\?")).click()
    page.locator(".step-line.is-failed").click()
    step = page.get_by_role("region", name="Step 2: OpenAI")
    expect(step).to_contain_text("gave no answer.")
    expect(step).to_contain_text("Nothing listens at 127.0.0.1:9. Start the model server, or change the address")
    expect(canvas.node("OpenAI").locator(".node-error")).to_contain_text("gave no answer.")
    expect(page.get_by_text("Error building Component")).to_have_count(0)

    # In, Out and Log are tabs where there is little room, and stand side by side in a wide dock.
    expect(step.get_by_role("tab")).to_have_text(["In", "Out", "Log"])
    canvas.focus()
    canvas.key("Shift+BracketRight")
    columns = step.get_by_role("region", name=re.compile("^(In|Out|Log)$"))
    expect(columns).to_have_count(3)
    expect(columns.first).to_contain_text("Anybody?")
    boxes = [columns.nth(index).bounding_box() for index in range(3)]
    assert [box["x"] for box in boxes if box] == sorted(box["x"] for box in boxes if box)
    assert len({box["y"] for box in boxes if box}) == 1
    page.get_by_role("button", name="Make the dock small").click()
    expect(step.get_by_role("tab")).to_have_count(3)
