"""Runs that ask a person: they wait for the answer, whatever happens to the program in between."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.conftest import RunningApp, RunProgram, StartApp
from tests.flow_drawing import Drawing
from tests.model_server.stand_in import Answer, StandIn


def _eventually(check: Callable[[], Any]) -> Any:
    for _ in range(600):
        value = check()
        if value:
            return value
        time.sleep(0.02)
    return pytest.fail("it never came true")


def _open(client: httpx.Client, flow: Drawing) -> dict[str, Any]:
    """The one open question of a flow, as soon as there is one."""
    (question,) = _eventually(lambda: client.get("/api/v1/questions", params={"flow_id": flow.flow_id}).json())
    return dict(question)


def _answer(client: httpx.Client, question: dict[str, Any], text: str) -> httpx.Response:
    return client.post(f"/api/v1/questions/{question['id']}", json={"answer": text})


def _asking(client: httpx.Client, stand_in: StandIn) -> Drawing:
    """Chat input → model → question with the model's words → chat output."""
    drawing = Drawing(client)
    drawing.node("ChatInput", "ChatInput-in")
    drawing.node("OpenAIModel", "OpenAIModel-m", openai_api_base=stand_in.base_url, api_key="k", model_name="m")
    drawing.node("AskPerson", "AskPerson-q", choices=["red", "blue"])
    drawing.node("Prompt", "Prompt-p", template="<{x}>", x="")
    drawing.nodes[-1]["data"]["node"]["template"]["x"]["input_types"] = ["Message", "Text"]
    drawing.node("ChatOutput", "ChatOutput-out")
    drawing.edge("ChatInput-in", "message", "OpenAIModel-m", "input_value")
    drawing.edge("OpenAIModel-m", "text_output", "AskPerson-q", "question")
    drawing.edge("AskPerson-q", "answer", "Prompt-p", "x")
    drawing.edge("Prompt-p", "prompt", "ChatOutput-out", "input_value")
    drawing.save()
    return drawing


def _begin(client: httpx.Client, flow: Drawing) -> str:
    answer = client.post(
        f"/api/v1/build/{flow.flow_id}/flow",
        params={"event_delivery": "streaming"},
        json={"inputs": {"input_value": "hi", "session": flow.flow_id}},
    )
    return str(answer.json()["job_id"])


def _events(client: httpx.Client, job_id: str) -> list[dict[str, Any]]:
    """All events of a job, when it has ended."""
    answer = client.get(f"/api/v1/build/{job_id}/events", params={"event_delivery": "streaming"})
    return [json.loads(line) for line in answer.text.splitlines() if line]


def _chat(client: httpx.Client, flow: Drawing) -> list[tuple[str, str]]:
    found = client.get("/api/v1/monitor/messages", params={"session_id": flow.flow_id}).json()
    return [(message["sender"], message["text"]) for message in found]


def _job(client: httpx.Client, flow: Drawing) -> dict[str, Any]:
    (job,) = client.get("/api/v1/build/jobs", params={"flow_id": flow.flow_id}).json()
    return dict(job)


def _run(client: httpx.Client, flow: Drawing) -> dict[str, Any]:
    (run,) = client.get("/api/v1/runs", params={"flow_id": flow.flow_id}).json()["items"]
    return dict(run)


CHAT = [("User", "hi"), ("Machine", "Which one?"), ("User", "blue"), ("Machine", "<blue>")]


