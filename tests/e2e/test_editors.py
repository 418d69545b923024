"""The editors of fields: one for each kind, the prompt with its variables, code with its problems, the big editor."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.conftest import RunningApp
from tests.e2e.canvas_page import CanvasPage, make_flow, stored
from tests.flow_drawing import Drawing

_COLUMNS = [
    {"name": "name", "display_name": "Name", "type": "text"},
    {"name": "count", "display_name": "Count", "type": "number"},
    {"name": "ok", "display_name": "OK", "type": "boolean"},
]

_FIELDS: dict[str, dict[str, Any]] = {
    "line": {"type": "str", "_input_type": "StrInput", "value": ""},
    "lines": {"type": "str", "_input_type": "MultilineInput", "multiline": True, "value": ""},
    "whole": {"type": "int", "_input_type": "IntInput", "value": 1},
    "decimal": {"type": "float", "_input_type": "FloatInput", "value": 0.5},
    "flag": {"type": "bool", "_input_type": "BoolInput", "value": False},
    "choice": {"type": "str", "_input_type": "DropdownInput", "options": ["Red", "Green"], "value": "Red"},
    "choices": {
        "type": "str",
        "_input_type": "MultiselectInput",
        "list": True,
        "options": ["Red", "Green", "Blue"],
        "value": ["Red"],
    },
    "pairs": {"type": "dict", "_input_type": "DictInput", "value": {"a": "1"}},
    "nested": {"type": "NestedDict", "_input_type": "NestedDictInput", "value": {"a": 1}},
    "items": {"type": "str", "_input_type": "MessageTextInput", "list": True, "value": ["One"]},
    "document": {"type": "file", "_input_type": "FileInput", "value": "", "file_path": "", "fileTypes": ["txt"]},
    "secret": {
        "type": "str",
        "_input_type": "SecretStrInput",
        "display_name": "Vendor API Key",
        "password": True,
        "load_from_db": True,
        "value": "",
    },
    "warmth": {"type": "slider", "_input_type": "SliderInput", "value": 0.3, "range_spec": {"min": 0, "max": 2}},
    "rows": {"type": "table", "_input_type": "TableInput", "value": [], "table_schema": {"columns": _COLUMNS}},
    "formula": {"type": "code", "_input_type": "CodeInput", "value": "x = 1\n"},
    "model": {
        "type": "model",
        "_input_type": "ModelInput",
        "value": "",
        "options": [{"name": "qwen", "provider": "Ollama"}, {"name": "llama", "provider": "Ollama"}],
    },
    "tools_metadata": {
        "type": "tools",
        "_input_type": "ToolsInput",
        "value": [{"name": "fetch", "description": "", "status": True}, {"name": "search", "status": True}],
    },
    "site": {"type": "link", "_input_type": "LinkInput", "value": "https://example.org", "text": "Open the site"},
    "wire": {"type": "other", "_input_type": "HandleInput", "value": "", "input_types": ["Data"]},
}


def _kinds(*names: str) -> dict[str, Any]:
    """A node with these fields, or one of every kind; foreign, so that nothing but the file says what they are."""
    template = {
        name: {"name": name, "display_name": name.capitalize(), "show": True, "advanced": False, **_FIELDS[name]}
        for name in names or _FIELDS
    }
    node = {
        "template": {"_type": "Component", **template},
        "field_order": list(template),
        "outputs": [],
        "base_classes": [],
        "display_name": "Kinds",
        "description": "",
        "custom_fields": {},
    }
    return {
        "id": "Kinds-aaaaa",
        "type": "genericNode",
        "position": {"x": 0, "y": 0},
        "data": {"id": "Kinds-aaaaa", "type": "Kinds", "node": node},
    }


def _open_node(page: Page, flow_id: str, name: str) -> tuple[CanvasPage, Callable[[str], Locator]]:
    """Open a flow with a node selected; gives the canvas, and a finder of the node's fields in the dock."""
    canvas = CanvasPage(page)
    canvas.open(flow_id)
    canvas.node(name).locator(".node-name").click()
    page.get_by_role("tab", name="Node").click()
    dock = page.get_by_role("complementary", name="Dock")
    return canvas, lambda label: dock.get_by_label(f"{label} of {name}", exact=True)


