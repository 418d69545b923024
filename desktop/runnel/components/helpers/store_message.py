"""A message that is kept without being shown."""

from __future__ import annotations

from runnel.sdk import (
    Component,
    ComponentError,
    Context,
    HandleInput,
    Message,
    MessageInput,
    MessageTextInput,
    Output,
)


class StoreMessage(Component):
    """Keep a message in a conversation's history."""

    display_name = "Store Message"
    is_repeatable = False
    icon = "save"
    inputs = (
        MessageInput("message", "Message", required=True, info="The message to keep."),
        HandleInput(
            "memory",
            "External Memory",
            input_types=("BaseChatMessageHistory",),
            info="Another place that keeps messages; without one, this app keeps them.",
        ),
        MessageTextInput("sender", "Sender", advanced=True, info="User or Machine; empty: as the message says."),
        MessageTextInput("sender_name", "Sender Name", advanced=True, info="Empty: as the message says."),
        MessageTextInput(
            "session_id",
            "Session ID",
            advanced=True,
            info="The conversation it belongs to; leave it empty for the one that is open.",
        ),
    )
    outputs = (Output("stored_messages", "store_message", display_name="Stored Messages"),)

    async def store_message(
        self, context: Context, message: Message, sender: str = "", sender_name: str = "", session_id: str = ""
    ) -> Message:
        """The message as it was stored."""
        session = session_id or message.session_id or context.session_id
        if not session:
            raise ComponentError(
                "The message was not kept.",
                "It belongs to no conversation.",
                "Run the flow in a session, or fill in Session ID.",
                field="session_id",
            )
        return await context.store_message(
            message.copy(
                id=None,
                sender=sender or message.sender or "Machine",
                sender_name=sender_name or message.sender_name or "AI",
                session_id=session,
                flow_id=context.flow_id,
            )
        )
