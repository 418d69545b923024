"""A part of JSON."""

from __future__ import annotations

from typing import Any

from runnel.components.processing.json_path import find_json
from runnel.sdk import Component, ComponentError, Data, HandleInput, Message, MessageTextInput, Output
from runnel.shaping.json_repair import read_json


class ParseJSONData(Component):
    """Pick parts out of JSON with a query such as .items[].name"""

    display_name = "Parse JSON"
    icon = "braces"
    legacy = True
    inputs = (
        HandleInput("input_value", "Input", required=True, input_types=("Message", "Data"), info="The JSON."),
        MessageTextInput(
            "query",
            "JQ Query",
            required=True,
            info="What to pick: .name, .list[0], .list[].name, and these joined by | (the common part of jq).",
        ),
    )
    outputs = (Output("filtered_data", "filter_data", types=("Data",), display_name="Filtered Data"),)

    def filter_data(self, input_value: Any = None, query: str = "") -> list[Data]:
        """A record per result; what is no object is the record's text."""
        try:
            results = find_json(query, _json_of(input_value))
        except ValueError as error:
            raise ComponentError(
                "The JSON was not searched.", f"{str(error).rstrip('.')}.", "Correct the query, or the input."
            ) from None
        return [Data(result) if isinstance(result, dict) else Data({"text": result}) for result in results]


def _json_of(value: Any) -> Any:
    if isinstance(value, list):
        return [_json_of(item) for item in value]
    if isinstance(value, Data):
        return value.data
    return read_json(value.text if isinstance(value, Message) else str(value or ""))