def test_each_kind_of_field_is_edited_in_the_dock(page: Page, app: RunningApp) -> None:
    flow_id = make_flow(app, "Kinds", {"nodes": [_kinds()], "edges": []})
    canvas, field = _open_node(page, flow_id, "Kinds")
    keys = page.keyboard

    field("Line").fill("some text")
    field("Lines").fill("first\nsecond")
    field("Whole").fill("7.5")
    expect(field("Whole")).to_have_attribute("aria-invalid", "true")
    field("Whole").fill("7")
    field("Decimal").fill("0.25")
    field("Flag").check()
    page.get_by_role("button", name="Choice of Kinds: Red").last.click()
    keys.type("gre")
    keys.press("Enter")
    page.get_by_role("button", name="Choices of Kinds: Red").last.click()
    page.get_by_role("option", name="Blue").click()
    keys.press("Escape")
    page.get_by_role("button", name="Add to Pairs of Kinds").click()
    field_name = page.get_by_label("Pairs of Kinds name 2")
    field_name.fill("")
    field_name.press_sequentially("a")
    expect(page.get_by_text("“a” stands here twice; the last one counts.")).to_be_visible()
    field_name.press_sequentially("b")
    page.get_by_label("Pairs of Kinds value 2").fill("2")

    nested = page.get_by_role("textbox", name="Nested of Kinds").and_(page.locator(".cm-content"))
    nested.click()
    keys.press("Control+A")
    keys.type('{"a": [1, 2')
    expect(page.get_by_text("Not stored yet, for it is no valid JSON")).to_have_count(0)
    keys.press("Control+A")
    keys.insert_text('{"a": ')
    expect(page.get_by_text("Not stored yet, for it is no valid JSON")).to_be_visible()
    keys.press("Control+A")
    keys.insert_text('{"a": [1, 2]}')

    page.get_by_label("Items of Kinds 1").press("Enter")
    expect(page.get_by_label("Items of Kinds 2")).to_be_focused()
    keys.type("Two")
    page.locator(".inspector input[type=file]").set_input_files(
        {"name": "note.txt", "mimeType": "text/plain", "buffer": b"hello"}
    )
    expect(page.get_by_role("button", name="Document of Kinds: note.txt").last).to_be_visible()
    page.get_by_label("Warmth of Kinds, as a number").last.fill("1.5")

    page.get_by_role("button", name="Add a row to Rows of Kinds").click()
    page.get_by_label("Name, row 1").evaluate(
        """(cell) => {
            const clipboardData = new DataTransfer();
            clipboardData.setData('text', 'tea\\t2\\ttrue\\ncake\\tmany\\tfalse');
            cell.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
        }"""
    )
    expect(page.get_by_label("Count, row 2")).to_have_attribute("aria-invalid", "true")
    page.get_by_label("Count, row 2").fill("3")

    page.get_by_role("button", name="Model of Kinds: Choose").last.click()
    page.get_by_role("option", name="llama").click()
    page.get_by_role("switch", name="Give search to the agent").uncheck()
    expect(page.get_by_role("link", name="Open the site").last).to_have_attribute("href", "https://example.org")
    expect(page.get_by_text("Takes a wire; none is connected.")).to_be_visible()

    canvas.wait_saved()
    template = stored(app, flow_id)["data"]["nodes"][0]["data"]["node"]["template"]
    values = {name: template[name]["value"] for name in _FIELDS}
    assert template["document"]["file_path"].startswith(f"{flow_id}/")
    assert values == {
        "line": "some text",
        "lines": "first\nsecond",
        "whole": 7,
        "decimal": 0.25,
        "flag": True,
        "choice": "Green",
        "choices": ["Red", "Blue"],
        "pairs": {"a": "1", "ab": "2"},
        "nested": {"a": [1, 2]},
        "items": ["One", "Two"],
        "document": "note.txt",
        "secret": "",
        "warmth": 1.5,
        "rows": [{"name": "tea", "count": 2, "ok": True}, {"name": "cake", "count": 3, "ok": False}],
        "formula": "x = 1\n",
        "model": [{"name": "llama", "provider": "Ollama"}],
        "tools_metadata": [
            {"name": "fetch", "description": "", "status": True},
            {"name": "search", "status": False},
        ],
        "site": "https://example.org",
        "wire": "",
    }


