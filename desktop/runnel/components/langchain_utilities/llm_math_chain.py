"""Sums in words, worked out by a calculator."""

from __future__ import annotations

import re

from runnel.components.agents.agent_run import need_model
from runnel.sdk import (
    ChatTurn,
    Component,
    ComponentError,
    Context,
    HandleInput,
    LanguageModel,
    Message,
    MultilineInput,
    Output,
)
from runnel.shaping.arithmetic import calculate

INSTRUCTIONS = (
    "Write the sum that answers the question as one expression of numbers, + - * / ** and brackets. "
    "Write nothing but the expression."
)
_EXPRESSION = re.compile(r"[-+*/().\d\s]*\d[-+*/().\d\s]*")


class LLMMathChain(Component):
    """Let a model put a question into a sum, and a calculator work it out."""

    display_name = "LLMMathChain"
    icon = "calculator"
    needs = "local-model"
    legacy = True
    inputs = (
        MultilineInput("input_value", "Input", required=True, info="A question whose answer is a number."),
        HandleInput("llm", "Language Model", required=True, input_types=("LanguageModel",), info="The model to ask."),
    )
    outputs = (Output("text", "invoke_chain", display_name="Text"),)

    async def invoke_chain(self, context: Context, input_value: str = "", llm: LanguageModel | None = None) -> Message:
        """The number."""
        model = need_model(context, llm)
        reply = await model.complete([ChatTurn("system", INSTRUCTIONS), ChatTurn("user", input_value)])
        context.record_usage(reply.usage)
        written = max(_EXPRESSION.findall(reply.text.replace("^", "**")), key=len, default="").strip()
        context.log(written or reply.text, "Expression")
        try:
            return Message(text=f"Answer: {calculate(written)}")
        except ValueError as error:
            raise ComponentError(
                "The sum was not worked out.",
                f"The model wrote: {reply.text[:200] or '(nothing)'} {error}",
                "Put the question more simply, or try another model.",
            ) from None
