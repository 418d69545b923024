"""Where a chat begins."""

from __future__ import annotations

from pathlib import Path

from runnel.components.inputs.chat_looks import chat_properties
from runnel.sdk import (
    BoolInput,
    Component,
    Context,
    DropdownInput,
    FileInput,
    Message,
    MessageTextInput,
    MultilineInput,
    Output,
)

FILE_TYPES = (
    *("txt", "md", "mdx", "csv", "json", "yaml", "yml", "xml", "html", "htm", "pdf", "docx", "py", "sh", "sql", "js"),
    *("ts", "tsx", "jpg", "jpeg", "png", "bmp", "image"),
)


class ChatInput(Component):
    """Start a conversation: what you type in the chat enters the flow here."""

    display_name = "Chat Input"
    is_repeatable = False
    icon = "MessagesSquare"
    inputs = (
        MultilineInput("input_value", "Text", info="What you say; the chat fills it at every turn."),
        BoolInput(
            "should_store_message",
            "Store Messages",
            value=True,
            advanced=True,
            info="Keep the message, so that the chat shows it and Message History finds it.",
        ),
        DropdownInput(
            "sender", "Sender Type", options=("Machine", "User"), value="User", advanced=True, info="Who speaks here."
        ),
        MessageTextInput("sender_name", "Sender Name", value="User", advanced=True, info="The name above the message."),
        MessageTextInput(
            "session_id",
            "Session ID",
            advanced=True,
            info="The conversation this belongs to; leave it empty for the one that is open.",
        ),
        FileInput(
            "files",
            "Files",
            file_types=FILE_TYPES,
            is_list=True,
            advanced=True,
            info="Files that go along with the message.",
        ),
        MessageTextInput(
            "background_color", "Background Color", advanced=True, info="Colour behind the message's icon."
        ),
        MessageTextInput("chat_icon", "Icon", advanced=True, info="Icon beside the message."),
        MessageTextInput("text_color", "Text Color", advanced=True, info="Colour of the name."),
    )
    outputs = (Output("message", "message_response", display_name="Message"),)

    async def message_response(
        self,
        context: Context,
        input_value: str = "",
        should_store_message: bool = True,
        sender: str = "User",
        sender_name: str = "User",
        session_id: str = "",
        files: list[Path] | None = None,
        background_color: str = "",
        chat_icon: str = "",
        text_color: str = "",
    ) -> Message:
        """The user's message, stored and shown if it belongs to a session."""
        message = Message(
            text=input_value,
            sender=sender,
            sender_name=sender_name,
            session_id=session_id,
            flow_id=context.flow_id,
            # The file store keeps a flow's files in a folder of its own: the last two parts are the stored path.
            files=[f"{path.parent.name}/{path.name}" for path in files or []],
            properties=chat_properties(background_color, chat_icon, text_color),
        )
        if session_id and should_store_message:
            return await context.send_message(message)
        return message