def test_a_run_waits_for_the_answer_and_goes_on_with_it(shared_app: RunningApp, stand_in: StandIn) -> None:
    client = shared_app.client
    stand_in.script(Answer(("Which one?",)))
    flow = _asking(client, stand_in)
    job_id = _begin(client, flow)
    question = _open(client, flow)
    assert (question["text"], question["choices"], question["state"]) == ("Which one?", ["red", "blue"], "open")
    assert (question["job_id"], question["vertex_id"], question["flow_name"]) == (job_id, "AskPerson-q", "drawn")
    assert _job(client, flow)["status"] == "waiting"
    (asked,) = [
        message
        for message in client.get("/api/v1/monitor/messages", params={"session_id": flow.flow_id}).json()
        if message["id"] == question["message_id"]
    ]
    assert asked["properties"]["question"] == {
        "id": question["id"],
        "choices": ["red", "blue"],
        "state": "open",
        "answer": None,
    }
    answered = _answer(client, question, "blue")
    assert (answered.status_code, answered.json()["state"], answered.json()["answer"]) == (200, "answered", "blue")
    events = _events(client, job_id)
    assert events[-1]["event"] == "end"
    names = [event["event"] for event in events]
    assert names.index("waiting") < names.index("waiting_over")
    assert _chat(client, flow) == CHAT
    assert _job(client, flow)["status"] == "finished"
    assert _answer(client, question, "red").status_code == 409
    assert client.get("/api/v1/questions").json() == []
    (kept,) = client.get("/api/v1/questions", params={"status": "any", "session_id": flow.flow_id}).json()
    assert kept["answer"] == "blue"


def test_what_is_no_answer_is_refused(shared_app: RunningApp) -> None:
    nothing = {"id": "6d0ee9d4-9a12-4c0c-9d3e-3f6f2a1c0b5e"}
    assert _answer(shared_app.client, nothing, "x").status_code == 404
    assert _answer(shared_app.client, nothing, "  ").status_code == 400


def test_a_stopped_run_takes_its_question_along(shared_app: RunningApp, stand_in: StandIn) -> None:
    client = shared_app.client
    flow = _asking(client, stand_in)
    job_id = _begin(client, flow)
    question = _open(client, flow)
    assert client.post(f"/api/v1/build/{job_id}/cancel").json()["success"] is True
    refused = _answer(client, question, "blue")
    assert (refused.status_code, "has ended" in refused.json()["detail"]) == (409, True)
    assert client.get("/api/v1/questions").json() == []
    shown = client.get("/api/v1/monitor/messages", params={"session_id": flow.flow_id}).json()
    assert [each["properties"]["question"]["state"] for each in shown if "question" in each["properties"]] == [
        "cancelled"
    ]


def test_a_run_over_http_waits_while_its_client_does(shared_app: RunningApp, stand_in: StandIn) -> None:
    stand_in.script(Answer(("Which one?",)))
    flow = _asking(shared_app.client, stand_in)
    asked = {"input_value": "hi"}
    with httpx.stream("POST", f"{shared_app.url}/api/v1/run/{flow.flow_id}?stream=true", json=asked) as answer:
        question = _open(shared_app.client, flow)
        assert question["job_id"] is None
        _answer(shared_app.client, question, "red")
        events = [json.loads(line) for line in answer.iter_lines() if line]
    told = [event["data"]["text"] for event in events if event["event"] == "add_message"]
    assert told[-1] == "<red>"
    with pytest.raises(httpx.ReadTimeout):
        httpx.post(f"{shared_app.url}/api/v1/run/{flow.flow_id}", json=asked, timeout=1)
    _eventually(lambda: shared_app.client.get("/api/v1/questions").json() == [])


def test_an_agent_asks_a_person_by_a_tool(shared_app: RunningApp, stand_in: StandIn) -> None:
    client = shared_app.client
    ask = ("AskPerson-ask", {"question": "Sure?"})
    stand_in.script(Answer((), tool_calls=(ask,)), Answer((), tool_calls=(ask,)), Answer(("Done.",)))
    drawing = Drawing(client)
    drawing.node("ChatInput", "ChatInput-in")
    drawing.node("AskPerson", "AskPerson-q")
    tool = {"name": "component_as_tool", "display_name": "Toolset", "method": "to_toolkit", "types": ["Tool"]}
    drawing.nodes[-1]["data"]["node"].update(outputs=[{**tool, "selected": "Tool"}], tool_mode=True)
    drawing.node("OpenAIModel", "OpenAIModel-m", openai_api_base=stand_in.base_url, api_key="k", model_name="m")
    drawing.node("ToolCallingAgent", "ToolCallingAgent-a")
    drawing.node("ChatOutput", "ChatOutput-out")
    drawing.edge("ChatInput-in", "message", "ToolCallingAgent-a", "input_value")
    drawing.edge("OpenAIModel-m", "model_output", "ToolCallingAgent-a", "llm")
    drawing.edge("AskPerson-q", "component_as_tool", "ToolCallingAgent-a", "tools")
    drawing.edge("ToolCallingAgent-a", "response", "ChatOutput-out", "input_value")
    drawing.save()
    job_id = _begin(client, drawing)
    for text in ("no", "yes"):
        _answer(client, _open(client, drawing), text)
        _eventually(lambda text=text: text in json.dumps(stand_in.chats[-1].body["messages"]))
    assert _events(client, job_id)[-1]["event"] == "end"
    said = [text for _, text in _chat(client, drawing) if text != "Done."]
    assert said == ["hi", "Sure?", "no", "Sure?", "yes"]


