"""What was said before."""

from __future__ import annotations

from typing import Literal

from runnel.sdk import (
    Component,
    Context,
    Data,
    DataFrame,
    DropdownInput,
    HandleInput,
    IntInput,
    Message,
    MessageTextInput,
    MultilineInput,
    Output,
)
from runnel.shaping.message_record import message_record
from runnel.shaping.record_text import format_record

BOTH_SENDERS = "Machine and User"


class Memory(Component):
    """Recall what was said earlier in a conversation."""

    display_name = "Message History"
    is_repeatable = False
    icon = "message-square-more"
    inputs = (
        HandleInput(
            "memory",
            "External Memory",
            input_types=("BaseChatMessageHistory",),
            info="Another place that keeps messages; without one, those of this app are read.",
        ),
        DropdownInput(
            "sender",
            "Sender Type",
            options=("Machine", "User", BOTH_SENDERS),
            value=BOTH_SENDERS,
            advanced=True,
            info="Whose messages to recall.",
        ),
        MessageTextInput("sender_name", "Sender Name", advanced=True, info="Only messages under this name."),
        IntInput(
            "n_messages", "Number of Messages", value=100, advanced=True, info="How many of the newest to recall."
        ),
        MessageTextInput(
            "session_id",
            "Session ID",
            advanced=True,
            info="The conversation to recall; leave it empty for the one that is open.",
        ),
        DropdownInput(
            "order",
            "Order",
            options=("Ascending", "Descending"),
            value="Ascending",
            advanced=True,
            info="Ascending: the oldest message first.",
        ),
        MultilineInput(
            "template",
            "Template",
            value="{sender_name}: {text}",
            advanced=True,
            info="How a message is written: {text}, {sender}, {sender_name}, {timestamp}, {session_id} are filled in.",
        ),
    )
    outputs = (
        Output("messages", "retrieve_messages", types=("Data",), display_name="Data"),
        Output("messages_text", "retrieve_messages_as_text", display_name="Text"),
    )

    async def retrieve_messages(
        self,
        context: Context,
        sender: str = BOTH_SENDERS,
        sender_name: str = "",
        n_messages: int | None = 100,
        session_id: str = "",
        order: str = "Ascending",
    ) -> list[Data]:
        """The messages as records."""
        messages = await self._recall(context, sender, sender_name, n_messages, session_id, order)
        return [Data(message_record(message)) for message in messages]

    async def retrieve_messages_as_text(
        self,
        context: Context,
        sender: str = BOTH_SENDERS,
        sender_name: str = "",
        n_messages: int | None = 100,
        session_id: str = "",
        order: str = "Ascending",
        template: str = "{sender_name}: {text}",
    ) -> Message:
        """The messages written by ``template``, a line each."""
        messages = await self._recall(context, sender, sender_name, n_messages, session_id, order)
        return Message(text="\n".join(format_record(template, message_record(message)) for message in messages))

    async def retrieve_messages_dataframe(
        self,
        context: Context,
        sender: str = BOTH_SENDERS,
        sender_name: str = "",
        n_messages: int | None = 100,
        session_id: str = "",
        order: str = "Ascending",
    ) -> DataFrame:
        """The messages as a table (an output of later files)."""
        messages = await self._recall(context, sender, sender_name, n_messages, session_id, order)
        return DataFrame([message_record(message) for message in messages])

    async def _recall(
        self, context: Context, sender: str, sender_name: str, n_messages: int | None, session_id: str, order: str
    ) -> list[Message]:
        if n_messages is not None and n_messages <= 0:
            return []
        direction: Literal["ASC", "DESC"] = "DESC" if order == "Descending" else "ASC"
        return await context.list_messages(
            session_id=session_id or context.session_id or None,
            sender=None if sender in ("", BOTH_SENDERS) else sender,
            sender_name=sender_name or None,
            order=direction,
            limit=n_messages,
        )
