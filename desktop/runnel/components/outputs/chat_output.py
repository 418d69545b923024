"""Where a chat's answer comes out."""

from __future__ import annotations

from runnel.components.agents.agent_steps import PARTIAL
from runnel.components.inputs.chat_looks import chat_properties
from runnel.sdk import (
    BoolInput,
    Component,
    Context,
    DropdownInput,
    Message,
    MessageInput,
    MessageTextInput,
    Output,
)


class ChatOutput(Component):
    """Show an answer in the chat."""

    display_name = "Chat Output"
    is_repeatable = False
    icon = "MessagesSquare"
    inputs = (
        MessageInput("input_value", "Text", info="What the chat shows."),
        BoolInput(
            "should_store_message",
            "Store Messages",
            value=True,
            advanced=True,
            info="Keep the message, so that the chat shows it and Message History finds it.",
        ),
        DropdownInput(
            "sender",
            "Sender Type",
            options=("Machine", "User"),
            value="Machine",
            advanced=True,
            info="Who speaks here.",
        ),
        MessageTextInput("sender_name", "Sender Name", value="AI", advanced=True, info="The name above the message."),
        MessageTextInput(
            "session_id",
            "Session ID",
            advanced=True,
            info="The conversation this belongs to; leave it empty for the one that is open.",
        ),
        MessageTextInput(
            "data_template",
            "Data Template",
            value="{text}",
            advanced=True,
            info="How a record is written as text; {name} stands for its entry of that name.",
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
        input_value: Message,
        should_store_message: bool = True,
        sender: str = "Machine",
        sender_name: str = "AI",
        session_id: str = "",
        background_color: str = "",
        chat_icon: str = "",
        text_color: str = "",
    ) -> Message:
        """The answer under this node's sender, stored and shown if it belongs to a session.

        What arrived belongs to whoever made it: the answer is a copy. Its source names the node that wrote the text.
        """
        source = context.source("input_value")
        properties = dict(input_value.properties)
        # A message that its maker shows while it is being written is finished here, under the id that the chat knows.
        is_shown = properties.pop("state", "") == PARTIAL
        properties.update(chat_properties(background_color, chat_icon or (source.icon if source else ""), text_color))
        if source:
            properties["source"] = {
                "id": source.id,
                "display_name": source.display_name,
                "source": source.source,
            }
        message = input_value.copy(
            id=input_value.id if is_shown else None,
            sender=sender,
            sender_name=sender_name,
            session_id=session_id,
            flow_id=context.flow_id,
            properties=properties,
        )
        if session_id and should_store_message:
            return await context.send_message(message)
        return message
