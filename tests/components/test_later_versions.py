"""Components that only later versions' files name, over HTTP."""

# ruff: noqa: E501 - the tables read better in long lines

from __future__ import annotations

from typing import Any

import pytest

from tests.components.flow_case import Case, Failed, Json, Text
from tests.conftest import RunningApp
from tests.flow_drawing import Drawing

PEOPLE = Json('[{"name": "Ann", "age": 30}, {"name": "Bo"}]')

CASES = [
    Case("parser", "parsed_text", {"input_data": PEOPLE, "pattern": "{name}:{age}", "sep": "; "}, "Ann:30; Bo:"),
    Case("parser", "parsed_text", {"input_data": Json('{"text": "t", "n": 1}')}, "Text: t"),
    Case("parser", "parsed_text", {"input_data": PEOPLE, "mode": "Stringify"}, '{"name": "Ann", "age": 30}\n{"name": "Bo"}'),
    Case("TypeConverterComponent", "message_output", {"input_data": Json('{"a": 1}')}, '{"a": 1}'),
    Case("TypeConverterComponent", "data_output", {"input_data": Text('{"a": [1]}')}, {"a": [1]}),
    Case("TypeConverterComponent", "data_output", {"input_data": Text("plain")}, {"text": "plain"}),
    Case("TypeConverterComponent", "dataframe_output", {"input_data": PEOPLE}, [{"name": "Ann", "age": 30}, {"name": "Bo"}]),
    Case("TypeConverterComponent", "dataframe_output", {"input_data": Text('[{"a": 1}]')}, [{"a": 1}]),
    Case("RegexExtractorComponent", "data", {"input_text": "a1 b22", "pattern": r"[a-z](?P<n>\d+)"},
         [{"match": "a1", "n": "1"}, {"match": "b22", "n": "22"}]),
    Case("RegexExtractorComponent", "text", {"input_text": "a1 b22", "pattern": r"\d+"}, "1\n22"),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.type_key}-{case.output}")
def test_what_comes_out(case: Case, shared_app: RunningApp) -> None:
    assert case.run(shared_app) == case.expected


def test_a_bad_pattern_is_explained(shared_app: RunningApp) -> None:
    with pytest.raises(Failed, match="pattern is not valid"):
        Case("RegexExtractorComponent", "text", {"input_text": "a", "pattern": "("}).run(shared_app)


def test_pages_and_what_they_link_to(shared_app: RunningApp, web: str) -> None:
    def urls(**values: Any) -> list[str]:
        rows = Case("URLComponent", "page_results", {"urls": [f"{web}/page"], **values}).run(shared_app)
        return [row["url"] for row in rows]

    assert urls() == [f"{web}/page"]
    assert urls(max_depth=2) == [f"{web}/page", f"{web}/more"]
    assert urls(max_depth=5) == [f"{web}/page", f"{web}/more"]
    assert urls(urls=[f"{web}/gone", f"{web}/plain"]) == [f"{web}/plain"]
    with pytest.raises(Failed, match="status 404"):
        urls(urls=[f"{web}/gone"])
    row = Case("URLComponent", "page_results", {"urls": [f"{web}/echo"], "headers": [{"key": "x-token", "value": "t"}]})
    assert '"token": "t"' in row.run(shared_app)[0]["text"]


def test_knowledge_is_put_in_and_found(shared_app: RunningApp) -> None:
    texts = Json('[{"text": "apples are red", "from": "a"}, {"text": "the sky is blue", "from": "b"}]')
    put = {"mode": "Ingest", "knowledge_base": "nature", "input_df": texts}
    assert Case("Knowledge", "dataframe_output", put).run(shared_app) == {"knowledge_base": "nature", "chunks": 2}
    asked = {"knowledge_base": "nature", "search_query": "what is the colour of apples?"}
    assert Case("Knowledge", "retrieve_data", asked).run(shared_app) == [
        {"content": "apples are red", "text": "apples are red", "from": "a"}
    ]
    with pytest.raises(Failed, match="No name is chosen"):
        Case("Knowledge", "retrieve_data", {"search_query": "x"}).run(shared_app)


def test_messages_are_found_by_words(shared_app: RunningApp) -> None:
    talk = Drawing(shared_app.client)
    source, target = talk.node("ChatInput"), talk.node("ChatOutput", should_store_message=False)
    talk.edge(source, "message", target, "input_value")
    for text in ("My cat is called Minka", "It rains today"):
        talk.run(text, session="cats")
    talk.run("A dog named Rex, no cat", session="dogs")
    find = Drawing(shared_app.client)
    find.node("MemoryBase", search_query="what is my cat's name, the cat?")
    events = find.build(session="cats")
    (built,) = [event["data"]["build_data"] for event in events if event["event"] == "end_vertex"]
    rows = built["data"]["outputs"]["retrieve_data"]["message"]
    assert [(row["sender"], row["text"]) for row in rows] == [("User", "My cat is called Minka")]
