"""Records to text."""

from __future__ import annotations

from runnel.sdk import Component, Data, DataInput, Message, MultilineInput, Output, StrInput
from runnel.shaping.record_text import format_data


class ParseData(Component):
    """Write records as text by a template."""

    display_name = "Parse Data"
    icon = "braces"
    inputs = (
        DataInput("data", "Data", info="A record, or a list of them."),
        MultilineInput(
            "template",
            "Template",
            value="{text}",
            info="How a record is written: {name} is its entry of that name, {text} its text, {data} all of it.",
        ),
        StrInput("sep", "Separator", value="\n", advanced=True, info="What stands between two records."),
    )
    outputs = (Output("text", "parse_data", display_name="Text"),)

    def parse_data(self, data: Data | list[Data] | None = None, template: str = "{text}", sep: str = "\n") -> Message:
        """All records as one message."""
        records = [] if data is None else data if isinstance(data, list) else [data]
        return Message(text=sep.join(format_data(template, record) for record in records))
