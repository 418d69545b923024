"""What all agents do: turn the conversation into turns, use tools, show the steps, give the answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from runnel.components.agents.agent_steps import StepBlocks
from runnel.sdk import (
    BoolInput,
    ChatTurn,
    Component,
    ComponentError,
    Context,
    HandleInput,
    Input,
    IntInput,
    LanguageModel,
    Message,
    MessageTextInput,
    MultilineInput,
    Needs,
    Output,
    Tool,
)
from runnel.shaping.record_list import list_records

MOST_ROUNDS = 15
DESCRIPTION = "An assistant with tools of its own. Give it a task in a few sentences; it answers in words."
AGENT_INPUTS: tuple[Input, ...] = (
    HandleInput(
        "tools",
        "Tools",
        is_list=True,
        input_types=("Tool", "BaseTool", "StructuredTool"),
        info="What the agent can use.",
    ),
    MessageTextInput("input_value", "Input", tool_mode=True, info="The task."),
    BoolInput(
        "handle_parsing_errors",
        "Handle Parse Errors",
        value=True,
        advanced=True,
        info="Kept for files of other versions: errors of tools are always told to the model.",
    ),
    BoolInput("verbose", "Verbose", value=True, advanced=True, info="Kept for files of other versions."),
    IntInput(
        "max_iterations",
        "Max Iterations",
        value=15,
        advanced=True,
        info="How many rounds of tool calls there may be before the agent has to answer.",
    ),
    MultilineInput(
        "agent_description",
        "Agent Description",
        value=DESCRIPTION,
        advanced=True,
        info="What other agents are told of this one when it is their tool.",
    ),
)
"""What all agents begin with."""
LLM = HandleInput("llm", "Language Model", required=True, input_types=("LanguageModel",), info="The model to ask.")


@dataclass(frozen=True, slots=True)
class AgentExecutor:
    """The value of an ``AgentExecutor`` handle: an agent that answers questions."""

    run: Callable[[str], Awaitable[Message]]


class AgentNode(Component):
    """An agent whose model comes from a node: one output is its answer, the other the agent itself."""

    is_repeatable = False
    icon = "bot"
    needs: ClassVar[Needs] = "local-model"
    outputs = (
        Output("agent", "build_agent", types=("AgentExecutor",), display_name="Agent"),
        Output("response", "message_response", display_name="Response"),
    )

    async def message_response(self, agent: AgentExecutor, input_value: str = "") -> Message:
        """The agent's answer, with its steps as content blocks."""
        return await agent.run(input_value)


async def answer_with_tools(
    context: Context,
    model: LanguageModel,
    before: Sequence[ChatTurn],
    question: str,
    tools: Sequence[Tool],
    max_rounds: int | None,
    session_id: str = "",
) -> Message:
    """The answer after ``before`` and the question; its steps are content blocks, shown as they come."""
    steps = StepBlocks(context, question, session_id or context.session_id)
    reply = await context.models.run_agent(
        model,
        [*before, ChatTurn("user", question)],
        tools,
        max_rounds=MOST_ROUNDS if max_rounds is None else max_rounds,
        on_step=steps.take,
    )
    context.record_usage(reply.usage)
    return steps.finish(reply.text)


def agent_of(
    context: Context,
    llm: LanguageModel | None,
    system_prompt: str,
    find_tools: Callable[[], Awaitable[Sequence[Tool]]],
    max_rounds: int | None,
) -> AgentExecutor:
    """An agent that answers each question by itself, with the tools found for it. Raises as `need_model`."""
    model = need_model(context, llm)
    before = [ChatTurn("system", system_prompt)]

    async def run(question: str) -> Message:
        return await answer_with_tools(context, model, before, question, await find_tools(), max_rounds)

    return AgentExecutor(run)


def need_file(context: Context, path: Path | None) -> Path:
    """The file of the input ``path``. Raises `ComponentError` when none is chosen."""
    if path is None:
        raise ComponentError(
            f"{context.display_name} has nothing to read.", "No file is chosen.", "Choose one.", field="path"
        )
    return path


def conversation(system_prompt: str, history: Any) -> list[ChatTurn]:
    """The system turn, where there is a prompt, and the turns of records such as Message History gives."""
    turns = [ChatTurn("system", system_prompt)] if system_prompt else []
    for record in list_records(history):
        if record.text:
            turns.append(ChatTurn("user" if record.data.get("sender") == "User" else "assistant", record.text))
    return turns


def need_model(context: Context, model: LanguageModel | None) -> LanguageModel:
    """The model. Raises `ComponentError` when none is connected."""
    if model is None:
        raise ComponentError(
            f"{context.display_name} has no model.",
            "No model is connected.",
            "Connect the Language Model output of a model node.",
            field="llm",
        )
    return model
