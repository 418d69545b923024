"""Stopping a run, whatever it is doing: it ends as cancelled, nothing of it goes on, and models are hung up on."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import RunningApp
from tests.flow_drawing import Drawing, chat_flow
from tests.model_server.stand_in import Answer, StandIn

DEAF = Answer(stall_after=0)
Draw = Callable[[RunningApp, StandIn], Drawing]


def _model(drawing: Drawing, stand_in: StandIn, **values: Any) -> str:
    about = {"openai_api_base": stand_in.base_url, "api_key": "k", "model_name": "m", **values}
    return drawing.node("OpenAIModel", "OpenAIModel-m", **about)


def _waiting_for_a_model(app: RunningApp, stand_in: StandIn) -> Drawing:
    return chat_flow(app.client, openai_api_base=stand_in.base_url, api_key="k")


def _in_a_branch(app: RunningApp, stand_in: StandIn) -> Drawing:
    drawing = Drawing(app.client)
    drawing.node("CreateList", "CreateList-all", texts=["a", "b", "c"])
    drawing.node("ForEach", "ForEach-f")
    drawing.node("ParseData", "ParseData-p", template="{text}")
    drawing.edge("CreateList-all", "list", "ForEach-f", "data")
    drawing.edge("ForEach-f", "item", "ParseData-p", "data")
    drawing.edge("ParseData-p", "text", _model(drawing, stand_in), "input_value")
    return drawing


def _in_a_loop(app: RunningApp, stand_in: StandIn) -> Drawing:
    drawing = Drawing(app.client)
    drawing.node("CreateList", "CreateList-all", texts=["a", "b", "c"])
    drawing.node("LoopComponent", "LoopComponent-l")
    drawing.node("ParseData", "ParseData-p", template="{text}")
    drawing.edge("CreateList-all", "list", "LoopComponent-l", "data")
    drawing.edge("LoopComponent-l", "item", "ParseData-p", "data")
    drawing.edge("ParseData-p", "text", _model(drawing, stand_in), "input_value")
    source = {"id": "OpenAIModel-m", "name": "text_output", "dataType": "", "output_types": ["Message"]}
    back = {"id": "LoopComponent-l", "name": "item", "dataType": "", "output_types": ["Data"]}
    drawing.edges.append(
        {
            "id": "back",
            "source": "OpenAIModel-m",
            "target": "LoopComponent-l",
            "data": {"sourceHandle": source, "targetHandle": back},
        }
    )
    return drawing


def _in_another_flow(app: RunningApp, stand_in: StandIn) -> Drawing:
    inner = _waiting_for_a_model(app, stand_in)
    inner.save("the inner one")
    name = app.client.get(f"/api/v1/flows/{inner.flow_id}").json()["name"]
    drawing = Drawing(app.client)
    drawing.node("RunFlow", "RunFlow-r", flow_name=name, input_value="hi")
    return drawing


def _behind_a_cache(app: RunningApp, stand_in: StandIn) -> Drawing:
    drawing = Drawing(app.client)
    model = _model(drawing, stand_in, input_value="hi")
    drawing.edge(model, "text_output", drawing.node("Cache", "Cache-c"), "value")
    return drawing


def _by_an_agent(app: RunningApp, stand_in: StandIn) -> Drawing:
    drawing = Drawing(app.client)
    drawing.node("CalculatorTool", "CalculatorTool-c")
    drawing.node("ToolCallingAgent", "ToolCallingAgent-a", input_value="hi")
    drawing.edge(_model(drawing, stand_in), "model_output", "ToolCallingAgent-a", "llm")
    drawing.edge("CalculatorTool-c", "api_build_tool", "ToolCallingAgent-a", "tools")
    return drawing


def _begin(drawing: Drawing) -> str:
    if not drawing.flow_id:
        drawing.save()
    answer = drawing.client.post(
        f"/api/v1/build/{drawing.flow_id}/flow",
        params={"event_delivery": "streaming"},
        json={"inputs": {"input_value": "hi", "session": drawing.flow_id}},
    )
    return str(answer.json()["job_id"])


def _stop(drawing: Drawing, job_id: str) -> list[str]:
    """Stop a job, and see that it has ended as such; gives the names of its events."""
    assert drawing.client.post(f"/api/v1/build/{job_id}/cancel").json()["success"] is True
    jobs = drawing.client.get("/api/v1/build/jobs", params={"flow_id": drawing.flow_id}).json()
    assert [job["status"] for job in jobs if job["job_id"] == job_id] == ["cancelled"]
    events = drawing.client.get(f"/api/v1/build/{job_id}/events").text
    return [json.loads(line)["event"] for line in events.splitlines() if line]


@pytest.mark.parametrize(
    "draw",
    [_waiting_for_a_model, _in_a_branch, _in_a_loop, _in_another_flow, _behind_a_cache, _by_an_agent],
)
def test_a_run_that_waits_for_a_model_is_stopped(shared_app: RunningApp, stand_in: StandIn, draw: Draw) -> None:
    stand_in.script(*[DEAF] * 10)
    drawing = draw(shared_app, stand_in)
    job_id = _begin(drawing)
    while not stand_in.chats:
        time.sleep(0.01)
    assert "end" not in _stop(drawing, job_id)
    asked = len(stand_in.chats)
    for _ in range(300):
        if stand_in.disconnects == asked:
            break
        time.sleep(0.01)
    assert stand_in.disconnects == asked, "the connection to the model is closed"
    assert len(stand_in.chats) == asked


def test_a_run_that_goes_round_without_end_is_stopped(shared_app: RunningApp) -> None:
    drawing = Drawing(shared_app.client)
    drawing.node("CombineText", "CombineText-a", text1="x", delimiter="")
    drawing.node("ConditionalRouter", "ConditionalRouter-r", operator="equals", match_text="never", max_iterations=0)
    drawing.edge("CombineText-a", "combined_text", "ConditionalRouter-r", "input_text")
    drawing.edge("ConditionalRouter-r", "false_result", "CombineText-a", "text2")
    job_id = _begin(drawing)
    assert "end" not in _stop(drawing, job_id)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names here")
def test_a_run_whose_thread_is_stuck_is_stopped(shared_app: RunningApp, tmp_path: Path) -> None:
    pipe = tmp_path / "rows.csv"
    os.mkfifo(pipe)
    drawing = Drawing(shared_app.client)
    drawing.node("CSVtoData", "CSVtoData-c", csv_path=str(pipe))
    drawing.node("ParseData", "ParseData-p", template="{text}")
    drawing.edge("CSVtoData-c", "data_list", "ParseData-p", "data")
    job_id = _begin(drawing)
    # A pipe can be opened for writing only while somebody reads it: the thread waits for what never comes.
    writing = None
    while writing is None:
        with suppress(OSError):
            writing = os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
        time.sleep(0.01)
    try:
        events = _stop(drawing, job_id)
        assert "end" not in events
        assert "end_vertex" not in events
        # It is stuck still: Stop did not wait for it.
        assert os.write(writing, b"name\n") == 5
    finally:
        os.close(writing)
    (run,) = shared_app.client.get("/api/v1/runs", params={"flow_id": drawing.flow_id}).json()["items"]
    assert run["status"] == "stopped"


def test_a_run_that_asks_a_person_is_stopped(shared_app: RunningApp) -> None:
    drawing = Drawing(shared_app.client)
    drawing.node("AskPerson", "AskPerson-q", question="Well?")
    job_id = _begin(drawing)
    while not shared_app.client.get("/api/v1/questions", params={"flow_id": drawing.flow_id}).json():
        time.sleep(0.01)
    assert "end" not in _stop(drawing, job_id)
