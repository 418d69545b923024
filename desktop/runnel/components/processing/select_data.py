"""One record of a list."""

from __future__ import annotations

from typing import Any

from runnel.sdk import Component, ComponentError, Data, DataInput, IntInput, Output
from runnel.shaping.record_list import list_records


class SelectData(Component):
    """Pick one record of a list by its place."""

    display_name = "Select Data"
    icon = "list"
    legacy = True
    inputs = (
        DataInput("data_list", "Data List", is_list=True, info="The records to pick from."),
        IntInput(
            "data_index",
            "Data Index",
            value=0,
            range_spec={"step_type": "int", "min": 0.0, "max": 15.0, "step": 1.0},
            info="The place of the record; the first is 0.",
        ),
    )
    outputs = (Output("selected_data", "select_data", types=("Data",), display_name="Selected Data"),)

    def select_data(self, data_list: Any = None, data_index: int | None = 0) -> Data:
        """The record in that place."""
        records = list_records(data_list)
        index = data_index or 0
        if not 0 <= index < len(records):
            raise ComponentError(
                "No record was picked.",
                f"There is no place {index} in a list of {len(records)}.",
                "Choose another place; the first is 0.",
                field="data_index",
            )
        return records[index]
