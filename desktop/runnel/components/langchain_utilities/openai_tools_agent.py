"""An agent with a model of a model node and a prompt of its own."""

from __future__ import annotations

from typing import Any

from runnel.components.agents.agent_run import AGENT_INPUTS, AgentExecutor, answer_with_tools, conversation, need_model
from runnel.sdk import (
    Component,
    Context,
    DataInput,
    HandleInput,
    LanguageModel,
    Message,
    MultilineInput,
    Output,
    Tool,
)

INSTRUCTIONS = "You are a helpful assistant"


class OpenAIToolsAgent(Component):
    """Let a model use tools until it knows the answer; the task is put into a prompt first."""

    display_name = "OpenAI Tools Agent"
    is_repeatable = False
    icon = "bot"
    needs = "local-model"
    inputs = (
        *AGENT_INPUTS,
        HandleInput(
            "llm",
            "Language Model",
            required=True,
            input_types=("LanguageModel", "ToolEnabledLanguageModel"),
            info="The model to ask.",
        ),
        MultilineInput("system_prompt", "System Prompt", value=INSTRUCTIONS, info="How the agent should behave."),
        MultilineInput("user_prompt", "Prompt", value="{input}", info="What is asked; {input} stands for the task."),
        DataInput("chat_history", "Chat History", is_list=True, advanced=True, info="What was said before."),
    )
    outputs = (
        Output("agent", "build_agent", types=("AgentExecutor",), display_name="Agent"),
        Output("response", "message_response", display_name="Response"),
    )

    async def message_response(
        self,
        context: Context,
        input_value: str = "",
        tools: list[Tool] | None = None,
        max_iterations: int | None = 15,
        llm: LanguageModel | None = None,
        system_prompt: str = INSTRUCTIONS,
        user_prompt: str = "{input}",
        chat_history: Any = None,
    ) -> Message:
        """The agent's answer, with its steps as content blocks."""
        model = need_model(context, llm)
        before = conversation(system_prompt, chat_history)
        question = user_prompt.replace("{input}", input_value)
        return await answer_with_tools(context, model, before, question, tools or [], max_iterations)

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

        async def run(question: str) -> Message:
            return await self.message_response(
                context, question, tools, max_iterations, model, system_prompt, user_prompt, chat_history
            )

        return AgentExecutor(run)