def test_a_typed_secret_becomes_a_variable_and_never_stands_in_the_flow(page: Page, app: RunningApp) -> None:
    flow_id = make_flow(app, "Secret", {"nodes": [_kinds()], "edges": []})
    canvas, field = _open_node(page, flow_id, "Kinds")
    field("Vendor API Key").press_sequentially("sk-very-secret")
    field("Vendor API Key").press("Enter")
    chip = page.locator(".inspector .variable-chip")
    expect(chip).to_contain_text("VENDOR_API_KEY")
    canvas.wait_saved()
    kept = stored(app, flow_id)["data"]["nodes"][0]["data"]["node"]["template"]["secret"]
    assert (kept["value"], kept["load_from_db"]) == ("VENDOR_API_KEY", True)
    (variable,) = app.client.get("/api/v1/variables/").json()
    assert (variable["name"], variable["type"]) == ("VENDOR_API_KEY", "Credential")
    history = app.client.get(f"/api/v1/flows/{flow_id}").text
    assert "sk-very-secret" not in history

    # A second secret of that name does not overwrite the first, and a variable can be chosen instead of typing.
    page.locator(".inspector").get_by_role("button", name=re.compile("use a value instead")).click()
    field("Vendor API Key").fill("sk-another")
    field("Vendor API Key").blur()
    expect(chip).to_contain_text("VENDOR_API_KEY_2")
    page.locator(".inspector").get_by_role("button", name=re.compile("use a value instead")).click()
    page.locator(".inspector").get_by_role("button", name="Vendor API Key of Kinds: use a variable").click()
    page.get_by_role("option", name="VENDOR_API_KEY", exact=True).click()
    expect(chip).to_have_text("VENDOR_API_KEY")


def _prompt_flow(app: RunningApp) -> str:
    drawing = Drawing(app.client)
    drawing.node("ChatInput", "ChatInput-in", input_value="why is the sky blue")
    drawing.node("Prompt", "Prompt-ask")
    drawing.node("ChatOutput", "ChatOutput-out")
    drawing.edge("Prompt-ask", "prompt", "ChatOutput-out", "input_value")
    return drawing.save("Prompting")


def test_braces_in_a_prompt_draw_wires_which_outlive_a_new_name(page: Page, app: RunningApp) -> None:
    flow_id = _prompt_flow(app)
    canvas, field = _open_node(page, flow_id, "Prompt")
    keys = page.keyboard
    box = field("Template")
    box.click()
    keys.type("Answer {")
    choices = page.get_by_role("listbox", name="Variables and outputs")
    # What depends on this prompt cannot fill it.
    expect(choices.get_by_role("option")).to_have_text([re.compile("Chat Input · .*chat_input")])
    keys.press("Enter")
    keys.type(" in one line.")
    expect(box).to_have_value("Answer {chat_input} in one line.")
    expect(canvas.wires()).to_have_count(2)
    source = page.get_by_role("button", name=re.compile("Comes from Chat Input"))
    expect(source).to_be_visible()

    # Another name, letter by letter, over one that cannot be: the wire stays.
    box.evaluate("(box) => box.setSelectionRange('Answer {'.length, 'Answer {chat_input'.length)")
    keys.type("1 question")
    reason = page.locator(".prompt-choices-reason")
    expect(reason).to_have_text("“1 question” begins with a digit.")
    expect(box).to_have_attribute("aria-invalid", "true")
    keys.press("Enter")
    expect(box).to_have_value("Answer {n1_question} in one line.")
    expect(box).not_to_have_attribute("aria-invalid", "true")
    expect(canvas.wires()).to_have_count(2)
    canvas.wait_saved()
    flow = stored(app, flow_id)["data"]
    prompt = next(node for node in flow["nodes"] if node["id"] == "Prompt-ask")["data"]["node"]
    assert prompt["custom_fields"] == {"template": ["n1_question"]}
    assert "chat_input" not in prompt["template"]
    (edge,) = (edge for edge in flow["edges"] if edge["target"] == "Prompt-ask")
    assert edge["data"]["targetHandle"]["fieldName"] == "n1_question"
    assert "n1_question" in edge["targetHandle"]

    preview = page.get_by_role("figure", name="Preview with the last values")
    expect(preview).to_contain_text("Answer {n1_question} in one line.")
    page.keyboard.press("Control+Enter")
    expect(preview).to_contain_text("Answer why is the sky blue in one line.")
    expect(preview).to_contain_text(re.compile(r"about \d+ tokens"))

    # A variable that goes takes its wire along, and undo brings both back.
    box.fill("No variable; {{plain}} braces")
    expect(canvas.wires()).to_have_count(1)
    expect(preview).to_have_count(0)
    source.wait_for(state="detached")
    canvas.focus()
    canvas.key("Control+z")
    expect(canvas.wires()).to_have_count(2)
    source.click()
    canvas.expect_selected("Chat Input")


