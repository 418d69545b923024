"""Tables and records to text, as later files have it."""

from __future__ import annotations

from typing import Any

from runnel.sdk import (
    Component,
    Data,
    DataFrame,
    DropdownInput,
    HandleInput,
    Message,
    MessageTextInput,
    MultilineInput,
    Output,
)
from runnel.shaping.record_list import list_records
from runnel.shaping.record_text import format_record, text_of

BY_PATTERN, AS_TEXT = "Parser", "Stringify"


class Parser(Component):
    """Write tables and records as text: by a pattern, or as they are."""

    type_key = "parser"
    display_name = "Parser"
    icon = "braces"
    inputs = (
        HandleInput(
            "input_data", "Data or Table", input_types=("DataFrame", "Table", "Data", "JSON"), info="What to write."
        ),
        DropdownInput(
            "mode", "Mode", options=(BY_PATTERN, AS_TEXT), value=BY_PATTERN, info="By the pattern, or as it is."
        ),
        MultilineInput(
            "pattern", "Template", value="Text: {text}", info="How a row or record is written: {name} is its entry."
        ),
        MessageTextInput("sep", "Separator", value="\n", advanced=True, info="What stands between two rows."),
    )
    outputs = (Output("parsed_text", "parse_combined_text", display_name="Parsed Text"),)

    def parse_combined_text(
        self, input_data: Any = None, mode: str = BY_PATTERN, pattern: str = "Text: {text}", sep: str = "\n"
    ) -> Message:
        """All rows or records as one message; entries that a row lacks are empty."""
        records = list_records(input_data)
        if mode == AS_TEXT:
            return Message(text=_as_text(input_data, records, sep))
        names = dict.fromkeys(name for record in records for name in record.data)
        rows = [{**dict.fromkeys(names, ""), "text": record.text, **record.data} for record in records]
        return Message(text=sep.join(format_record(pattern, row, "pattern") for row in rows))


def _as_text(value: Any, records: list[Data], sep: str) -> str:
    if isinstance(value, Message):
        return value.text
    if isinstance(value, DataFrame) and value.rows:
        return sep.join(" | ".join(text_of(row.get(name)) for name in value.columns) for row in value.rows)
    return sep.join(record.text or text_of(record.data) for record in records)
