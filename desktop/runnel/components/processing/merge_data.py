"""Records with equal entries."""

from __future__ import annotations

from typing import Any

from runnel.sdk import Component, Data, DataInput, Output
from runnel.shaping.record_list import list_records


class MergeDataComponent(Component):
    """Give all records the same entries, so that they fit into one table."""

    display_name = "Merge Data"
    icon = "merge"
    inputs = (DataInput("data_inputs", "Data Inputs", is_list=True, info="The records to put together."),)
    outputs = (Output("merged_data", "merge_data", types=("Data",), display_name="Merged Data"),)

    def merge_data(self, data_inputs: Any = None) -> list[Data]:
        """The records in order, each with all names; what one did not have is an empty text."""
        records = list_records(data_inputs)
        names = dict.fromkeys(name for record in records for name in record.data)
        return [
            Data({name: record.data.get(name, "") for name in names}, text_key=record.text_key) for record in records
        ]
