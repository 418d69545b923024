"""Flows that run others, and parts of a flow that speak to each other without an edge."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any
from uuid import uuid4

import pytest

from tests.conftest import RunningApp
from tests.flow_drawing import Drawing, chat_flow
from tests.model_server.stand_in import Answer, StandIn


def _named(prefix: str) -> str:
    return f"{prefix} {uuid4().hex[:8]}"


def _echo(app: RunningApp, name: str, template: str = "You said {x}.") -> Drawing:
    """A flow that answers with a template filled with what it is asked."""
    drawing = Drawing(app.client)
    drawing.node("ChatInput", "ChatInput-e")
    drawing.node("Prompt", "Prompt-e", template=template, x="")
    drawing.nodes[-1]["data"]["node"]["template"]["x"]["input_types"] = ["Message", "Text"]
    drawing.node("ChatOutput", "ChatOutput-e")
    drawing.edge("ChatInput-e", "message", "Prompt-e", "x")
    drawing.edge("Prompt-e", "prompt", "ChatOutput-e", "input_value")
    drawing.save(name)
    return drawing


def _caller(app: RunningApp, flow_name: str, name: str = "", **values: Any) -> Drawing:
    """Chat input → Run Flow → the texts of its records → chat output."""
    drawing = Drawing(app.client)
    drawing.node("ChatInput", "ChatInput-c")
    drawing.node("RunFlow", "RunFlow-c", flow_name=flow_name, **values)
    drawing.node("ParseData", "ParseData-c", template="<{text}>")
    drawing.node("ChatOutput", "ChatOutput-c")
    drawing.edge("ChatInput-c", "message", "RunFlow-c", "input_value")
    drawing.edge("RunFlow-c", "run_outputs", "ParseData-c", "data")
    drawing.edge("ParseData-c", "text", "ChatOutput-c", "input_value")
    drawing.save(name or _named("caller"))
    return drawing


def _answer(drawing: Drawing, text: str, session: str = "") -> str:
    answer = drawing.run(text, session or str(uuid4()))
    assert answer.status_code == 200, answer.text
    return str(answer.json()["outputs"][0]["outputs"][0]["messages"][0]["message"])


def _failure(drawing: Drawing) -> str:
    answer = drawing.run("hi")
    assert answer.status_code == 500
    return str(json.loads(answer.json()["detail"])["message"])


def test_what_an_inner_flow_costs_is_what_its_caller_costs(shared_app: RunningApp, stand_in: StandIn) -> None:
    name = _named("model")
    chat_flow(shared_app.client, openai_api_base=stand_in.base_url, api_key="k").save(name)
    caller = _caller(shared_app, name)
    caller.build("hi")
    stored = shared_app.client.get("/api/v1/monitor/builds", params={"flow_id": caller.flow_id}).json()
    builds = [build["data"] for vertex in stored["vertex_builds"].values() for build in vertex]
    (usage,) = [build["usage"] for build in builds if "usage" in build]
    assert usage == {"input_tokens": 7, "output_tokens": 4, "price_usd": None}


def test_a_flow_runs_another_one_by_its_name(shared_app: RunningApp) -> None:
    name = _named("echo")
    _echo(shared_app, name)
    session = str(uuid4())
    assert _answer(_caller(shared_app, name), "hello", session) == "<You said hello.>"
    said = shared_app.client.get("/api/v1/monitor/messages", params={"session_id": session}).json()
    assert [message["text"] for message in said] == ["hello", "<You said hello.>"]


def test_tweaks_change_the_other_flow(shared_app: RunningApp) -> None:
    name = _named("echo")
    _echo(shared_app, name)
    tweaks = {"Prompt-e": {"template": "{x}, {x}!"}}
    assert _answer(_caller(shared_app, name, tweaks=tweaks), "hey") == "<hey, hey!>"


def test_the_other_flow_is_run_as_it_is_now(shared_app: RunningApp) -> None:
    name = _named("echo")
    echo = _echo(shared_app, name)
    caller = _caller(shared_app, name)
    assert _answer(caller, "hello") == "<You said hello.>"
    echo.nodes[1]["data"]["node"]["template"]["template"]["value"] = "Now {x}."
    shared_app.client.patch(f"/api/v1/flows/{echo.flow_id}", json={"data": echo.data})
    assert _answer(caller, "hello") == "<Now hello.>"


def test_flows_in_a_circle_are_refused(shared_app: RunningApp) -> None:
    first, second = _named("first"), _named("second")
    _caller(shared_app, first, second)
    told = _failure(_caller(shared_app, second, first))
    assert f"{first} → {second} → {first}" in told
    assert "would run itself" in told


def test_a_flow_that_runs_itself_is_refused(shared_app: RunningApp) -> None:
    name = _named("self")
    assert f"{name} → {name}" in _failure(_caller(shared_app, name, name))


def test_flows_nested_too_deep_are_refused(shared_app: RunningApp) -> None:
    names = [_named("deep") for _ in range(13)]
    for name, next_name in pairwise(names):
        _caller(shared_app, next_name, name)
    _echo(shared_app, names[-1])
    assert "nested more than 10 deep" in _failure(_caller(shared_app, names[0]))
    assert _answer(_caller(shared_app, names[4]), "x").endswith("You said x.>>>>>>>>>")


def test_a_missing_flow_and_a_failing_one_say_which(shared_app: RunningApp) -> None:
    assert "There is no flow named nowhere" in _failure(_caller(shared_app, "nowhere"))
    assert "No flow is chosen" in _failure(_caller(shared_app, ""))
    name = _named("broken")
    broken = Drawing(shared_app.client)
    broken.node("ChatInput", "ChatInput-b")
    broken.node("SelectData", "SelectData-b", data_index=3)
    broken.save(name)
    broken.nodes[1]["data"]["type"] = "NoSuchThing"
    shared_app.client.patch(
        f"/api/v1/flows/{broken.flow_id}", json={"data": {**broken.data, "nodes": broken.nodes[1:]}}
    )
    assert f"In the flow {name}" in _failure(_caller(shared_app, name))


def test_a_sub_flow_shows_the_fields_of_the_flow_and_fills_them_in(shared_app: RunningApp) -> None:
    name = _named("echo")
    _echo(shared_app, name)
    drawing = Drawing(shared_app.client)
    drawing.node("SubFlow", "SubFlow-s")
    node = drawing.nodes[0]["data"]["node"]
    changed = shared_app.client.post(
        "/api/v1/custom_component/update",
        json={
            "type": "SubFlow",
            "code": "",
            "field": "flow_name",
            "field_value": name,
            "template": node["template"],
            "frontend_node": node,
        },
    ).json()
    field = changed["template"]["ChatInput-e|input_value"]
    assert name in changed["template"]["flow_name"]["options"]
    assert field["display_name"] == "Chat Input - Text"
    field["value"] = "from the node"
    drawing.nodes[0]["data"]["node"] = changed
    drawing.node("ParseData", "ParseData-s", template="<{text}>")
    drawing.node("TextOutput", "TextOutput-s")
    drawing.edge("SubFlow-s", "flow_outputs", "ParseData-s", "data")
    drawing.edge("ParseData-s", "text", "TextOutput-s", "input_value")
    assert "<You said from the node.>" in drawing.run("", output_type="any").text


def test_an_agent_runs_a_flow_as_its_tool(shared_app: RunningApp, stand_in: StandIn) -> None:
    name = _named("echo")
    _echo(shared_app, name)
    stand_in.script(
        Answer((), tool_calls=(("ask_the_echo", {"chat_input": "are you there"}),)), Answer(("It is there.",))
    )
    drawing = Drawing(shared_app.client)
    drawing.node("ChatInput", "ChatInput-a")
    drawing.node("FlowTool", "FlowTool-a", flow_name=name, tool_name="ask the echo", tool_description="Echoes.")
    drawing.node("OpenAIModel", "OpenAIModel-a", openai_api_base=stand_in.base_url, api_key="k", model_name="m")
    drawing.node("Agent", "Agent-a", agent_llm="Custom")
    drawing.nodes[-1]["data"]["node"]["template"]["agent_llm"]["input_types"] = ["LanguageModel"]
    drawing.node("ChatOutput", "ChatOutput-a")
    drawing.edge("ChatInput-a", "message", "Agent-a", "input_value")
    drawing.edge("FlowTool-a", "api_build_tool", "Agent-a", "tools")
    drawing.edge("OpenAIModel-a", "model_output", "Agent-a", "agent_llm")
    drawing.edge("Agent-a", "response", "ChatOutput-a", "input_value")
    assert _answer(drawing, "hi") == "It is there."
    assert "You said are you there." in json.dumps(stand_in.chats[-1].body)


@pytest.mark.parametrize("append", [False, True])
def test_what_notify_keeps_reaches_those_who_listen(shared_app: RunningApp, append: bool) -> None:
    drawing = Drawing(shared_app.client)
    drawing.node("Listen", "Listen-l", name="news")
    drawing.node("ParseData", "ParseData-l", template="heard {text}")
    drawing.node("ChatOutput", "ChatOutput-l")
    drawing.node("ChatInput", "ChatInput-l")
    for number in ("1", "2"):
        drawing.node("TypeConverterComponent", f"TypeConverterComponent-{number}")
        drawing.node("Notify", f"Notify-{number}", name="news", append=append)
    drawing.edge("Listen-l", "data", "ParseData-l", "data")
    drawing.edge("ParseData-l", "text", "ChatOutput-l", "input_value")
    for number in ("1", "2"):
        drawing.edge("ChatInput-l", "message", f"TypeConverterComponent-{number}", "input_data")
        drawing.edge(f"TypeConverterComponent-{number}", "data_output", f"Notify-{number}", "data")
    assert _answer(drawing, "it") == ("heard it\nheard it" if append else "heard it")


def test_who_listens_to_another_name_hears_nothing(shared_app: RunningApp) -> None:
    drawing = Drawing(shared_app.client)
    drawing.node("Notify", "Notify-n", name="news")
    drawing.node("Listen", "Listen-n", name="other")
    drawing.node("ParseData", "ParseData-n", template="heard {text}")
    drawing.node("TextOutput", "TextOutput-n")
    drawing.edge("Listen-n", "data", "ParseData-n", "data")
    drawing.edge("ParseData-n", "text", "TextOutput-n", "input_value")
    events = drawing.build()
    ends = [event["data"]["build_data"] for event in events if event["event"] == "end_vertex"]
    assert all(end["valid"] for end in ends)
    (shown,) = [end["data"]["outputs"]["text"]["message"] for end in ends if end["id"] == "TextOutput-n"]
    assert shown == "heard "
