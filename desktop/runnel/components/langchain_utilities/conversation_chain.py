"""A chat that knows what was said before."""

from __future__ import annotations

from runnel.components.agents.agent_run import need_model
from runnel.sdk import ChatTurn, Component, Context, HandleInput, LanguageModel, Message, MultilineInput, Output

MOST_MESSAGES = 50


class ConversationChain(Component):
    """Answer with a model that is told what was said before in the conversation."""

    display_name = "ConversationChain"
    is_repeatable = False
    icon = "MessagesSquare"
    needs = "local-model"
    legacy = True
    inputs = (
        MultilineInput("input_value", "Input", required=True, info="What is said now."),
        HandleInput("llm", "Language Model", required=True, input_types=("LanguageModel",), info="The model to ask."),
        HandleInput(
            "memory",
            "Memory",
            input_types=("BaseChatMemory",),
            info="Another place that keeps messages; without one, those of this app are read.",
        ),
    )
    outputs = (Output("text", "invoke_chain", display_name="Text", required_inputs=("input_value", "llm")),)

    async def invoke_chain(self, context: Context, input_value: str = "", llm: LanguageModel | None = None) -> Message:
        """The model's answer."""
        model = need_model(context, llm)
        said = await context.list_messages(session_id=context.session_id, limit=MOST_MESSAGES)
        if said and said[-1].sender == "User" and said[-1].text == input_value:
            said.pop()
        turns = [
            ChatTurn("user" if message.sender == "User" else "assistant", message.text)
            for message in said
            if message.text and message.category == "message"
        ]
        reply = await model.complete([*turns, ChatTurn("user", input_value)])
        context.record_usage(reply.usage)
        return Message(text=reply.text)
