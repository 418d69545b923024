"""Values as other kinds of values, as later files have it."""

from __future__ import annotations

from typing import Any

from runnel.components.json_repair import read_json
from runnel.components.record_list import list_records
from runnel.components.record_text import text_of
from runnel.sdk import Component, Data, DataFrame, DropdownInput, HandleInput, Message, Output


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
        if isinstance(input_data, Message):
            return input_data
        return Message(text="\n".join(record.text or text_of(record.data) for record in list_records(input_data)))

    def convert_to_data(self, input_data: Any = None) -> Data:
        """One record; several are a list under ``results``. A message that is JSON is read."""
        if isinstance(input_data, Message):
            value = _json_or_none(input_data.text)
            if isinstance(value, dict):
                return Data(value)
            return Data({"results": value}) if isinstance(value, list) else Data({"text": input_data.text})
        records = list_records(input_data)
        return records[0] if len(records) == 1 else Data({"results": [record.data for record in records]})

    def convert_to_dataframe(self, input_data: Any = None) -> DataFrame:
        """A row per record. A message that is a JSON list of objects has a row for each."""
        if isinstance(input_data, Message):
            value = _json_or_none(input_data.text)
            rows = value if isinstance(value, list) else [value] if isinstance(value, dict) else []
            objects = [row for row in rows if isinstance(row, dict)]
            return DataFrame(objects or [{"text": input_data.text}])
        return DataFrame([dict(record.data) for record in list_records(input_data)])


def _json_or_none(text: str) -> Any:
    if not text.strip().startswith(("{", "[", "```")):
        return None
    try:
        return read_json(text)
    except ValueError:
        return None
