"""Some entries of a record."""

from __future__ import annotations

from runnel.sdk import Component, Data, DataInput, MessageTextInput, Output


class FilterData(Component):
    """Keep only some entries of a record."""

    display_name = "Filter Data"
    icon = "filter"
    beta = True
    inputs = (
        DataInput("data", "Data", info="The record, or a list of them."),
        MessageTextInput("filter_criteria", "Filter Criteria", is_list=True, info="Names of the entries to keep."),
    )
    outputs = (Output("filtered_data", "filter_data", types=("Data",), display_name="Filtered Data"),)

    def filter_data(
        self, data: Data | list[Data] | None = None, filter_criteria: list[str] | None = None
    ) -> Data | list[Data]:
        """The record with the entries that it has of those named; of a list, each record."""
        if isinstance(data, list):
            return [_only(record, filter_criteria or []) for record in data]
        return _only(data or Data(), filter_criteria or [])


def _only(record: Data, names: list[str]) -> Data:
    return Data({name: value for name, value in record.data.items() if name in names}, text_key=record.text_key)
