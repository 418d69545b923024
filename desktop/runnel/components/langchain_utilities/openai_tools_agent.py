"""An agent with a model of a model node and a prompt of its own."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from runnel.components.agents.agent_run import (
    AGENT_INPUTS,
    LLM,
    AgentExecutor,
    AgentNode,
    answer_with_tools,
    conversation,
    need_model,
)
from runnel.sdk import Context, DataInput, LanguageModel, Message, MultilineInput, Tool

INSTRUCTIONS = "You are a helpful assistant"


class OpenAIToolsAgent(AgentNode):
    """Let a model use tools until it knows the answer; the task is put into a prompt first."""

    display_name = "OpenAI Tools Agent"
    inputs = (
        *AGENT_INPUTS,
        replace(LLM, input_types=("LanguageModel", "ToolEnabledLanguageModel")),
        MultilineInput("system_prompt", "System Prompt", value=INSTRUCTIONS, info="How the agent should behave."),
        MultilineInput("user_prompt", "Prompt", value="{input}", info="What is asked; {input} stands for the task."),
        DataInput("chat_history", "Chat History", is_list=True, advanced=True, info="What was said before."),
    )

    def build_agent(
        self,
        context: Context,
        tools: list[Tool] | None = None,
        max_iterations: int | None = 15,
        llm: LanguageModel | None = None,
        system_prompt: str = INSTRUCTIONS,
        user_prompt: str = "{input}",
        chat_history: Any = None,
    ) -> AgentExecutor:
        """The agent itself, for nodes that ask questions of their own."""
        model = need_model(context, llm)
        before = conversation(system_prompt, chat_history)

        async def run(task: str) -> Message:
            question = user_prompt.replace("{input}", task)
            return await answer_with_tools(context, model, before, question, tools or [], max_iterations)

        return AgentExecutor(run)
