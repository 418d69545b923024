"""An agent for models that know nothing of tool calls."""

from __future__ import annotations

from typing import Any

from runnel.components.agents.agent_run import (
    AGENT_INPUTS,
    LLM,
    AgentExecutor,
    AgentNode,
    conversation,
    need_model,
)
from runnel.components.agents.agent_tags import answer_with_tags
from runnel.sdk import Context, DataInput, LanguageModel, Message, MultilineInput, Tool

INSTRUCTIONS = "You are a helpful assistant with tools. Use them where they help, and answer from what they tell you."


class XMLAgent(AgentNode):
    """Let a model use tools by writing tags: for models that cannot call tools otherwise."""

    display_name = "XML Agent"
    beta = True
    inputs = (
        *AGENT_INPUTS,
        LLM,
        DataInput("chat_history", "Chat History", is_list=True, advanced=True, info="What was said before."),
        MultilineInput("system_prompt", "System Prompt", value=INSTRUCTIONS, info="How the agent should behave."),
        MultilineInput("user_prompt", "Prompt", value="{input}", info="What is asked; {input} stands for the task."),
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
            return await answer_with_tags(context, model, before, question, tools or [], max_iterations)

        return AgentExecutor(run)
