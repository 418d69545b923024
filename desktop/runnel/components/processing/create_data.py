"""A record made of fields."""

from __future__ import annotations

from typing import Any

from runnel.components.processing.record_fields import collect_entries, set_number_of_fields
from runnel.sdk import (
    BoolInput,
    Component,
    ComponentError,
    Data,
    IntInput,
    MessageTextInput,
    ModelAccess,
    Output,
)


class CreateData(Component):
    """Make a record out of fields, as many as you ask for."""

    display_name = "Create Data"
    icon = "file-plus"
    legacy = True
    inputs = (
        IntInput(
            "number_of_fields",
            "Number of Fields",
            value=1,
            real_time_refresh=True,
            range_spec={"step_type": "int", "min": 1.0, "max": 15.0, "step": 1.0},
            info="How many fields the record gets, 15 at most.",
        ),
        MessageTextInput("text_key", "Text Key", advanced=True, info="The entry that is the record's text."),
        BoolInput(
            "text_key_validator",
            "Text Key Validator",
            advanced=True,
            info="Insist that the record has an entry of that name.",
        ),
    )
    outputs = (Output("data", "build_data", types=("Data",), display_name="Data"),)

    def build_data(self, text_key: str = "", text_key_validator: bool = False, **fields: Any) -> Data:
        """The record of all fields."""
        entries = collect_entries(fields)
        if text_key_validator and text_key not in entries:
            raise ComponentError(
                "The record was not made.",
                f'It has no entry "{text_key}"; its entries are {", ".join(entries) or "none"}.',
                "Correct Text Key, or add the entry.",
                field="text_key",
            )
        return Data(entries, text_key=text_key or "text")

    async def update_node(self, node: dict[str, Any], field: str, value: Any, models: ModelAccess) -> None:
        """Add or remove fields when their number changes."""
        if field == "number_of_fields":
            set_number_of_fields(node, value)
