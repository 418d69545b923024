"""Some records of a list."""

from __future__ import annotations

from typing import Any

from runnel.sdk import Component, Data, DataInput, DropdownInput, MessageTextInput, Output
from runnel.shaping.record_list import list_records
from runnel.shaping.record_text import text_of
from runnel.shaping.text_match import OPERATORS, is_match


class FilterDataValues(Component):
    """Keep the records whose entry compares well with a value."""

    display_name = "Filter Values"
    icon = "filter"
    beta = True
    inputs = (
        DataInput("input_data", "Input Data", is_list=True, info="The records to choose from."),
        MessageTextInput(
            "filter_key", "Filter Key", value="route", input_types=("Data",), info="The entry to look at."
        ),
        MessageTextInput(
            "filter_value", "Filter Value", value="CMIP", input_types=("Data",), info="What it is compared with."
        ),
        DropdownInput(
            "operator",
            "Comparison Operator",
            options=OPERATORS,
            value="equals",
            advanced=True,
            info="How the two are compared; A and a are different.",
        ),
    )
    outputs = (Output("filtered_data", "filter_data", types=("Data",), display_name="Filtered Data"),)

    def filter_data(
        self, input_data: Any = None, filter_key: str = "", filter_value: str = "", operator: str = "equals"
    ) -> list[Data]:
        """The records that fit, in order; those without the entry never do."""
        return [
            record
            for record in list_records(input_data)
            if filter_key in record.data
            and is_match(text_of(record.data[filter_key]), operator, filter_value, is_case_sensitive=True)
        ]
