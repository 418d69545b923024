"""How values reach fields, by the flow format: drawn for what no other test draws."""

from __future__ import annotations

from typing import Any

import pytest

from tests.components.flow_case import Json, Text, add_variables, output_of
from tests.conftest import RunningApp
from tests.flow_drawing import Drawing


def _template(drawing: Drawing, node_id: str) -> dict[str, Any]:
    (node,) = (node for node in drawing.nodes if node["id"] == node_id)
    template: dict[str, Any] = node["data"]["node"]["template"]
    return template


def test_a_list_takes_all_edges_in_their_order_and_lists_are_spliced_in(shared_app: RunningApp) -> None:
    drawing = Drawing(shared_app.client)
    drawing.node("CreateList", "CreateList-all", texts=["stored", "and ignored"])
    for text in ("b", "a"):
        drawing.edge(
            drawing.node("TextInput", f"TextInput-{text}", input_value=text), "text", "CreateList-all", "texts"
        )
    assert [row["text"] for row in output_of(drawing, "CreateList-all", "list")] == ["b", "a"]
    node = drawing.node("JSONtoData", "JSONtoData-many", json_string='[{"text": "1"}, {"text": "2"}]')
    # A field that this version does not know is a list where the file says so.
    drawing.node("Prompt", "Prompt-p", template="{rows}")
    entry = {"name": "rows", "type": "other", "input_types": ["Data"], "list": True, "value": "", "show": True}
    _template(drawing, "Prompt-p")["rows"] = entry
    drawing.edge(node, "data", "Prompt-p", "rows")
    drawing.edge(drawing.node("JSONtoData", "JSONtoData-one", json_string='{"text": "3"}'), "data", "Prompt-p", "rows")
    drawing.flow_id = ""
    assert output_of(drawing, "Prompt-p", "prompt") == "['1', '2', '3']"


def test_of_several_edges_into_one_value_the_last_counts(shared_app: RunningApp) -> None:
    drawing = Drawing(shared_app.client)
    drawing.node("ParseData", "ParseData-p", template="{text}")
    for text in ("first", "last"):
        node = drawing.node("JSONtoData", f"JSONtoData-{text}", json_string=f'{{"text": "{text}"}}')
        drawing.edge(node, "data", "ParseData-p", "data")
    assert output_of(drawing, "ParseData-p", "text") == "last"


def test_a_value_goes_under_the_one_key_of_a_stored_object(shared_app: RunningApp) -> None:
    drawing = Drawing(shared_app.client)
    drawing.node("CreateData", "CreateData-c", number_of_fields=1)
    entry = {"name": "field_1_key", "display_name": "Field 1", "type": "dict", "input_types": ["Text", "Data"]}
    entry |= {"value": {"colour": ""}, "show": True, "_input_type": "DictInput"}
    _template(drawing, "CreateData-c")["field_1_key"] = entry
    drawing.edge(drawing.node("TextInput", "TextInput-t", input_value="red"), "text", "CreateData-c", "field_1_key")
    drawing.edges[-1]["data"]["sourceHandle"]["output_types"] = ["Text"]
    assert output_of(drawing, "CreateData-c", "data") == {"colour": "red"}


def test_what_is_hidden_or_missing_takes_the_default(shared_app: RunningApp) -> None:
    drawing = Drawing(shared_app.client)
    drawing.node("CombineText", "CombineText-c", text1="a", text2="b", delimiter="-")
    template = _template(drawing, "CombineText-c")
    template["delimiter"]["show"] = False
    assert output_of(drawing, "CombineText-c", "combined_text") == "a b"
    drawing.flow_id = ""
    del template["delimiter"]
    assert output_of(drawing, "CombineText-c", "combined_text") == "a b"
    drawing.flow_id = ""
    template["delimiter"] = {"name": "delimiter", "type": "str", "value": "\\n", "show": True}
    assert output_of(drawing, "CombineText-c", "combined_text") == "a\nb"


@pytest.mark.parametrize(
    ("template", "values", "text"),
    [
        ("<{x}>", {}, "<>"),
        ("{{lit}} {x}", {"x": Text("v")}, "{lit} v"),
        ("{x}", {"x": Json('{"text": "of a record"}')}, "of a record"),
        ("{b}{a}{b}", {"a": "1", "b": Text("2")}, "212"),
    ],
)
def test_a_prompt_is_filled_in(shared_app: RunningApp, template: str, values: dict[str, Any], text: str) -> None:
    drawing = Drawing(shared_app.client)
    drawing.node("Prompt", "Prompt-p", template=template)
    add_variables(drawing, "Prompt-p")
    for name, value in values.items():
        entry = _template(drawing, "Prompt-p")[name]
        if isinstance(value, Text):
            drawing.edge(drawing.node("TextInput", input_value=value.text), "text", "Prompt-p", name)
        elif isinstance(value, Json):
            entry["input_types"] = ["Message", "Text", "Data"]
            drawing.edge(drawing.node("JSONtoData", json_string=value.text), "data", "Prompt-p", name)
        else:
            entry["value"] = value
    assert output_of(drawing, "Prompt-p", "prompt") == text


def test_input_and_outputs_are_chosen_by_their_kind(shared_app: RunningApp) -> None:
    drawing = Drawing(shared_app.client)
    for kind in ("Chat", "Text"):
        drawing.node(f"{kind}Input", f"{kind}Input-in", input_value=f"stored {kind}")
        drawing.node(f"{kind}Output", f"{kind}Output-out")
    drawing.node("Pass", "Pass-join")
    drawing.edge("ChatInput-in", "message", "ChatOutput-out", "input_value")
    # Without it, what hangs on the text input alone would be left aside.
    drawing.edge("ChatInput-in", "message", "Pass-join", "ignored_message")
    drawing.edge("TextInput-in", "text", "Pass-join", "input_message")
    drawing.edge("Pass-join", "output_message", "TextOutput-out", "input_value")

    def answers(**asked: Any) -> dict[str, str]:
        (run,) = drawing.run("given", **asked).json()["outputs"]
        return {
            entry["component_id"]: next(iter(entry["outputs"].values()))["message"]
            if entry["component_id"] != "ChatOutput-out"
            else entry["results"]["message"]["text"]
            for entry in run["outputs"]
        }

    assert answers(input_type="chat", output_type="chat") == {"ChatOutput-out": "given"}
    assert answers(input_type="text", output_type="text") == {"TextOutput-out": "given"}
    assert answers(input_type="any", output_type="any") == {"ChatOutput-out": "given", "TextOutput-out": "given"}
    assert set(answers(output_type="debug")) == {
        "ChatInput-in",
        "ChatOutput-out",
        "TextInput-in",
        "TextOutput-out",
        "Pass-join",
    }
    assert answers(output_component="TextOutput-out") == {"TextOutput-out": "stored Text"}


def test_a_file_field_of_a_later_version_holds_several_files(shared_app: RunningApp) -> None:
    drawing = Drawing(shared_app.client)
    drawing.node("File", "File-f")
    flow_id = drawing.save()
    stored = [
        shared_app.client.post(f"/api/v1/files/upload/{flow_id}", files={"file": (f"{name}.txt", name.encode())}).json()
        for name in ("one", "two")
    ]
    _template(drawing, "File-f")["path"] |= {"list": True, "file_path": [each["file_path"] for each in stored]}
    shared_app.client.patch(f"/api/v1/flows/{flow_id}", json={"data": drawing.data})
    assert [row["text"] for row in output_of(drawing, "File-f", "data")] == ["one", "two"]
