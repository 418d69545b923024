"""OpenAI's Python client puts a flow's answer together as it puts together a model's, and brings a key where needed."""

from __future__ import annotations

import pytest
from openai import OpenAI, PermissionDeniedError

from tests.conftest import RunningApp, StartApp
from tests.flow_drawing import Drawing, chat_flow
from tests.model_server.stand_in import Answer, StandIn


def _client(app: RunningApp, api_key: str = "unused", **headers: str) -> OpenAI:
    return OpenAI(base_url=f"{app.url}/api/v1/", api_key=api_key, default_headers=headers, max_retries=0)


def test_an_answer_put_together_as_it_streams(shared_app: RunningApp, stand_in: StandIn) -> None:
    flow = chat_flow(shared_app.client, openai_api_base=stand_in.base_url, api_key="k").save()
    with _client(shared_app) as client, client.responses.stream(model=flow, input="hi") as events:
        snapshots = [event.snapshot for event in events if event.type == "response.output_text.delta"]
        answer = events.get_final_response()
    assert len(snapshots) > 1
    assert snapshots[-1] == answer.output_text == "Hello there!"


def test_a_flow_without_a_model_streams_its_text_as_one(shared_app: RunningApp) -> None:
    drawing = Drawing(shared_app.client)
    drawing.node("ChatInput", "ChatInput-in")
    drawing.node("ChatOutput", "ChatOutput-out")
    drawing.edge("ChatInput-in", "message", "ChatOutput-out", "input_value")
    with _client(shared_app) as client, client.responses.stream(model=drawing.save(), input="echo") as events:
        assert events.get_final_response().output_text == "echo"


def test_leaving_the_stream_ends_the_run(shared_app: RunningApp, stand_in: StandIn) -> None:
    stand_in.script(Answer(("Hello", "never"), stall_after=1))
    flow = chat_flow(shared_app.client, openai_api_base=stand_in.base_url, api_key="k").save()
    with _client(shared_app) as client, client.responses.create(model=flow, input="hi", stream=True) as events:
        assert any(event.type == "response.output_text.delta" for event in events)
    assert stand_in.disconnected.wait(10)


def test_a_server_that_asks_for_keys(start_app: StartApp, stand_in: StandIn) -> None:
    open_app = start_app()
    flow = chat_flow(open_app.client, openai_api_base=stand_in.base_url, api_key="k").save()
    key = open_app.client.post("/api/v1/api_key/", json={"name": "openai"}).json()["api_key"]
    open_app.server.stop()
    app = start_app(auto_login=False)
    with _client(app) as stranger, pytest.raises(PermissionDeniedError):
        stranger.responses.create(model=flow, input="hi")
    with _client(app, **{"x-api-key": key}) as client:
        assert client.responses.create(model=flow, input="hi").output_text == "Hello there!"
    with _client(app, api_key=key) as client:
        assert client.responses.create(model=flow, input="hi").output_text == "Hello there!"
    with _client(app, api_key=f"{key}x") as stranger, pytest.raises(PermissionDeniedError):
        stranger.responses.create(model=flow, input="hi")
