"""A text that enters the flow."""

from __future__ import annotations

from runnel.sdk import Component, Message, MultilineInput, Output


class TextInput(Component):
    """Give the flow a text."""

    display_name = "Text Input"
    icon = "type"
    inputs = (MultilineInput("input_value", "Text", info="The text to pass on."),)
    outputs = (Output("text", "text_response", display_name="Text"),)

    def text_response(self, input_value: str = "") -> Message:
        """The text as a message."""
        return Message(text=input_value)
