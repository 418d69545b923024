"""Runs as a person sees them: states and previews on nodes, and the inspector's fields, In, Out and Log."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.conftest import RunningApp
from tests.e2e.canvas_page import CanvasPage, stored
from tests.flow_drawing import Drawing, chat_flow
from tests.model_server.stand_in import Answer, StandIn


def _prompting(app: RunningApp) -> str:
    flow = Drawing(app.client)
    source = flow.node("TextInput", input_value="sky")
    prompt = flow.node("Prompt", template="Tell of the {thing}.")
    flow.nodes[-1]["data"]["node"]["template"]["thing"] = {
        "name": "thing",
        "display_name": "thing",
        "type": "str",
        "show": True,
        "advanced": False,
        "multiline": True,
        "value": "",
        "input_types": ["Message", "Text"],
    }
    flow.nodes[-1]["data"]["node"]["custom_fields"] = {"template": ["thing"]}
    flow.edge(source, "text", prompt, "thing")
    flow.edge(prompt, "prompt", flow.node("TextOutput"), "input_value")
    return flow.save("Prompting")


def test_nodes_tell_how_the_run_goes(page: Page, app: RunningApp, stand_in: StandIn) -> None:
    words = ("First", " second", " third", " fourth", " fifth", " sixth")
    stand_in.script(Answer(words, pause_s=0.5))
    canvas = CanvasPage(page)
    canvas.open(chat_flow(app.client, openai_api_base=stand_in.base_url, api_key="k", model_name="m").save("States"))
    box = page.get_by_role("textbox", name="Message", exact=True)
    box.fill("Go")
    box.press("Enter")
    model = canvas.node("OpenAI")
    expect(model).to_have_class(re.compile(r"\bis-running\b"))
    expect(page.locator(".node.is-running .node-preview", has_text="First").first).to_be_visible()
    expect(model.locator(".node-preview")).to_have_text("".join(words))
    for name in ("Chat Input", "OpenAI", "Chat Output"):
        expect(canvas.node(name)).to_have_class(re.compile(r"\bis-ok\b"))
    expect(canvas.node("Chat Output").locator(".node-preview")).to_have_text("".join(words))
    # The pauses of the model alone take more than two seconds.
    expect(page.get_by_text(re.compile(r"^ran in ([2-9]|\d\d)\.\d s$"))).to_be_visible()
    page.reload()
    expect(model.locator(".node-preview")).to_have_text("".join(words))
    # The run stands in the list: who began it, how long it took, what the model used.
    page.get_by_role("tab", name="Runs").click()
    expect(page.locator(".run-line")).to_have_text([re.compile(r"Go.*Chat.*\d+ tokens", re.DOTALL)])


def test_run_up_to_a_node_leaves_the_rest_alone(page: Page, app: RunningApp) -> None:
    canvas = CanvasPage(page)
    canvas.open(_prompting(app))
    canvas.node("Prompt").locator(".node-header").click()
    canvas.focus()
    canvas.key("Shift+Enter")
    expect(canvas.node("Prompt").locator(".node-preview")).to_have_text("Tell of the sky.")
    expect(canvas.node("Text Output")).to_have_attribute("aria-label", re.compile("not run"))

    # What did not change is not run again, and says so.
    canvas.field("Template of Prompt").fill("Sing of the {thing}.")
    canvas.key("Shift+Enter")
    expect(canvas.node("Prompt").locator(".node-preview")).to_have_text("Sing of the sky.")
    expect(canvas.node("Text Input")).to_have_attribute("aria-label", re.compile("result reused"))
    expect(canvas.node("Text Input")).to_contain_text("reused")


def test_a_branch_not_taken_is_marked(page: Page, app: RunningApp) -> None:
    flow = Drawing(app.client)
    text = flow.node("TextInput", input_value="yes")
    route = flow.node("ConditionalRouter", match_text="yes", operator="equals", message="")
    flow.edge(text, "text", route, "input_text")
    flow.edge(text, "text", route, "message")
    flow.edge(route, "true_result", flow.node("TextOutput", "TextOutput-true"), "input_value")
    flow.edge(route, "false_result", flow.node("TextOutput", "TextOutput-false"), "input_value")
    flow_id = flow.save("Branches")
    canvas = CanvasPage(page)
    canvas.open(flow_id)
    page.get_by_role("button", name=re.compile("^Run Ctrl")).click()
    expect(page.locator("#node-TextOutput-true")).to_have_class(re.compile(r"\bis-ok\b"))
    expect(page.locator("#node-TextOutput-false")).to_have_class(re.compile(r"\bis-inactive\b"))


def test_the_inspector_shows_fields_and_what_went_in_and_out(page: Page, app: RunningApp) -> None:
    flow_id = _prompting(app)
    canvas = CanvasPage(page)
    canvas.open(flow_id)
    page.get_by_role("tab", name="Node").click()
    expect(page.get_by_text("No node is selected")).to_be_visible()
    canvas.node("Prompt").locator(".node-header").click()
    inspector = page.get_by_role("region", name="Node Prompt")
    expect(inspector.get_by_text("Nothing has come out yet")).to_be_visible()
    template = inspector.get_by_role("textbox", name="Template of Prompt")
    template.fill("Sing of the {thing}.")
    canvas.wait_saved()
    prompt = next(node for node in stored(app, flow_id)["data"]["nodes"] if node["data"]["type"] == "Prompt")
    assert prompt["data"]["node"]["template"]["template"]["value"] == "Sing of the {thing}."
    page.get_by_role("button", name=re.compile("^Run Ctrl")).click()
    expect(inspector.get_by_role("tabpanel")).to_contain_text("Sing of the sky.")
    inspector.get_by_role("tab", name="In").click()
    expect(inspector.get_by_role("tabpanel")).to_contain_text("sky")
    expect(inspector.get_by_role("tabpanel")).to_contain_text("Text Input · Text")
    inspector.get_by_role("tab", name="Log").click()
    expect(inspector.get_by_role("tabpanel")).to_contain_text("It logged nothing.")
    inspector.get_by_role("button", name="Comes from Text Input · Text").click()
    expect(page.get_by_role("region", name="Node Text Input")).to_be_visible()
    canvas.expect_selected("Text Input")


def test_a_field_is_shown_on_the_node_or_hidden(page: Page, app: RunningApp) -> None:
    flow_id = _prompting(app)
    canvas = CanvasPage(page)
    canvas.open(flow_id)
    canvas.node("Text Input").locator(".node-header").click()
    page.get_by_role("tab", name="Node").click()
    inspector = page.get_by_role("region", name="Node Text Input")
    face = canvas.node("Text Input").get_by_text("Text", exact=True)
    expect(face.first).to_be_visible()
    before = face.count()
    inspector.get_by_role("button", name="Hide Text from the node").click(force=True)
    expect(face).to_have_count(before - 1)
    # It was the only one, so that the fold of the others is open.
    inspector.get_by_role("button", name="Show Text on the node").click(force=True)
    expect(face).to_have_count(before)


def test_records_are_shown_as_a_table_and_as_json(page: Page, app: RunningApp) -> None:
    flow = Drawing(app.client)
    text = flow.node("TextInput", input_value="city,people\nBern,134\nBasel,178")
    flow.edge(text, "text", flow.node("CSVtoData"), "csv_string")
    flow_id = flow.save("Cities")
    canvas = CanvasPage(page)
    canvas.open(flow_id)
    canvas.node("CSV").locator(".node-header").click()
    page.get_by_role("tab", name="Node").click()
    page.get_by_role("button", name=re.compile("^Run Ctrl")).click()
    out = page.get_by_role("region", name=re.compile("^Node ")).get_by_role("tabpanel")
    expect(out.get_by_role("columnheader")).to_have_text(["city", "people"])
    expect(out.get_by_role("cell")).to_have_text(["Bern", "134", "Basel", "178"])
    out.get_by_role("button", name="JSON").click()
    expect(out.locator(".json-tree")).to_contain_text("Basel")
