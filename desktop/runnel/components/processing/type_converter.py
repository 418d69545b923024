"""Values as other kinds of values, as later files have it."""

from __future__ import annotations

from typing import Any

from runnel.sdk import Component, Data, DataFrame, DropdownInput, HandleInput, Message, Output
from runnel.shaping.type_change import as_message, as_record, as_table


class TypeConverterComponent(Component):
    """Turn messages, records and tables into each other."""

    display_name = "Type Convert"
    icon = "repeat"
    inputs = (
        HandleInput(
            "input_data",
            "Input",
            input_types=("Message", "Data", "JSON", "DataFrame", "Table"),
            info="What to turn into something else.",
        ),
        DropdownInput(
            "output_type",
            "Output Type",
            options=("Message", "JSON", "Table"),
            value="Message",
            info="Kept for files of other versions: connect the output that you want.",
        ),
    )
    outputs = (
        Output("message_output", "convert_to_message", display_name="Message Output"),
        Output("data_output", "convert_to_data", types=("Data",), display_name="JSON Output"),
        Output("dataframe_output", "convert_to_dataframe", types=("DataFrame",), display_name="Table Output"),
    )

    def convert_to_message(self, input_data: Any = None) -> Message:
        """The text of what came in; records without a text as JSON, one per line."""
        return as_message(input_data)

    def convert_to_data(self, input_data: Any = None) -> Data:
        """One record; several are a list under ``results``. A message that is JSON is read."""
        return as_record(input_data)

    def convert_to_dataframe(self, input_data: Any = None) -> DataFrame:
        """A row per record. A message that is a JSON list of objects has a row for each."""
        return as_table(input_data)
