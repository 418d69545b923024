"""Anthropic's protocol, through the same door as all chat models."""

from __future__ import annotations

import json

import pytest

from runnel.errors import ComponentError
from runnel.models.chat import ChatModel
from runnel.network import Network
from runnel.sdk import ChatOptions, ChatTurn, Usage
from tests.model_server.stand_in import Answer, Refusal, StandIn

_TURNS = [ChatTurn("system", "Be kind."), ChatTurn("user", "Hi"), ChatTurn("assistant", "Well,")]


@pytest.fixture
def claude(network: Network, stand_in: StandIn) -> ChatModel:
    options = ChatOptions(temperature=0.1, max_tokens=9)
    return ChatModel("anthropic", "claude-test", stand_in.origin, network, "sk-ant-canary-012345", options)


async def test_a_whole_answer(claude: ChatModel, stand_in: StandIn) -> None:
    reply = await claude.complete(_TURNS)
    assert (reply.text, reply.usage) == ("Hello there!", Usage(7, 4))
    (asked,) = stand_in.chats
    assert "sk-ant-canary-012345" in f"{asked.headers.get('x-api-key')} {asked.headers.get('authorization')}"
    assert (asked.body["max_tokens"], asked.body["temperature"]) == (9, 0.1)
    assert "Be kind." in str(asked.body["system"])
    assert [message["role"] for message in asked.body["messages"]] == ["user", "assistant"]


async def test_an_answer_piece_by_piece(claude: ChatModel, stand_in: StandIn) -> None:
    stand_in.script(Answer(("one", "two")))
    costs: list[Usage] = []
    assert [piece async for piece in claude.stream(_TURNS, on_usage=costs.append)] == ["one", "two"]
    assert costs == [Usage(7, 4)]


async def test_a_refusal_is_explained_without_the_key(claude: ChatModel, stand_in: StandIn) -> None:
    stand_in.script(Refusal(401, "invalid x-api-key sk-ant-canary-012345"))
    with pytest.raises(ComponentError, match="did not accept the API key") as caught:
        await claude.complete(_TURNS)
    assert "canary" not in str(caught.value)


async def test_an_object_is_asked_for_by_a_tool(claude: ChatModel, stand_in: StandIn) -> None:
    schema = {"type": "object", "properties": {"ok": {"type": "boolean"}}, "required": ["ok"]}
    stand_in.script(Answer((), tool_calls=(("answer", {"ok": True}),)))
    reply = await claude.with_options(json_schema=schema).complete(_TURNS[:2])
    assert json.loads(reply.text) == {"ok": True}
    (asked,) = stand_in.chats
    assert "response_format" not in asked.body, "this vendor refuses what it does not know"
    (tool,) = asked.body["tools"]
    assert (tool["name"], tool["input_schema"]["properties"]) == ("answer", schema["properties"])
    assert asked.body["tool_choice"]["type"] in ("any", "tool")
    await claude.with_options(is_json=True).complete(_TURNS[:2])
    assert "one JSON object" in str(stand_in.chats[-1].body["system"])
