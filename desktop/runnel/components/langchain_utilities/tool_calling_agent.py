"""An agent with a model of a model node."""

from __future__ import annotations

from typing import Any

from runnel.components.agents.agent_run import (
    AGENT_INPUTS,
    LLM,
    AgentExecutor,
    AgentNode,
    answer_with_tools,
    conversation,
    need_model,
)
from runnel.sdk import Context, DataInput, LanguageModel, Message, MessageTextInput, Tool

INSTRUCTIONS = "You are a helpful assistant with tools. Use them where they help, and answer from what they tell you."


class ToolCallingAgent(AgentNode):
    """Let a model use tools until it knows the answer; the model comes from a model node."""

    display_name = "Tool Calling Agent"
    inputs = (
        *AGENT_INPUTS,
        LLM,
        MessageTextInput("system_prompt", "System Prompt", value=INSTRUCTIONS, info="How the agent should behave."),
        DataInput("chat_history", "Chat Memory", is_list=True, advanced=True, info="What was said before."),
    )

    def build_agent(
        self,
        context: Context,
        tools: list[Tool] | None = None,
        max_iterations: int | None = 15,
        llm: LanguageModel | None = None,
        system_prompt: str = INSTRUCTIONS,
        chat_history: Any = None,
    ) -> AgentExecutor:
        """The agent itself, for nodes that ask questions of their own."""
        model = need_model(context, llm)
        before = conversation(system_prompt, chat_history)

        async def run(question: str) -> Message:
            return await answer_with_tools(context, model, before, question, tools or [], max_iterations)

        return AgentExecutor(run)
