"""Reading a model's answer as a list."""

from __future__ import annotations

from runnel.components.helpers.list_parser import ListParser
from runnel.sdk import Component, DropdownInput, Message, Output


class OutputParser(Component):
    """Read a model's answer as comma-separated values."""

    display_name = "Output Parser"
    icon = "type"
    legacy = True
    inputs = (
        DropdownInput("parser_type", "Parser", options=("CSV",), value="CSV", info="What the answer looks like."),
    )
    outputs = (
        Output("format_instructions", "format_instructions", display_name="Format Instructions"),
        Output("output_parser", "build_parser", types=("OutputParser",), display_name="Output Parser"),
    )

    def format_instructions(self) -> Message:
        """What to tell the model, so that its answer can be read."""
        return Message(text=ListParser.instructions)

    def build_parser(self) -> ListParser:
        """The parser, for the input of that kind on a model."""
        return ListParser()
