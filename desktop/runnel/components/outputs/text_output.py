"""A text that leaves the flow."""

from __future__ import annotations

from runnel.sdk import Component, Message, MultilineInput, Output


class TextOutput(Component):
    """Give a text back as a result of the flow, without showing it in the chat."""

    display_name = "Text Output"
    icon = "type"
    inputs = (MultilineInput("input_value", "Text", info="The text to give back."),)
    outputs = (Output("text", "text_response", display_name="Text"),)

    def text_response(self, input_value: str = "") -> Message:
        """The text as a message."""
        return Message(text=input_value)
