"""Records with entries added or replaced."""

from __future__ import annotations

from typing import Any

from runnel.components.processing.record_fields import collect_entries, set_number_of_fields
from runnel.sdk import (
    BoolInput,
    Component,
    ComponentError,
    Data,
    DataInput,
    IntInput,
    MessageTextInput,
    ModelAccess,
    Output,
)
from runnel.shaping.record_list import list_records


class UpdateData(Component):
    """Add entries to records, or give them other values."""

    display_name = "Update Data"
    icon = "pencil"
    inputs = (
        DataInput("old_data", "Data", is_list=True, info="The records to change."),
        IntInput(
            "number_of_fields",
            "Number of Fields",
            value=0,
            real_time_refresh=True,
            range_spec={"step_type": "int", "min": 1.0, "max": 15.0, "step": 1.0},
            info="How many entries to set, 15 at most.",
        ),
        MessageTextInput("text_key", "Text Key", advanced=True, info="The entry that is the record's text."),
        BoolInput(
            "text_key_validator",
            "Text Key Validator",
            advanced=True,
            info="Insist that the records have an entry of that name.",
        ),
    )
    outputs = (Output("data", "build_data", types=("Data",), display_name="Data"),)

    def build_data(
        self, old_data: Any = None, text_key: str = "", text_key_validator: bool = False, **fields: Any
    ) -> list[Data]:
        """The records with the new entries; what came in stays as it was."""
        entries = collect_entries(fields)
        changed = [
            Data({**record.data, **entries}, text_key=text_key or record.text_key, default_value=record.default_value)
            for record in list_records(old_data)
        ]
        for record in changed if text_key_validator else []:
            if text_key not in record.data:
                raise ComponentError(
                    "The records were not changed.",
                    f'One has no entry "{text_key}"; its entries are {", ".join(record.data) or "none"}.',
                    "Correct Text Key, or add the entry.",
                    field="text_key",
                )
        return changed

    async def update_node(self, node: dict[str, Any], field: str, value: Any, models: ModelAccess) -> None:
        """Add or remove fields when their number changes."""
        if field == "number_of_fields":
            set_number_of_fields(node, value)
