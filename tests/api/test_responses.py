"""A flow as a model: OpenAI's own client talks to it."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import pytest
from openai import NotFoundError, OpenAI

from tests.conftest import RunningApp
from tests.flow_drawing import Drawing, chat_flow
from tests.model_server.stand_in import Refusal, StandIn


@pytest.fixture
def client(shared_app: RunningApp) -> Iterator[OpenAI]:
    with OpenAI(base_url=f"{shared_app.url}/api/v1", api_key="unused", max_retries=0) as client:
        # With auto-login a bearer token that is no token of ours is not looked at here: the route takes keys.
        yield client


@pytest.fixture
def model(shared_app: RunningApp, stand_in: StandIn) -> str:
    """The endpoint name of a flow whose model answers "Hello there!"."""
    flow = chat_flow(shared_app.client, openai_api_base=stand_in.base_url, api_key="k")
    name = f"model-{uuid4()}"
    shared_app.client.patch(f"/api/v1/flows/{flow.save()}", json={"endpoint_name": name})
    return name


def test_an_answer(client: OpenAI, model: str) -> None:
    answer = client.responses.create(model=model, input="hi")
    assert answer.output_text == "Hello there!"
    assert (answer.status, answer.model, answer.object) == ("completed", model, "response")
    assert answer.output[0].type == "message"
    assert answer.usage is not None
    assert (answer.usage.input_tokens, answer.usage.output_tokens, answer.usage.total_tokens) == (7, 4, 11)
    assert answer.usage.input_tokens_details.cached_tokens == 0


def test_the_text_streams(client: OpenAI, model: str) -> None:
    with client.responses.create(model=model, input="hi", stream=True) as events:
        told = list(events)
    assert [event.type for event in told if event.type != "response.output_text.delta"] == [
        "response.created",
        "response.output_item.added",
        "response.content_part.added",
        "response.output_text.done",
        "response.content_part.done",
        "response.output_item.done",
        "response.completed",
    ]
    deltas = [event.delta for event in told if event.type == "response.output_text.delta"]
    assert len(deltas) > 1
    assert "".join(deltas) == "Hello there!"
    assert [event.sequence_number for event in told] == list(range(len(told)))
    assert told[-1].response.usage.total_tokens == 11


def test_a_flow_without_a_model_costs_nothing(shared_app: RunningApp, client: OpenAI) -> None:
    drawing = Drawing(shared_app.client)
    drawing.edge(drawing.node("ChatInput"), "message", drawing.node("ChatOutput"), "input_value")
    answer = client.responses.create(model=drawing.save(), input="echo")
    assert (answer.output_text, answer.usage) == ("echo", None)


def test_messages_as_input_and_the_next_question_in_one_session(
    shared_app: RunningApp, client: OpenAI, model: str
) -> None:
    first = client.responses.create(
        model=model, input=[{"role": "user", "content": [{"type": "input_text", "text": "first"}]}]
    )
    client.responses.create(model=model, input="second", previous_response_id=first.id)
    kept = shared_app.client.get("/api/v1/monitor/messages", params={"session_id": first.id}).json()
    assert [message["text"] for message in kept if message["sender"] == "User"] == ["first", "second"]


def test_a_failure_is_told_at_the_end_of_the_stream(client: OpenAI, model: str, stand_in: StandIn) -> None:
    stand_in.script(*[Refusal(400, "stand-in says no")] * 5)
    with client.responses.create(model=model, input="hi", stream=True) as events:
        last = list(events)[-1]
    assert last.type == "response.failed"
    assert "stand-in says no" in last.response.error.message


def test_an_unknown_flow(client: OpenAI) -> None:
    with pytest.raises(NotFoundError):
        client.responses.create(model="no-such-flow", input="hi")
