"""Components of our own: a scripted model, and JSON that is checked and repaired."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.components.flow_case import Case, Failed, Text, output_of
from tests.conftest import RunningApp
from tests.flow_drawing import Drawing, chat_flow

PERSON = {
    "type": "object",
    "properties": {
        "name": {"type": "string", "minLength": 2},
        "age": {"type": "integer", "minimum": 0, "maximum": 150},
        "tags": {"type": "array", "items": {"enum": ["a", "b"]}, "maxItems": 2},
    },
    "required": ["name"],
    "additionalProperties": False,
}


def check(app: RunningApp, text: str, schema: Any = PERSON) -> Any:
    return Case("JSONSchemaCheck", "data", {"input_value": Text(text), "json_schema": json.dumps(schema)}).run(app)


def test_json_that_fits_becomes_a_record(shared_app: RunningApp) -> None:
    assert check(shared_app, "Here you are: {'name': 'Ann', \"age\": 30,}") == {"name": "Ann", "age": 30}
    assert check(shared_app, "[1, 2]", {"type": "array"}) == [{"text": 1}, {"text": 2}]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nothing", "no JSON object"),
        ("{}", "name is missing"),
        ('{"name": 5}', "name is integer, not string"),
        ('{"name": "x"}', "name has 1 characters, fewer than 2"),
        ('{"name": "Ann", "age": 1.5}', "age is number, not integer"),
        ('{"name": "Ann", "age": 200}', "age is 200, more than 150"),
        ('{"name": "Ann", "age": true}', "age is boolean, not integer"),
        ('{"name": "Ann", "tags": ["a", "c"]}', r"tags\[1\] is none of a, b"),
        ('{"name": "Ann", "tags": ["a", "b", "a"]}', "tags has 3 entries, more than 2"),
        ('{"name": "Ann", "more": 1}', "more may not be there"),
    ],
)
def test_json_that_does_not_fit_is_told_where(shared_app: RunningApp, text: str, said: str) -> None:
    with pytest.raises(Failed, match=said):
        check(shared_app, text)


def test_a_bad_schema_is_told(shared_app: RunningApp) -> None:
    with pytest.raises(Failed, match="schema is not valid"):
        Case("JSONSchemaCheck", "data", {"input_value": "{}", "json_schema": "{"}).run(shared_app)


def repaired(app: RunningApp, replies: list[str]) -> Any:
    drawing = Drawing(app.client)
    node = drawing.node("JSONSchemaCheck", input_value='{"nam": "Ann"}', json_schema=json.dumps(PERSON))
    drawing.edge(drawing.node("TestReply", replies=replies), "model_output", node, "llm")
    return output_of(drawing, node, "data")


def test_a_model_repairs_what_does_not_fit(shared_app: RunningApp) -> None:
    assert repaired(shared_app, ['name is missing => {"name": "Ann"}']) == {"name": "Ann"}
    with pytest.raises(Failed, match="name is missing"):
        repaired(shared_app, ["{}"])


def test_a_script_answers(shared_app: RunningApp) -> None:
    flow = chat_flow(shared_app.client, "TestReply", replies=["weather => It rains.", "You said {input}"])
    answers = [
        flow.run(text).json()["outputs"][0]["outputs"][0]["results"]["message"]["text"]
        for text in ("How is the WEATHER?", "bye")
    ]
    assert answers == ["It rains.", "You said bye"]


def test_a_script_streams_word_by_word(shared_app: RunningApp) -> None:
    flow = chat_flow(shared_app.client, "TestReply", replies=["one two three"], stream=True)
    pieces = [event["data"]["chunk"] for event in flow.build("x") if event["event"] == "token"]
    assert pieces == ["one ", "two ", "three", ""]
