"""A message as a record."""

from __future__ import annotations

from runnel.sdk import Component, Data, Message, MessageInput, Output
from runnel.shaping.message_record import message_record


class MessagetoData(Component):
    """Turn a message into a record with its text, sender and time."""

    display_name = "Message to Data"
    is_repeatable = False
    icon = "message-square-more"
    beta = True
    inputs = (MessageInput("message", "Message", info="The message to turn into a record."),)
    outputs = (Output("data", "convert_message_to_data", types=("Data",), display_name="Data"),)

    def convert_message_to_data(self, message: Message) -> Data:
        """The message's entries."""
        return Data(message_record(message))
