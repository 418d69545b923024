"""The loop of an agent: tool calls one after the other and side by side, errors told to the model, a stated end."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest

from runnel.errors import ComponentError
from runnel.models.agent import run_agent
from runnel.sdk import AgentStep, ChatTurn, Tool, Usage
from tests.model_server.stand_in import Answer, StandIn
from tests.models.conftest import MakeChat

_TURNS = [ChatTurn("system", "Use the tools."), ChatTurn("user", "What is 6 times 7?")]
_NUMBERS = {
    "type": "object",
    "properties": {"a": {"type": "number"}, "b": {"type": "number"}},
    "required": ["a", "b"],
}


def _tool(name: str, call: Any, parameters: Mapping[str, Any] = _NUMBERS) -> Tool:
    return Tool(name, f"What {name} does", parameters, call)


async def _multiply(arguments: Mapping[str, Any]) -> Any:
    return {"product": arguments["a"] * arguments["b"]}


async def _fail(arguments: Mapping[str, Any]) -> Any:
    raise ComponentError("The page did not answer.", "Nothing listens there.")


class Steps:
    def __init__(self) -> None:
        self.all: list[AgentStep] = []

    async def __call__(self, step: AgentStep) -> None:
        self.all.append(step)


def _calls(*calls: tuple[str, dict[str, Any]], text: str = "") -> Answer:
    return Answer((text,), tool_calls=calls)


async def test_an_agent_calls_a_tool_and_answers(chat: MakeChat, stand_in: StandIn) -> None:
    stand_in.script(_calls(("multiply", {"a": 6, "b": 7}), text="Let me see."), Answer(("It is 42.",)))
    steps = Steps()
    reply = await run_agent(chat(), _TURNS, [_tool("multiply", _multiply)], max_rounds=5, on_step=steps)
    assert (reply.text, reply.usage) == ("It is 42.", Usage(14, 8))
    said, begun, ended = steps.all
    assert said.text == "Let me see."
    assert (begun.tool_name, begun.arguments, begun.duration_ms) == ("multiply", {"a": 6, "b": 7}, None)
    assert (ended.id, ended.output, ended.error) == (begun.id, {"product": 42}, "")
    assert ended.duration_ms is not None
    first, second = stand_in.chats
    (offered,) = first.body["tools"]
    assert offered["function"]["name"] == "multiply"
    assert offered["function"]["description"] == "What multiply does"
    assert offered["function"]["parameters"]["properties"].keys() == {"a", "b"}
    called, told = second.body["messages"][-2:]
    assert called["tool_calls"][0]["function"]["name"] == "multiply"
    assert (told["role"], told["tool_call_id"]) == ("tool", called["tool_calls"][0]["id"])
    assert told["content"] == '{"product": 42}'


async def test_arguments_that_were_cut_are_told_as_they_came(chat: MakeChat, stand_in: StandIn) -> None:
    stand_in.script(Answer((), tool_calls=(("multiply", '{ "a": 6, "b'),)), Answer(("42.",)))
    steps = Steps()
    reply = await run_agent(chat(), _TURNS, [_tool("multiply", _multiply)], max_rounds=5, on_step=steps)
    assert reply.text == "42."
    assert steps.all[-1].arguments == {}
    assert steps.all[-1].error.endswith('They read: { "a": 6, "b')


async def test_tools_of_one_round_run_side_by_side(chat: MakeChat, stand_in: StandIn) -> None:
    both_run = asyncio.Barrier(2)

    async def meet(_: Mapping[str, Any]) -> str:
        await asyncio.wait_for(both_run.wait(), 10)
        return "met"

    stand_in.script(_calls(("meet", {}), ("meet", {})), Answer(("Done.",)))
    reply = await run_agent(chat(), _TURNS, [_tool("meet", meet)], max_rounds=5, on_step=Steps())
    assert reply.text == "Done."


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (("broken", {"a": 1}), "The page did not answer."),
        (("nothing", {}), "There is no tool named nothing."),
        (("multiply", {"a": 1}), "'b'"),
    ],
)
async def test_what_goes_wrong_is_told_to_the_model(
    chat: MakeChat, stand_in: StandIn, call: tuple[str, dict[str, Any]], told: str
) -> None:
    stand_in.script(_calls(call), Answer(("I could not.",)))
    steps = Steps()
    tools = [_tool("broken", _fail), _tool("multiply", _multiply)]
    reply = await run_agent(chat(), _TURNS, tools, max_rounds=5, on_step=steps)
    assert reply.text == "I could not."
    assert told in steps.all[-1].error
    assert told in stand_in.chats[-1].body["messages"][-1]["content"]


async def test_after_the_last_round_the_model_has_to_answer(chat: MakeChat, stand_in: StandIn) -> None:
    again = _calls(("multiply", {"a": 1, "b": 1}))
    stand_in.script(again, again, Answer(("Enough.",)))
    reply = await run_agent(chat(), _TURNS, [_tool("multiply", _multiply)], max_rounds=2, on_step=Steps())
    assert reply.text == "Enough."
    assert [asked.body.get("tool_choice") == "none" for asked in stand_in.chats] == [False, False, True]


async def test_a_model_that_never_answers_is_stopped(chat: MakeChat, stand_in: StandIn) -> None:
    stand_in.script(*[_calls(("multiply", {"a": 1, "b": 1}))] * 4)
    reply = await run_agent(chat(), _TURNS, [_tool("multiply", _multiply)], max_rounds=3, on_step=Steps())
    assert "no answer within 3 rounds" in reply.text
    assert len(stand_in.chats) == 4


async def test_tools_of_one_name_are_told_apart(chat: MakeChat, stand_in: StandIn) -> None:
    async def second(_: Mapping[str, Any]) -> str:
        return "the second"

    stand_in.script(_calls(("multiply_2", {})), Answer(("Done.",)))
    steps = Steps()
    tools = [_tool("multiply", _multiply), _tool("multiply", second)]
    await run_agent(chat(), _TURNS, tools, max_rounds=5, on_step=steps)
    assert steps.all[-1].output == "the second"


async def test_without_tools_an_agent_is_a_chat(chat: MakeChat, stand_in: StandIn) -> None:
    reply = await run_agent(chat(), _TURNS, [], max_rounds=5, on_step=Steps())
    assert reply.text == "Hello there!"
    assert "tools" not in stand_in.chats[0].body


async def test_stopping_an_agent_stops_its_tools(chat: MakeChat, stand_in: StandIn) -> None:
    begun, stopped = asyncio.Event(), asyncio.Event()

    async def wait(_: Mapping[str, Any]) -> str:
        begun.set()
        try:
            await asyncio.sleep(60)
        finally:
            stopped.set()
        return ""

    stand_in.script(_calls(("wait", {})))
    agent = asyncio.create_task(run_agent(chat(), _TURNS, [_tool("wait", wait)], max_rounds=5, on_step=Steps()))
    await asyncio.wait_for(begun.wait(), 10)
    agent.cancel()
    await asyncio.wait([agent])
    assert stopped.is_set()
