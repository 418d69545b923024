"""A component that the user writes."""

from __future__ import annotations

from runnel.sdk import Component, Data, MessageTextInput, Output

_SOURCE = """\
from langflow.custom import Component
from langflow.io import MessageTextInput, Output
from langflow.schema import Data


class CustomComponent(Component):
    display_name = "Custom Component"
    description = "Write a component of your own in Python."
    icon = "code"
    name = "CustomComponent"

    inputs = [
        MessageTextInput(
            name="input_value",
            display_name="Input Value",
            info="What comes in.",
            value="Hello, World!",
            tool_mode=True,
        ),
    ]
    outputs = [
        Output(display_name="Output", name="output", method="build_output"),
    ]

    def build_output(self) -> Data:
        record = Data(value=self.input_value)
        self.status = record
        return record
"""


class CustomComponent(Component):
    """Write a component of your own in Python."""

    display_name = "Custom Component"
    icon = "code"
    source = _SOURCE
    inputs = (
        MessageTextInput("input_value", "Input Value", value="Hello, World!", tool_mode=True, info="What comes in."),
    )
    outputs = (Output("output", "build_output", types=("Data",), display_name="Output"),)

    def build_output(self, input_value: str = "") -> Data:
        """What the source above does."""
        return Data({"value": input_value})
