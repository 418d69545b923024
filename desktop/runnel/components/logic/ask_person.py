"""A question to a person, in the middle of a run."""

from __future__ import annotations

from runnel.sdk import Component, ComponentError, Context, Message, MessageTextInput, Output


class AskPerson(Component):
    """Ask a person something in the chat, and wait for the answer, over a restart of the program too."""

    display_name = "Ask a Person"
    icon = "message-circle-question"
    is_repeatable = False
    may_wait = True
    inputs = (
        MessageTextInput("question", "Question", tool_mode=True, info="What the person reads."),
        MessageTextInput(
            "choices",
            "Choices",
            is_list=True,
            info="Answers to choose from. Any other text can be given as an answer too; none: only text.",
        ),
    )
    outputs = (Output("answer", "ask", display_name="Answer"),)

    async def ask(self, context: Context, question: str = "", choices: list[str] | None = None) -> Message:
        """The answer."""
        if not question.strip():
            raise ComponentError("There is nothing to ask.", do="Fill in Question, or wire it.", field="question")
        answer = await context.ask(question, [choice for choice in choices or () if choice])
        return Message(text=answer, sender="User", sender_name="User", session_id=context.session_id)
