"""A message that waits for another one."""

from __future__ import annotations

from runnel.sdk import Component, Message, MessageInput, Output


class Pass(Component):
    """Pass a message on; it may have to wait for another one that is thrown away."""

    display_name = "Pass"
    icon = "arrow-right"
    inputs = (
        MessageInput("input_message", "Input Message", info="The message to pass on."),
        MessageInput(
            "ignored_message", "Ignored Message", advanced=True, info="Waited for, then ignored: puts things in order."
        ),
    )
    outputs = (Output("output_message", "pass_message", display_name="Output Message"),)

    def pass_message(self, input_message: Message) -> Message:
        """The message as it came."""
        return input_message
