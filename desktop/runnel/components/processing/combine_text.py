"""Two texts to one."""

from __future__ import annotations

from runnel.sdk import Component, Message, MessageTextInput, Output


class CombineText(Component):
    """Join two texts with a delimiter between them."""

    display_name = "Combine Text"
    icon = "merge"
    inputs = (
        MessageTextInput("text1", "First Text", info="What comes first."),
        MessageTextInput("text2", "Second Text", info="What comes after."),
        MessageTextInput("delimiter", "Delimiter", value=" ", info="What stands between the two."),
    )
    outputs = (Output("combined_text", "combine_texts", display_name="Combined Text"),)

    def combine_texts(self, text1: str = "", text2: str = "", delimiter: str = " ") -> Message:
        """Both texts as one message."""
        return Message(text=f"{text1}{delimiter}{text2}")
