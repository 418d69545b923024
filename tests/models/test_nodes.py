"""Model nodes in flows, over HTTP: what they answer, how they stream, what they say when something is wrong."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.conftest import RunningApp, StartApp
from tests.flow_drawing import Drawing, chat_flow
from tests.model_server.fixtures import LlamaServer
from tests.model_server.stand_in import Answer, Refusal, StandIn


def _ends(events: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {
        event["data"]["build_data"]["id"]: event["data"]["build_data"]
        for event in events
        if event["event"] == "end_vertex"
    }


def _errors(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [event["data"]["content_blocks"][0]["contents"][0] for event in events if event["event"] == "error"]


def _tokens(events: list[dict[str, Any]]) -> list[str]:
    return [event["data"]["chunk"] for event in events if event["event"] == "token"]


def _answer(events: list[dict[str, Any]]) -> str:
    return _ends(events)["ChatOutput-out"]["data"]["outputs"]["message"]["message"]["text"]


def test_an_openai_node_answers_from_a_real_local_server(app: RunningApp, llama_server: LlamaServer) -> None:
    flow = chat_flow(app.client, openai_api_base=llama_server.base_url, model_name=llama_server.model_name)
    assert _answer(flow.build("hi")) == llama_server.answer
    answer = flow.run("hi").json()
    assert answer["outputs"][0]["outputs"][0]["results"]["message"]["text"] == llama_server.answer


def test_tokens_of_a_real_local_server_arrive_one_by_one(app: RunningApp, llama_server: LlamaServer) -> None:
    values = {"openai_api_base": llama_server.base_url, "model_name": llama_server.model_name, "stream": True}
    events = chat_flow(app.client, **values).build("hi")
    assert _tokens(events) == ["Hello", " from", " the", " tiny", " Runnel", " test", " model.", ""]
    assert _answer(events) == llama_server.answer
    assert _ends(events)["Model-llm"]["data"]["outputs"]["text_output"]["message"] == ""


def test_a_node_without_address_and_key_runs_on_the_chosen_local_model(
    app: RunningApp, llama_server: LlamaServer
) -> None:
    app.client.patch("/api/v1/models", json={"openai_base_url": llama_server.base_url})
    try:
        events = chat_flow(app.client).build("hi")
    finally:
        app.client.patch("/api/v1/models", json={"openai_base_url": None})
    assert _answer(events) == llama_server.answer
    log = json.dumps(_ends(events)["Model-llm"]["data"]["logs"])
    assert llama_server.model_name in log
    assert "has no gpt-4o-mini" in log


def test_a_node_without_address_and_key_says_what_is_missing(app: RunningApp) -> None:
    events = chat_flow(app.client).build("hi")
    (error,) = _errors(events)
    assert "no API key" in error["reason"]
    assert "OPENAI_API_KEY" in error["solution"]
    assert not _ends(events)["Model-llm"]["valid"]
    assert "ChatOutput-out" not in _ends(events)


def test_a_key_comes_from_its_variable_and_shows_nowhere(app: RunningApp, stand_in: StandIn) -> None:
    stand_in.api_key = "sk-canary-0123456789"
    variable = {"name": "OPENAI_API_KEY", "value": stand_in.api_key, "type": "Credential", "default_fields": []}
    made = app.client.post("/api/v1/variables/", json=variable)
    try:
        flow = chat_flow(app.client, openai_api_base=stand_in.base_url)
        events = flow.build("hi")
        flow_text = app.client.get(f"/api/v1/flows/{flow.flow_id}").text
        builds = app.client.get(f"/api/v1/monitor/builds?flow_id={flow.flow_id}").text
        transactions = app.client.get(f"/api/v1/monitor/transactions?flow_id={flow.flow_id}").text
        stand_in.api_key = "another"
        refused = flow.build("hi")
    finally:
        app.client.delete(f"/api/v1/variables/{made.json()['id']}")
    assert _answer(events) == "Hello there!"
    assert "did not accept the API key" in _errors(refused)[0]["reason"]
    assert "canary" not in json.dumps(events) + flow_text + builds + transactions + json.dumps(refused)


def test_system_message_options_and_model_reach_the_server(app: RunningApp, stand_in: StandIn) -> None:
    flow = chat_flow(
        app.client,
        openai_api_base=stand_in.base_url,
        system_message="Be kind.",
        max_tokens=12,
        temperature=0.7,
        seed=5,
        json_mode=True,
        model_kwargs={"top_p": 0.5},
    )
    flow.build("hi")
    (asked,) = stand_in.chats
    assert asked.body == {
        "model": "gpt-4o-mini",
        "messages": [{"role": "system", "content": "Be kind."}, {"role": "user", "content": "hi"}],
        "stream": False,
        "max_tokens": 12,
        "temperature": 0.7,
        "seed": 5,
        "response_format": {"type": "json_object"},
        "top_p": 0.5,
    }


@pytest.mark.parametrize("stream", [False, True])
def test_a_server_that_is_off_is_an_error_on_the_node(app: RunningApp, unused_port: int, stream: bool) -> None:
    events = chat_flow(app.client, openai_api_base=f"http://127.0.0.1:{unused_port}/v1", stream=stream).build("hi")
    (error,) = _errors(events)
    assert f"Nothing listens at 127.0.0.1:{unused_port}." in error["reason"]
    assert "Start the model server" in error["solution"]
    assert events[-1]["event"] == "end"


def test_an_error_is_repaired_by_running_again(app: RunningApp, stand_in: StandIn) -> None:
    flow = chat_flow(app.client, openai_api_base=stand_in.base_url)
    stand_in.script(Refusal(503, "loading the model"))
    assert "loading the model" in _errors(flow.build("hi"))[0]["reason"]
    assert _answer(flow.build("hi")) == "Hello there!"


def test_leaving_a_build_closes_the_connection_to_the_model(app: RunningApp, stand_in: StandIn) -> None:
    stand_in.script(Answer(("a",) * 1000, pause_s=0.01))
    flow = chat_flow(app.client, openai_api_base=stand_in.base_url, stream=True)
    body = {"inputs": {"input_value": "hi", "session": "s"}}
    with app.client.stream("POST", f"/api/v1/build/{flow.save()}/flow", json=body) as answer:
        for line in answer.iter_lines():
            if '"token"' in line:
                break
    assert stand_in.disconnected.wait(10)


def test_leaving_a_build_stops_a_model_that_is_still_thinking(app: RunningApp, stand_in: StandIn) -> None:
    stand_in.script(Answer(stall_after=0))
    flow = chat_flow(app.client, openai_api_base=stand_in.base_url)
    body = {"inputs": {"input_value": "hi", "session": "s"}}
    with app.client.stream("POST", f"/api/v1/build/{flow.save()}/flow", json=body) as answer:
        for _ in answer.iter_lines():
            if stand_in.asked.wait(10):
                break
    assert stand_in.disconnected.wait(10)


def test_a_flow_cannot_call_our_own_api_as_a_model(app: RunningApp) -> None:
    events = chat_flow(app.client, openai_api_base=f"{app.url}/v1").build("hi")
    assert "address of Runnel itself" in _errors(events)[0]["reason"]


def test_an_ollama_node_speaks_ollamas_protocol(app: RunningApp, stand_in: StandIn) -> None:
    flow = chat_flow(
        app.client,
        "OllamaModel",
        base_url=stand_in.origin,
        system="Be brief.",
        mirostat="Mirostat 2.0",
        mirostat_tau=7,
        num_ctx=2048,
        stop_tokens="END, STOP",
        format="json",
        stream=True,
    )
    events = flow.build("hi")
    assert _tokens(events) == ["Hello", " ", "there", "!", ""]
    (asked,) = stand_in.chats
    assert asked.path == "/api/chat"
    assert asked.body == {
        "model": "llama3.1",
        "messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "hi"}],
        "stream": True,
        "format": "json",
        "options": {"temperature": 0.2, "stop": ["END", "STOP"], "mirostat": 2, "mirostat_tau": 7, "num_ctx": 2048},
    }


def test_an_lm_studio_node_without_a_model_takes_the_first(app: RunningApp, stand_in: StandIn) -> None:
    events = chat_flow(app.client, "LMStudioModel", base_url=stand_in.base_url).build("hi")
    assert _answer(events) == "Hello there!"
    assert stand_in.chats[0].body["model"] == "stand-in-model"
    assert "stand-in-model" in json.dumps(_ends(events)["Model-llm"]["data"]["logs"])


def test_an_anthropic_node_answers_and_goes_on_from_its_prefill(app: RunningApp, stand_in: StandIn) -> None:
    flow = chat_flow(
        app.client,
        "AnthropicModel",
        anthropic_api_url=stand_in.origin,
        anthropic_api_key="sk-ant-1",
        model="claude-test",
        prefill="Well,",
    )
    assert _answer(flow.build("hi")) == "Hello there!"
    (asked,) = stand_in.chats
    assert (asked.path, asked.body["max_tokens"]) == ("/v1/messages", 4096)
    assert [message["role"] for message in asked.body["messages"]] == ["user", "assistant"]


def test_an_anthropic_node_without_a_key_says_what_is_missing(app: RunningApp) -> None:
    (error,) = _errors(chat_flow(app.client, "AnthropicModel").build("hi"))
    assert "no API key" in error["reason"]
    assert "local model" in error["solution"]


def test_two_models_side_by_side_are_asked_at_once(start_app: StartApp, stand_in: StandIn) -> None:
    app = start_app()
    drawing = Drawing(app.client)
    source = drawing.node("ChatInput")
    combined = drawing.node("CombineText")
    for field_name in ("text1", "text2"):
        asked = drawing.node("OpenAIModel", openai_api_base=stand_in.base_url)
        drawing.edge(source, "message", asked, "input_value")
        drawing.edge(asked, "text_output", combined, field_name)
    stand_in.meet = 2
    events = drawing.build("hi")
    assert not _errors(events)
    assert stand_in.most_at_once == 2
