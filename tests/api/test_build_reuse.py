"""Builds that ask for reuse: what did not change is not built again, and the events say so."""

from __future__ import annotations

import json
from typing import Any

from tests.conftest import RunningApp
from tests.flow_drawing import Drawing
from tests.model_server.stand_in import Answer, StandIn


def _ends(events: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {
        event["data"]["build_data"]["id"]: event["data"]["build_data"]
        for event in events
        if event["event"] == "end_vertex"
    }


def _answers(events: list[dict[str, Any]]) -> list[str]:
    return [
        event["data"]["text"]
        for event in events
        if event["event"] == "add_message" and event["data"]["sender"] == "Machine"
    ]


def _messages(app: RunningApp, drawing: Drawing) -> list[Any]:
    found: list[Any] = app.client.get("/api/v1/monitor/messages", params={"session_id": drawing.flow_id}).json()
    return found


def _reused(events: list[dict[str, Any]]) -> set[str]:
    """The types of the vertices that were not built again."""
    return {name.partition("-")[0] for name, end in _ends(events).items() if end["data"].get("reused")}


def _reusing(drawing: Drawing, text: str) -> list[dict[str, Any]]:
    answer = drawing.client.post(
        f"/api/v1/build/{drawing.flow_id}/flow",
        params={"reuse": "true"},
        json={"inputs": {"input_value": text, "session": drawing.flow_id}},
    )
    return [json.loads(line) for line in answer.text.splitlines() if line]


def test_what_did_not_change_is_not_built_again(shared_app: RunningApp, stand_in: StandIn) -> None:
    stand_in.script(Answer(("one",)), Answer(("two",)), Answer(("three",)))
    drawing = _asking(shared_app, stand_in)
    assert _reused(_reusing(drawing, "hi")) == set()
    again = _reusing(drawing, "hi")
    assert _reused(again) == {"Prompt", "OpenAIModel"}
    assert all(_ends(again)[name]["data"]["used_frozen_result"] for name in ("Prompt-p", "OpenAIModel-m"))
    assert (_answers(again), len(stand_in.chats)) == (["one"], 1)
    assert len(_messages(shared_app, drawing)) == 4
    assert _reused(_reusing(drawing, "other words")) == set()
    assert len(stand_in.chats) == 2


def test_a_changed_field_has_its_node_and_what_follows_built_again(shared_app: RunningApp, stand_in: StandIn) -> None:
    stand_in.script(Answer(("one",)), Answer(("two",)))
    drawing = _asking(shared_app, stand_in)
    _reusing(drawing, "hi")
    drawing.nodes[2]["data"]["node"]["template"]["system_message"]["value"] = "Be brief."
    shared_app.client.patch(
        f"/api/v1/flows/{drawing.flow_id}", json={"data": {"nodes": drawing.nodes, "edges": drawing.edges}}
    )
    assert _reused(_reusing(drawing, "hi")) == {"Prompt"}
    assert len(stand_in.chats) == 2


def test_other_builds_and_runs_build_everything(shared_app: RunningApp, stand_in: StandIn) -> None:
    stand_in.script(Answer(("one",)), Answer(("two",)), Answer(("three",)))
    drawing = _asking(shared_app, stand_in)
    _reusing(drawing, "hi")
    events = drawing.build("hi", session=drawing.flow_id)
    assert not any("reused" in end["data"] for end in _ends(events).values())
    drawing.run("hi")
    assert len(stand_in.chats) == 3


def test_a_changed_variable_and_a_changed_file_count_as_changes(shared_app: RunningApp) -> None:
    drawing = Drawing(shared_app.client)
    drawing.node("TextInput", "TextInput-t", input_value="TONE")
    drawing.nodes[-1]["data"]["node"]["template"]["input_value"]["load_from_db"] = True
    drawing.node("File", "File-f")
    made = shared_app.client.post(
        "/api/v1/variables/", json={"name": "TONE", "value": "dry", "type": "Generic", "default_fields": []}
    ).json()
    flow_id = drawing.save()
    uploaded = shared_app.client.post(f"/api/v1/files/upload/{flow_id}", files={"file": ("a.txt", b"first")}).json()
    drawing.nodes[-1]["data"]["node"]["template"]["path"]["file_path"] = uploaded["file_path"]
    shared_app.client.patch(f"/api/v1/flows/{flow_id}", json={"data": {"nodes": drawing.nodes, "edges": []}})
    _reusing(drawing, "")
    assert _reused(_reusing(drawing, "")) == {"TextInput", "File"}
    shared_app.client.patch(f"/api/v1/variables/{made['id']}", json={"id": made["id"], "value": "merry"})
    assert _reused(_reusing(drawing, "")) == {"File"}
    stored = shared_app.data_dir / "files" / uploaded["file_path"]
    assert stored.read_bytes() == b"first"
    stored.write_bytes(b"second")
    events = _reusing(drawing, "")
    assert _reused(events) == {"TextInput"}
    assert "second" in json.dumps(_ends(events)["File-f"])


def _asking(shared_app: RunningApp, stand_in: StandIn) -> Drawing:
    drawing = Drawing(shared_app.client)
    drawing.node("ChatInput", "ChatInput-i")
    drawing.node("Prompt", "Prompt-p", template="Say {x}", x="")
    drawing.nodes[-1]["data"]["node"]["template"]["x"]["input_types"] = ["Message", "Text"]
    drawing.node("OpenAIModel", "OpenAIModel-m", openai_api_base=stand_in.base_url, api_key="k", model_name="m")
    drawing.node("ChatOutput", "ChatOutput-o")
    drawing.edge("ChatInput-i", "message", "Prompt-p", "x")
    drawing.edge("Prompt-p", "prompt", "OpenAIModel-m", "input_value")
    drawing.edge("OpenAIModel-m", "text_output", "ChatOutput-o", "input_value")
    drawing.save()
    return drawing
