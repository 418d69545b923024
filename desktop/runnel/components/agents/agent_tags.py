"""An agent's loop in plain text: the model writes tags to use a tool, and reads what came of it."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Mapping, Sequence
from typing import Any

from runnel.components.agents.agent_run import MOST_ROUNDS
from runnel.components.agents.agent_steps import StepBlocks
from runnel.sdk import AgentStep, ChatTurn, Context, LanguageModel, Message, Tool
from runnel.shaping.json_repair import read_json

_USE = re.compile(r"<tool>\s*(.*?)\s*</tool>\s*<tool_input>\s*(.*?)\s*(?:</tool_input>|$)", re.DOTALL)
_ANSWER = re.compile(r"<final_answer>\s*(.*?)\s*(?:</final_answer>|$)", re.DOTALL)
_LONGEST_OUTPUT = 20_000
_HOW = """You have these tools:
{tools}

To use one, write its name and its input in tags and stop:
<tool>name</tool><tool_input>a JSON object with the arguments</tool_input>
You are then told what came of it between <observation> tags. When you know the answer, write it between
<final_answer> and </final_answer>."""


async def answer_with_tags(
    context: Context,
    model: LanguageModel,
    before: Sequence[ChatTurn],
    question: str,
    tools: Sequence[Tool],
    max_rounds: int | None,
) -> Message:
    """The answer of a model that uses ``tools`` by writing tags; see `agent_run.answer_with_tools`."""
    by_name = {tool.name: tool for tool in tools}
    turns = [*_with_tools(before, tools), ChatTurn("user", question)]
    steps = StepBlocks(context, question, context.session_id)
    text = ""
    for number in range((MOST_ROUNDS if max_rounds is None else max_rounds) + 1):
        reply = await model.complete(turns)
        context.record_usage(reply.usage)
        text = reply.text
        wanted = _USE.search(text)
        answer = _ANSWER.search(text)
        if wanted is None or (answer is not None and answer.start() < wanted.start()):
            return steps.finish(answer.group(1) if answer else text.strip())
        said = text[: wanted.start()].strip()
        if said:
            await steps.take(AgentStep(2 * number, text=said))
        told = await _use(steps, 2 * number + 1, by_name, wanted.group(1), wanted.group(2))
        turns.append(ChatTurn("assistant", text[: wanted.end()]))
        turns.append(ChatTurn("user", f"<observation>{told}</observation>"))
    return steps.finish(f"The agent came to no answer within its rounds. It last wrote:\n\n{text}")


def _with_tools(before: Sequence[ChatTurn], tools: Sequence[Tool]) -> list[ChatTurn]:
    described = "\n".join(
        f"- {tool.name}: {tool.description} Arguments: {json.dumps(tool.parameters)}" for tool in tools
    )
    how = _HOW.format(tools=described) if tools else ""
    systems = [turn.text for turn in before if turn.role == "system"]
    return [
        ChatTurn("system", "\n\n".join(filter(None, (*systems, how)))),
        *(turn for turn in before if turn.role != "system"),
    ]


async def _use(steps: StepBlocks, number: int, tools: Mapping[str, Tool], name: str, written: str) -> str:
    tool = tools.get(name)
    arguments = _arguments(tool, written)
    await steps.take(AgentStep(number, tool_name=name, arguments=arguments))
    began = time.perf_counter()
    output, error = None, ""
    try:
        if tool is None:
            error = f"There is no tool named {name}. There are: {', '.join(tools)}."
        else:
            output = await tool.call(arguments)
    except Exception as raised:  # noqa: BLE001 - the model reads it
        error = str(raised) or type(raised).__name__
    spent_ms = round((time.perf_counter() - began) * 1000)
    await steps.take(
        AgentStep(number, tool_name=name, arguments=arguments, output=output, error=error, duration_ms=spent_ms)
    )
    told = output if isinstance(output, str) else json.dumps(output, ensure_ascii=False, default=str)
    return f"Error: {error}" if error else told[:_LONGEST_OUTPUT]


def _arguments(tool: Tool | None, written: str) -> dict[str, Any]:
    """What stands in the tag as arguments: an object, or the one argument of a tool that has but one."""
    try:
        value = read_json(written)
    except ValueError:
        value = None
    if isinstance(value, dict):
        return value
    names = list((tool.parameters.get("properties") or {}) if tool else {})
    return {names[0]: written} if names else {}
