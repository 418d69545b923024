"""The records of runs: who began them, what came of them, and running one again."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.conftest import RunningApp, StartApp
from tests.flow_drawing import Drawing, chat_flow
from tests.model_server.stand_in import Answer, Refusal, StandIn

CANARY = "sk-canary-4711-never-kept"


def _echo(client: httpx.Client, **prompt: Any) -> Drawing:
    """Chat input → prompt ``Say: {x}`` → chat output."""
    drawing = Drawing(client)
    drawing.node("ChatInput", "ChatInput-in")
    drawing.node("Prompt", "Prompt-say", template="Say: {x}", x="", **prompt)
    drawing.nodes[-1]["data"]["node"]["template"]["x"]["input_types"] = ["Message", "Text"]
    drawing.node("ChatOutput", "ChatOutput-out")
    drawing.edge("ChatInput-in", "message", "Prompt-say", "x")
    drawing.edge("Prompt-say", "prompt", "ChatOutput-out", "input_value")
    drawing.save(f"echo {uuid4()}")
    return drawing


def _runs(client: httpx.Client, flow_id: str, **query: Any) -> list[dict[str, Any]]:
    page = client.get("/api/v1/runs", params={"flow_id": flow_id, **query})
    assert page.status_code == 200, page.text
    items: list[dict[str, Any]] = page.json()["items"]
    return items


def _detail(client: httpx.Client, run_id: str) -> dict[str, Any]:
    answer = client.get(f"/api/v1/runs/{run_id}")
    assert answer.status_code == 200, answer.text
    detail: dict[str, Any] = answer.json()
    return detail


def test_every_way_to_run_a_flow_leaves_its_record(shared_app: RunningApp) -> None:
    client, drawing = shared_app.client, _echo(shared_app.client)
    flow = drawing.flow_id
    client.post(f"/api/v1/build/{flow}/flow", json={"inputs": {"input_value": "one", "session": "s1"}})
    client.post(f"/api/v1/build/{flow}/flow?trigger=chat", json={"inputs": {"input_value": "two", "session": "s2"}})
    client.post(f"/api/v1/run/{flow}", json={"input_value": "three"})
    client.post(f"/api/v1/run/{flow}?stream=true", json={"input_value": "four"})
    client.post(f"/api/v1/run/advanced/{flow}", json={"inputs": [{"input_value": "five"}]})
    job = client.post(f"/api/v1/webhook/{flow}", json={"six": 6}).headers["location"]
    while client.get(job).json()["status"] not in ("SUCCESS", "FAILURE"):
        pass
    client.post(f"/api/v1/build/{flow}/flow?log_builds=false", json={"inputs": {"input_value": "unseen"}})

    runs = _runs(client, flow)
    assert [run["trigger"] for run in runs] == ["webhook", "api", "api", "api", "chat", "editor"]
    assert [run["input_value"] for run in runs[1:]] == ["five", "four", "three", "two", "one"]
    assert {run["status"] for run in runs} == {"ok"}
    assert all(run["duration_ms"] >= 0 and run["started_at"].endswith("Z") for run in runs)
    assert [run["session_id"] for run in runs[-2:]] == ["s2", "s1"]

    assert len(_runs(client, flow, trigger="api")) == 3
    assert [run["input_value"] for run in _runs(client, flow, session_id="s1")] == ["one"]
    assert _runs(client, flow, status="failed") == []
    page = client.get("/api/v1/runs", params={"flow_id": flow, "page": 2, "size": 4}).json()
    assert {key: page[key] for key in ("total", "page", "size", "pages")} == {
        "total": 6,
        "page": 2,
        "size": 4,
        "pages": 2,
    }
    assert [run["input_value"] for run in page["items"]] == ["two", "one"]

    # Each has what its vertices gave, in order; only the editor's are among the flow's builds.
    for run in runs[1:]:
        vertices = _detail(client, run["id"])["vertices"]
        assert [vertex["id"] for vertex in vertices] == ["ChatInput-in", "Prompt-say", "ChatOutput-out"]
        text = vertices[1]["data"]["outputs"]["prompt"]["message"]
        assert text == f"Say: {run['input_value']}"
    listed = client.get("/api/v1/monitor/builds", params={"flow_id": flow}).json()["vertex_builds"]
    assert len(listed["Prompt-say"]) == 2


def test_a_failed_run_says_why_and_shows_at_the_flow(shared_app: RunningApp, stand_in: StandIn) -> None:
    client = shared_app.client
    flow = chat_flow(client, openai_api_base=stand_in.base_url, api_key="k", model_name="m").save(f"bad {uuid4()}")
    stand_in.script(Refusal(401, "This key is wrong."))
    assert client.post(f"/api/v1/run/{flow}", json={}).status_code == 500
    [run] = _runs(client, flow)
    assert run["status"] == "failed"
    assert run["error"].startswith("OpenAI: ")
    [summary] = [each for each in client.get("/api/v1/flows/summaries").json() if each["id"] == flow]
    assert summary["last_run"] == {"state": "failed", "at": run["started_at"]}
    failed = [vertex for vertex in _detail(client, run["id"])["vertices"] if not vertex["valid"]]
    assert [vertex["id"] for vertex in failed] == ["Model-llm"]


def test_a_run_is_repeated_with_what_it_was_given(shared_app: RunningApp) -> None:
    client, drawing = shared_app.client, _echo(shared_app.client)
    flow = drawing.flow_id
    body = {"input_value": "again", "tweaks": {"Prompt-say": {"template": "Shout: {x}"}}, "session_id": "mine"}
    client.post(f"/api/v1/run/{flow}", json=body)
    [first] = _runs(client, flow)
    job = client.post(f"/api/v1/runs/{first['id']}/repeat").json()["job_id"]
    events = client.get(f"/api/v1/build/{job}/events").text
    assert "Shout: again" in events
    newest = _runs(client, flow)[0]
    assert newest["id"] != first["id"]
    assert {key: newest[key] for key in ("trigger", "session_id", "input_value", "status")} == {
        "trigger": "editor",
        "session_id": "mine",
        "input_value": "again",
        "status": "ok",
    }
    # A vertex that is gone since is passed over.
    drawing.nodes = [node for node in drawing.nodes if node["id"] != "Prompt-say"]
    drawing.edges = []
    client.patch(f"/api/v1/flows/{flow}", json={"data": {"nodes": drawing.nodes, "edges": []}})
    job = client.post(f"/api/v1/runs/{first['id']}/repeat").json()["job_id"]
    assert '"end"' in client.get(f"/api/v1/build/{job}/events").text


def test_secrets_given_to_a_run_are_not_kept(shared_app: RunningApp, stand_in: StandIn) -> None:
    client = shared_app.client
    drawing = chat_flow(client, openai_api_base=stand_in.base_url, api_key="", model_name="stand-in-model")
    drawing.save(f"model {uuid4()}")
    body = {"input_value": "hi", "tweaks": {"Model-llm": {"api_key": CANARY, "temperature": 0.5}}}
    answer = client.post(f"/api/v1/run/{drawing.flow_id}?stream=true", json=body)
    assert "Hello there!" in answer.text
    [run] = _runs(client, drawing.flow_id)
    detail = client.get(f"/api/v1/runs/{run['id']}").text
    assert CANARY not in detail
    assert CANARY not in (shared_app.data_dir / "runnel.db").read_bytes().decode(errors="replace")
    overrides = json.loads(detail)["inputs"]["overrides"]
    assert overrides["Model-llm"]["temperature"]["value"] == 0.5
    # What a model streamed is kept whole, with what it cost.
    model = next(vertex for vertex in json.loads(detail)["vertices"] if vertex["id"] == "Model-llm")
    assert model["data"]["outputs"]["text_output"]["message"] == "Hello there!"
    assert run["input_tokens"] == json.loads(detail)["usage"]["Model-llm"]["input_tokens"] > 0


def test_a_stopped_run_is_listed_while_it_lasts_and_as_stopped(shared_app: RunningApp, stand_in: StandIn) -> None:
    client = shared_app.client
    drawing = chat_flow(client, openai_api_base=stand_in.base_url, api_key="k", model_name="stand-in-model")
    drawing.save(f"slow {uuid4()}")
    stand_in.script(Answer(stall_after=1))
    body = {"inputs": {"input_value": "hi"}}
    url = f"/api/v1/build/{drawing.flow_id}/flow?event_delivery=streaming&stream=true"
    job = client.post(url, json=body).json()["job_id"]
    while not (under_way := _runs(client, drawing.flow_id)):
        pass
    assert under_way[0]["status"] == "running"
    assert under_way[0]["duration_ms"] is None
    client.post(f"/api/v1/build/{job}/cancel")
    [run] = _runs(client, drawing.flow_id)
    assert run["status"] == "stopped"
    assert run["duration_ms"] >= 500


def test_runs_are_deleted_one_by_one_and_all_at_once(shared_app: RunningApp) -> None:
    client, drawing = shared_app.client, _echo(shared_app.client)
    for text in ("a", "b", "c"):
        client.post(f"/api/v1/run/{drawing.flow_id}", json={"input_value": text})
    runs = _runs(client, drawing.flow_id)
    assert client.delete(f"/api/v1/runs/{runs[0]['id']}").status_code == 204
    assert client.delete(f"/api/v1/runs/{runs[0]['id']}").status_code == 404
    assert client.get(f"/api/v1/runs/{runs[0]['id']}").status_code == 404
    assert [run["input_value"] for run in _runs(client, drawing.flow_id)] == ["b", "a"]
    assert client.delete("/api/v1/runs", params={"flow_id": drawing.flow_id}).status_code == 204
    assert _runs(client, drawing.flow_id) == []
    assert client.post(f"/api/v1/runs/{runs[1]['id']}/repeat").status_code == 404


def test_runs_go_with_their_flow_into_the_trash_and_back(shared_app: RunningApp) -> None:
    client, drawing = shared_app.client, _echo(shared_app.client)
    client.post(f"/api/v1/run/{drawing.flow_id}", json={"input_value": "a"})
    [run] = _runs(client, drawing.flow_id)
    client.delete(f"/api/v1/flows/{drawing.flow_id}")
    assert _runs(client, drawing.flow_id) == []
    assert client.get(f"/api/v1/runs/{run['id']}").status_code == 404
    assert client.post(f"/api/v1/runs/{run['id']}/repeat").status_code == 404
    client.post(f"/api/v1/trash/flows/{drawing.flow_id}/restore")
    assert [each["id"] for each in _runs(client, drawing.flow_id)] == [run["id"]]
    client.delete(f"/api/v1/flows/{drawing.flow_id}")
    client.delete(f"/api/v1/trash/flows/{drawing.flow_id}")
    client.post("/api/v1/flows/", json={"name": "other"})
    assert client.get("/api/v1/runs", params={"flow_id": drawing.flow_id}).json()["total"] == 0


def test_a_webhook_to_an_empty_flow_is_found_as_a_failed_delivery(shared_app: RunningApp) -> None:
    client = shared_app.client
    flow = client.post("/api/v1/flows/", json={"name": f"empty {uuid4()}", "data": {"nodes": [], "edges": []}}).json()
    job = client.post(f"/api/v1/webhook/{flow['id']}", json={"order": 7}).headers["location"]
    while client.get(job).json()["status"] not in ("SUCCESS", "FAILURE"):
        pass
    [delivery] = _runs(client, flow["id"], trigger="webhook")
    assert delivery["status"] == "failed"
    assert delivery["input_value"] == '{"order":7}'
    assert "no components" in delivery["error"]


def test_flows_built_vertex_by_vertex_are_one_run(shared_app: RunningApp) -> None:
    client, drawing = shared_app.client, _echo(shared_app.client)
    order = client.post(f"/api/v1/build/{drawing.flow_id}/vertices").json()
    for vertex in ("ChatInput-in", "Prompt-say", "ChatOutput-out"):
        assert client.post(f"/api/v1/build/{drawing.flow_id}/vertices/{vertex}").status_code == 200
    [run] = _runs(client, drawing.flow_id)
    assert (run["id"], run["status"]) == (order["run_id"], "ok")
    assert len(_detail(client, run["id"])["vertices"]) == 3


@pytest.mark.parametrize("query", [{"trigger": "nobody"}, {"page": 0}, {"size": 101}, {"flow_id": "x"}])
def test_filters_are_checked(shared_app: RunningApp, query: dict[str, Any]) -> None:
    assert shared_app.client.get("/api/v1/runs", params=query).status_code == 422


def test_a_run_that_the_program_did_not_outlive_was_interrupted(start_app: StartApp) -> None:
    app = start_app()
    drawing = _echo(app.client)
    app.client.post(f"/api/v1/run/{drawing.flow_id}", json={"input_value": "a"})
    [run] = _runs(app.client, drawing.flow_id)
    app.server.stop()
    with closing(sqlite3.connect(app.data_dir / "runnel.db")) as database, database:
        database.execute("UPDATE run SET status = 'running', duration_ms = NULL")
    again = start_app()
    assert _runs(again.client, drawing.flow_id)[0]["status"] == "interrupted"
    assert _runs(again.client, drawing.flow_id)[0]["id"] == run["id"]