def test_a_waiting_run_outlives_a_kill(run_program: RunProgram, stand_in: StandIn) -> None:
    stand_in.script(Answer(("Which one?",)))
    program, client = run_program()
    flow = _asking(client, stand_in)
    job_id = _begin(client, flow)
    question = _open(client, flow)
    program.kill()
    program.wait()
    program, client = run_program()
    assert _run(client, flow)["status"] in ("waiting", "running")
    assert _open(client, flow) == question
    _eventually(lambda: _job(client, flow)["status"] == "waiting")
    begun = _run(client, flow)
    assert begun["status"] == "waiting"
    program.kill()
    program.wait()
    _, client = run_program()
    _answer(client, _open(client, flow), "blue")
    events = _events(client, job_id)
    assert events[-1]["event"] == "end"
    built = [event["data"]["build_data"]["id"] for event in events if event["event"] == "end_vertex"]
    assert built == ["ChatInput-in", "OpenAIModel-m", "AskPerson-q", "Prompt-p", "ChatOutput-out"]
    assert len(stand_in.chats) == 1
    assert _chat(client, flow) == CHAT
    assert _job(client, flow)["status"] == "finished"
    ended = _run(client, flow)
    assert (ended["id"], ended["status"], ended["started_at"]) == (begun["id"], "ok", begun["started_at"])
    # What the model cost before the program was killed.
    assert (ended["input_tokens"], ended["output_tokens"]) == (7, 4)


def test_an_orderly_end_keeps_the_runs_that_wait_in_the_background(start_app: StartApp) -> None:
    app = start_app()
    drawing = Drawing(app.client)
    drawing.node("AskPerson", "AskPerson-q", question="Which one?")
    drawing.node("ChatOutput", "ChatOutput-out")
    drawing.edge("AskPerson-q", "answer", "ChatOutput-out", "input_value")
    drawing.save()
    address = app.client.post(f"/api/v1/webhook/{drawing.flow_id}", json={"a": 1}).headers["location"]
    question = _open(app.client, drawing)
    app.server.stop()
    again = start_app()
    assert again.client.get(address).json()["status"] == "STARTED"
    assert _open(again.client, drawing) == question
    _answer(again.client, question, "red")
    _eventually(lambda: again.client.get(address).json()["status"] == "SUCCESS")
    assert "red" in json.dumps(again.client.get(address).json()["result"])


def test_a_flow_within_a_flow_asks_and_goes_on(run_program: RunProgram, stand_in: StandIn) -> None:
    stand_in.script(Answer(("Which one?",)))
    program, client = run_program()
    inner = _asking(client, stand_in)
    client.patch(f"/api/v1/flows/{inner.flow_id}", json={"name": "inner"})
    outer = Drawing(client)
    outer.node("RunFlow", "RunFlow-r", flow_name="inner", input_value="hi")
    outer.node("ParseData", "ParseData-p", template="{text}")
    outer.node("ChatOutput", "ChatOutput-out")
    outer.edge("RunFlow-r", "run_outputs", "ParseData-p", "data")
    outer.edge("ParseData-p", "text", "ChatOutput-out", "input_value")
    outer.save("outer")
    job_id = _begin(client, outer)
    question = _open(client, outer)
    program.kill()
    program.wait()
    _, client = run_program()
    _answer(client, question, "blue")
    assert _events(client, job_id)[-1]["event"] == "end"
    assert len(stand_in.chats) == 1
    assert _chat(client, outer) == CHAT[1:]
