"""The loop of an agent: ask the model, do what it asks for, tell it the outcome, until it answers."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from runnel.errors import ComponentError
from runnel.models.chat import WHOLE_ANSWER_S, ChatModel
from runnel.models.loading import warm
from runnel.models.turns import check_turns, to_messages
from runnel.sdk import AgentStep, ChatReply, ChatTurn, Tool, Usage

if TYPE_CHECKING:
    from pydantic_ai.messages import ModelResponse, ToolCallPart, ToolReturnPart

_LONGEST_OUTPUT = 100_000
OnStep = Callable[[AgentStep], Awaitable[None]]


async def run_agent(
    chat: ChatModel, turns: Sequence[ChatTurn], tools: Sequence[Tool], *, max_rounds: int, on_step: OnStep
) -> ChatReply:
    """The model's answer after it has used ``tools`` as it likes, in at most ``max_rounds`` rounds of tool calls.

    ``on_step`` is told each tool call when it begins and again, under the same id, when it ends; and each text that the
    model says beside tool calls. Tools asked for in one round run side by side. When the rounds are used up, the model
    is asked once more, without tools. Raises `ComponentError` as `ChatModel.complete`.
    """
    if not tools:
        return await chat.complete(turns)
    check_turns(turns)
    await warm(chat.provider)
    from pydantic_ai import messages

    by_name = _by_name(tools)
    conversation = to_messages(turns)
    steps = _Steps(on_step)
    spent = Usage()
    for round_number in range(max_rounds + 1):
        response = await _ask(chat, conversation, by_name, may_call=round_number < max_rounds)
        spent += chat.get_usage(response)
        text = response.text or ""
        calls = response.tool_calls if round_number < max_rounds else []
        if not calls:
            is_over = round_number == max_rounds
            return ChatReply(text or (_gave_up(max_rounds) if is_over else ""), spent, chat.model_name)
        if text:
            await steps.say(text)
        conversation.append(response)
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(_use(by_name, call, steps)) for call in calls]
        conversation.append(messages.ModelRequest(parts=[task.result() for task in tasks]))
    raise AssertionError("the last round returns")


class _Steps:
    """Numbers the steps and tells them on, one after the other."""

    def __init__(self, on_step: OnStep) -> None:
        self._on_step = on_step
        self._count = 0
        self._lock = asyncio.Lock()

    async def say(self, text: str) -> None:
        self._count += 1
        await self.tell(AgentStep(self._count, text=text))

    async def begin(self, tool_name: str, tool: Tool | None, arguments: dict[str, Any]) -> AgentStep:
        self._count += 1
        vertex_id = tool.vertex_id if tool else ""
        step = AgentStep(self._count, tool_name=tool_name, vertex_id=vertex_id, arguments=arguments)
        await self.tell(step)
        return step

    async def tell(self, step: AgentStep) -> None:
        async with self._lock:
            await self._on_step(step)


async def _ask(chat: ChatModel, conversation: list[Any], tools: dict[str, Tool], *, may_call: bool) -> ModelResponse:
    from pydantic_ai.direct import model_request
    from pydantic_ai.models import ModelRequestParameters
    from pydantic_ai.tools import ToolDefinition

    definitions = [
        ToolDefinition(name=name, description=tool.description, parameters_json_schema=dict(tool.parameters))
        for name, tool in tools.items()
    ]
    with chat.explained():
        async with chat.open(WHOLE_ANSWER_S) as (model, settings):
            if not may_call:
                settings["tool_choice"] = "none"
            return await model_request(
                model,
                conversation,
                model_settings=settings,
                model_request_parameters=ModelRequestParameters(function_tools=definitions),
            )


async def _use(tools: dict[str, Tool], call: ToolCallPart, steps: _Steps) -> ToolReturnPart:
    """Do what the model asks for. Whatever goes wrong is told to the model, which may try otherwise."""
    from pydantic_ai import messages

    arguments = call.args_as_dict()
    # So the library hands on what it could not read.
    unread = arguments.pop("INVALID_JSON", None)
    tool = tools.get(call.tool_name)
    step = await steps.begin(call.tool_name, tool, arguments)
    began = time.perf_counter()
    try:
        if tool is None:
            raise ComponentError(f"There is no tool named {call.tool_name}.", f"There are: {', '.join(tools)}.")
        if unread is not None:
            raise ComponentError("The arguments are not a JSON object.", f"They read: {str(unread)[:200]}")
        output, error = await tool.call(arguments), ""
    except Exception as raised:  # noqa: BLE001 - the model reads it
        output, error = None, str(raised) or type(raised).__name__
    duration_ms = round((time.perf_counter() - began) * 1000)
    await steps.tell(replace(step, output=output, error=error, duration_ms=duration_ms))
    return messages.ToolReturnPart(
        tool_name=call.tool_name,
        content=f"Error: {error}" if error else _as_text(output),
        tool_call_id=call.tool_call_id,
    )


def _by_name(tools: Sequence[Tool]) -> dict[str, Tool]:
    """The tools by names that differ: the second of a name gets a number."""
    by_name: dict[str, Tool] = {}
    for tool in tools:
        name, number = tool.name, 1
        while name in by_name:
            number += 1
            name = f"{tool.name}_{number}"
        by_name[name] = tool
    return by_name


def _as_text(output: Any) -> str:
    text = output if isinstance(output, str) else json.dumps(output, ensure_ascii=False, default=str)
    return text if len(text) <= _LONGEST_OUTPUT else f"{text[:_LONGEST_OUTPUT]}… (cut)"


def _gave_up(rounds: int) -> str:
    return f"The agent came to no answer within {rounds} rounds of tool calls."
