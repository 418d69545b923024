"""Branches that a node has built itself: for each item of a list, and when a value is not in the cache."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from tests.conftest import RunningApp, RunProgram, StartApp
from tests.flow_drawing import Drawing
from tests.model_server.stand_in import Answer, Refusal, StandIn


def _events(drawing: Drawing, text: str = "", **query: Any) -> list[dict[str, Any]]:
    return drawing.build(text, **query)


def _built(events: list[dict[str, Any]]) -> list[str]:
    return [event["data"]["build_data"]["id"] for event in events if event["event"] == "end_vertex"]


def _of(events: list[dict[str, Any]], vertex_id: str) -> dict[str, Any]:
    """The last build of a vertex."""
    return dict(
        [
            event["data"]["build_data"]
            for event in events
            if event["event"] == "end_vertex" and event["data"]["build_data"]["id"] == vertex_id
        ][-1]
    )


def _errors(events: list[dict[str, Any]]) -> list[str]:
    return [event["data"]["text"] for event in events if event["event"] == "error"]


def _prompt(drawing: Drawing, node_id: str, template: str, *variables: str) -> None:
    drawing.node("Prompt", node_id, template=template, **dict.fromkeys(variables, ""))
    for name in variables:
        drawing.nodes[-1]["data"]["node"]["template"][name]["input_types"] = ["Message", "Text"]


def _each(app: RunningApp, stand_in: StandIn, count: int, **values: Any) -> Drawing:
    """A list → for each: record → text → prompt with a tone from outside → model; results → table at the end."""
    drawing = Drawing(app.client)
    drawing.node("CreateList", "CreateList-all", texts=[f"line {number}" for number in range(count)])
    drawing.node("ForEach", "ForEach-f", **values)
    drawing.node("TextInput", "TextInput-tone", input_value="dry")
    drawing.node("ParseData", "ParseData-p", template="{text}")
    _prompt(drawing, "Prompt-p", "{tone}: {x}", "tone", "x")
    drawing.node("OpenAIModel", "OpenAIModel-m", openai_api_base=stand_in.base_url, api_key="k", model_name="m")
    drawing.node("TypeConverterComponent", "TypeConverterComponent-t")
    drawing.edge("CreateList-all", "list", "ForEach-f", "data")
    drawing.edge("ForEach-f", "item", "ParseData-p", "data")
    drawing.edge("ParseData-p", "text", "Prompt-p", "x")
    drawing.edge("TextInput-tone", "text", "Prompt-p", "tone")
    drawing.edge("Prompt-p", "prompt", "OpenAIModel-m", "input_value")
    drawing.edge("ForEach-f", "results", "TypeConverterComponent-t", "input_data")
    return drawing


def _rows(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = _of(events, "TypeConverterComponent-t")["data"]["outputs"]["dataframe_output"][
        "message"
    ]
    return rows


def test_what_follows_is_built_for_each_item_several_at_a_time(shared_app: RunningApp, stand_in: StandIn) -> None:
    drawing = _each(shared_app, stand_in, 5, at_once=3)
    stand_in.meet = 3
    events = _events(drawing)
    assert stand_in.most_at_once == 3
    assert [row["text"] for row in _rows(events)] == ["Hello there!"] * 5
    asked = sorted(chat.body["messages"][-1]["content"] for chat in stand_in.chats)
    assert asked == [f"dry: line {number}" for number in range(5)]
    built = _built(events)
    assert (built.count("OpenAIModel-m"), built.count("TextInput-tone"), built.count("ForEach-f")) == (5, 1, 1)
    assert set(events[0]["data"]["to_run"]) == {node["id"] for node in drawing.nodes}
    assert events[-1]["event"] == "end"
    again = drawing.run()
    assert again.status_code == 200, again.text
    assert len(stand_in.chats) == 10


def test_an_item_that_fails_is_a_row_that_says_why(shared_app: RunningApp, stand_in: StandIn) -> None:
    stand_in.script(Answer(("one",)), Refusal(400, "no such thing"), Answer(("three",)))
    events = _events(_each(shared_app, stand_in, 3, at_once=1))
    first, failed, last = _rows(events)
    assert (first["text"], failed["text"], last["text"]) == ("one", "line 1", "three")
    assert "no such thing" in failed["error"]
    assert failed["error"].startswith("OpenAI: ")
    assert _errors(events) == []


def test_for_each_stops_at_the_first_failure_where_asked(shared_app: RunningApp, stand_in: StandIn) -> None:
    stand_in.script(Answer(("one",)), Refusal(400, "no such thing"), Answer(("three",)))
    events = _events(_each(shared_app, stand_in, 3, at_once=1, on_error="Stop"))
    (error,) = _errors(events)
    assert "Item 2 of 3 failed in OpenAI" in error
    assert "no such thing" in error
    assert "TypeConverterComponent-t" not in _built(events)
    assert len(stand_in.chats) == 2


def test_an_edge_back_says_what_to_collect(shared_app: RunningApp) -> None:
    drawing = Drawing(shared_app.client)
    drawing.node("TextInput", "TextInput-t", input_value="a\\nb")
    drawing.node("ForEach", "ForEach-f")
    drawing.node("ParseData", "ParseData-p", template="<{text}>")
    drawing.node("ChatOutput", "ChatOutput-each")
    drawing.node("TypeConverterComponent", "TypeConverterComponent-t")
    drawing.edge("TextInput-t", "text", "ForEach-f", "data")
    drawing.edge("ForEach-f", "item", "ParseData-p", "data")
    drawing.edge("ParseData-p", "text", "ChatOutput-each", "input_value")
    drawing.edges.append(
        {
            "id": "back",
            "source": "ParseData-p",
            "target": "ForEach-f",
            "data": {
                "sourceHandle": {"dataType": "", "id": "ParseData-p", "name": "text", "output_types": ["Message"]},
                "targetHandle": {"dataType": "", "id": "ForEach-f", "name": "item", "output_types": ["Data"]},
            },
        }
    )
    drawing.edge("ForEach-f", "results", "TypeConverterComponent-t", "input_data")
    events = _events(drawing)
    assert _rows(events) == [{"text": "<a>"}, {"text": "<b>"}]
    said = [event["data"]["text"] for event in events if event["event"] == "add_message"]
    assert sorted(said) == ["<a>", "<b>"]


def test_a_branch_cannot_take_what_comes_after_all_items(shared_app: RunningApp, stand_in: StandIn) -> None:
    drawing = _each(shared_app, stand_in, 1)
    _prompt(drawing, "Prompt-after", "{t}", "t")
    drawing.edge("TypeConverterComponent-t", "message_output", "Prompt-after", "t")
    drawing.nodes[-1]["data"]["node"]["template"]["u"] = dict(
        drawing.nodes[-1]["data"]["node"]["template"]["t"], name="u"
    )
    drawing.edge("ParseData-p", "text", "Prompt-after", "u")
    (error,) = _events(drawing)
    assert "is built for each item of For Each" in error["data"]["error"]


def _cached(app: RunningApp, stand_in: StandIn, **values: Any) -> Drawing:
    """Chat input → prompt → model → cache → chat output."""
    drawing = Drawing(app.client)
    drawing.node("ChatInput", "ChatInput-in")
    _prompt(drawing, "Prompt-p", "Say {x}", "x")
    drawing.node("OpenAIModel", "OpenAIModel-m", openai_api_base=stand_in.base_url, api_key="k", model_name="m")
    drawing.node("Cache", "Cache-c", **values)
    drawing.node("ChatOutput", "ChatOutput-out")
    drawing.edge("ChatInput-in", "message", "Prompt-p", "x")
    drawing.edge("Prompt-p", "prompt", "OpenAIModel-m", "input_value")
    drawing.edge("OpenAIModel-m", "text_output", "Cache-c", "value")
    drawing.edge("Cache-c", "message", "ChatOutput-out", "input_value")
    return drawing


def _said(events: list[dict[str, Any]]) -> str:
    return str([event["data"]["text"] for event in events if event["event"] == "add_message"][-1])


def test_a_kept_value_spares_what_makes_it(shared_app: RunningApp, stand_in: StandIn) -> None:
    stand_in.script(*(Answer((word,)) for word in ("one", "two", "three", "four")))
    drawing = _cached(shared_app, stand_in)
    first = _events(drawing, "hi")
    assert (_said(first), "OpenAIModel-m" in _built(first)) == ("one", True)
    again = _events(drawing, "hi", session="another")
    assert _said(again) == "one"
    assert _built(again) == ["ChatInput-in", "Cache-c", "ChatOutput-out"]
    assert "Taken from the cache" in json.dumps(_of(again, "Cache-c")["data"]["logs"])
    assert "one" in drawing.run("hi").text
    assert _said(_events(drawing, "other words")) == "two"
    drawing.nodes[2]["data"]["node"]["template"]["system_message"]["value"] = "Be brief."
    shared_app.client.patch(f"/api/v1/flows/{drawing.flow_id}", json={"data": drawing.data})
    assert _said(_events(drawing, "hi")) == "three"
    assert len(stand_in.chats) == 3


def test_a_key_and_a_time_to_live(shared_app: RunningApp, stand_in: StandIn) -> None:
    stand_in.script(*(Answer((word,)) for word in ("one", "two", "three")))
    drawing = _cached(shared_app, stand_in, key="same", hours=2 / 3600)
    assert [_said(_events(drawing, text)) for text in ("a", "b")] == ["one", "one"]
    time.sleep(2.1)
    assert _said(_events(drawing, "c")) == "two"


def test_a_failure_behind_a_cache_is_its_own_and_is_not_kept(shared_app: RunningApp, stand_in: StandIn) -> None:
    stand_in.script(Refusal(400, "no such thing"), Answer(("better",)))
    drawing = _cached(shared_app, stand_in)
    events = _events(drawing, "hi")
    (error,) = [event["data"] for event in events if event["event"] == "error"]
    assert error["properties"]["source"]["id"] == "OpenAIModel-m"
    assert "no such thing" in error["text"]
    assert "ChatOutput-out" not in _built(events)
    assert _said(_events(drawing, "hi")) == "better"


def test_what_is_kept_outlives_the_program(start_app: StartApp, stand_in: StandIn) -> None:
    stand_in.script(Answer(("one",)), Answer(("two",)), Answer(("three",)))
    app = start_app()
    drawing = _cached(app, stand_in)
    drawing.build("hi")
    frozen = Drawing(app.client)
    frozen.node("OpenAIModel", "OpenAIModel-f", openai_api_base=stand_in.base_url, api_key="k", input_value="x")
    frozen.nodes[0]["data"]["node"]["frozen"] = True
    frozen.node("ChatOutput", "ChatOutput-out")
    frozen.edge("OpenAIModel-f", "text_output", "ChatOutput-out", "input_value")
    assert _said(frozen.build()) == "two"
    assert _said(frozen.build(reuse="true")) == "two"
    app.server.stop()
    client = drawing.client = frozen.client = start_app().client
    assert _said(drawing.build("hi")) == "one"
    events = frozen.build()
    assert _said(events) == "two"
    assert _of(events, "OpenAIModel-f")["data"]["used_frozen_result"] is True
    assert "two" in frozen.run().text
    frozen.nodes[0]["data"]["node"]["frozen"] = False
    client.patch(f"/api/v1/flows/{frozen.flow_id}", json={"data": frozen.data})
    reused = frozen.build(reuse="true")
    assert (_said(reused), _of(reused, "OpenAIModel-f")["data"].get("reused")) == ("two", True)
    assert len(stand_in.chats) == 2


@pytest.mark.parametrize("at_once", [1, 4])
def test_a_person_is_asked_for_each_item(run_program: RunProgram, stand_in: StandIn, at_once: int) -> None:
    program, client = run_program()
    drawing = _each(RunningApp(None, client, None), stand_in, 2, at_once=at_once)  # type: ignore[arg-type]
    drawing.node("AskPerson", "AskPerson-q")
    drawing.edge("Prompt-p", "prompt", "AskPerson-q", "question")
    drawing.edges = [edge for edge in drawing.edges if edge["target"] != "OpenAIModel-m"]
    drawing.edge("AskPerson-q", "answer", "OpenAIModel-m", "input_value")
    drawing.save()
    job_id = client.post(f"/api/v1/build/{drawing.flow_id}/flow", params={"event_delivery": "streaming"}).json()[
        "job_id"
    ]
    questions: list[dict[str, Any]] = []
    while len(questions) < min(at_once, 2):
        questions = client.get("/api/v1/questions").json()
    client.post(f"/api/v1/questions/{questions[0]['id']}", json={"answer": questions[0]["text"]})
    while not stand_in.chats or not client.get("/api/v1/questions").json():
        time.sleep(0.02)
    program.kill()
    program.wait()
    _, client = run_program()
    (left,) = client.get("/api/v1/questions").json()
    client.post(f"/api/v1/questions/{left['id']}", json={"answer": left["text"]})
    followed = client.get(f"/api/v1/build/{job_id}/events", params={"event_delivery": "streaming"}).text
    events = [json.loads(line) for line in followed.splitlines() if line]
    assert len(_rows(events)) == 2
    assert len(stand_in.chats) == 2
    assert sorted(chat.body["messages"][-1]["content"] for chat in stand_in.chats) == ["dry: line 0", "dry: line 1"]