def test_code_is_checked_by_line_and_a_node_is_made_anew_from_its_source(page: Page, app: RunningApp) -> None:
    source = (
        "from langflow.custom import Component\nfrom langflow.io import MessageTextInput, Output\n\n\n"
        "class Shout(Component):\n    display_name = 'Shout'\n"
        "    inputs = [MessageTextInput(name='text', display_name='Text')]\n"
        "    outputs = [Output(name='loud', display_name='Loud', method='shout')]\n\n"
        "    def shout(self) -> str:\n        return self.text.upper()\n"
    )
    made = app.client.post("/api/v1/custom_component", json={"code": source}).json()
    node = {
        "id": "CustomComponent-aaaaa",
        "type": "genericNode",
        "position": {"x": 0, "y": 0},
        "data": {"id": "CustomComponent-aaaaa", "type": "CustomComponent", "node": made["data"]},
    }
    flow_id = make_flow(app, "Code", {"nodes": [node], "edges": []})
    canvas, field = _open_node(page, flow_id, "Shout")
    field("Text").fill("kept")
    page.locator(".inspector summary", has_text="Code").click()
    code = page.locator(".inspector .cm-content")
    expect(code.locator(".code-keyword").first).to_have_text("from")
    code.click()
    page.keyboard.press("Control+End")
    page.keyboard.type("    def broken(:\npass")
    problems = page.get_by_role("status", name="Problems in the code")
    expect(problems).to_contain_text("Line 12: invalid syntax")
    expect(page.locator(".inspector .cm-lint-marker-error")).to_have_count(1)
    expect(page.get_by_role("button", name="Apply the code")).to_be_disabled()
    page.get_by_role("button", name="Discard").click()

    code.click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(source.replace("'Text')]", "'Text'), MessageTextInput(name='end', display_name='End')]"))
    expect(problems).to_have_count(0)
    page.get_by_role("button", name="Apply the code").click()
    expect(field("End")).to_be_visible()
    expect(field("Text")).to_have_value("kept")
    canvas.wait_saved()
    component = stored(app, flow_id)["data"]["nodes"][0]["data"]["node"]
    assert component["edited"] is True
    assert list(component["field_order"]) == ["text", "end"]


def test_a_long_text_gets_the_whole_dock(page: Page, app: RunningApp) -> None:
    flow_id = make_flow(app, "Long", {"nodes": [_kinds("lines", "document")], "edges": []})
    canvas = CanvasPage(page)
    canvas.open(flow_id)
    canvas.field("Lines of Kinds").hover()
    canvas.canvas.get_by_role("button", name="Edit Lines of Kinds in the dock").click()
    big = page.get_by_role("region", name="Lines of Kinds")
    box = big.get_by_role("textbox", name="Lines of Kinds")
    expect(box).to_be_focused()
    bounds = box.bounding_box()
    assert bounds is not None
    assert bounds["height"] > 500
    page.keyboard.type("a long text")
    expect(canvas.field("Lines of Kinds")).to_have_value("a long text")
    big.get_by_role("button", name="Back to all fields").click()
    expect(page.get_by_role("button", name="Document of Kinds: Choose or drop a file").last).to_be_visible()
