"""One of two ways, by an entry of a record."""

from __future__ import annotations

from typing import Any

from runnel.sdk import (
    Component,
    ComponentError,
    Context,
    Data,
    DataInput,
    DropdownInput,
    MessageTextInput,
    ModelAccess,
    Output,
)
from runnel.shaping.record_list import list_records
from runnel.shaping.record_text import text_of
from runnel.shaping.text_match import OPERATORS, is_match

TRUE_OUTPUT = "true_output"
BOOLEAN_VALIDATOR = "boolean validator"
_TRUE_WORDS = frozenset(("true", "1", "yes", "y", "on"))


class DataConditionalRouter(Component):
    """Send records one way if an entry of theirs compares well with a text, the other way if not."""

    display_name = "Condition"
    icon = "split"
    legacy = True
    inputs = (
        DataInput("data_input", "Data Input", is_list=True, info="The records to send on."),
        MessageTextInput("key_name", "Key Name", info="The entry to look at."),
        DropdownInput(
            "operator",
            "Operator",
            options=(*OPERATORS, BOOLEAN_VALIDATOR),
            value="equals",
            info="How it is compared; boolean validator asks whether it says yes.",
        ),
        MessageTextInput("compare_value", "Match Text", info="What it is compared with."),
    )
    outputs = (
        Output(TRUE_OUTPUT, "process_data", types=("Data",), display_name="True Output"),
        Output("false_output", "process_data", types=("Data",), display_name="False Output"),
    )

    def process_data(
        self,
        context: Context,
        data_input: Any = None,
        key_name: str = "",
        operator: str = "equals",
        compare_value: str = "",
    ) -> Data | list[Data] | None:
        """The records that go out by the output that is asked for; a way on which nothing goes is stopped."""
        wanted = context.output_name == TRUE_OUTPUT
        going = [
            record
            for record in list_records(data_input)
            if _is_true(record, key_name, operator, compare_value) == wanted
        ]
        if not going:
            context.stop(context.output_name)
            return None
        return going if len(going) > 1 else going[0]

    async def update_node(self, node: dict[str, Any], field: str, value: Any, models: ModelAccess) -> None:
        """Hide the text to compare with where there is nothing to compare."""
        if field == "operator":
            node["template"]["compare_value"]["show"] = value != BOOLEAN_VALIDATOR


def _is_true(record: Data, key: str, operator: str, other: str) -> bool:
    if key not in record.data:
        raise ComponentError(
            "A record could not be sent on.",
            f'It has no entry "{key}"; its entries are {", ".join(record.data) or "none"}.',
            "Correct Key Name.",
            field="key_name",
        )
    text = text_of(record.data[key])
    if operator == BOOLEAN_VALIDATOR:
        return text.strip().lower() in _TRUE_WORDS
    return is_match(text, operator, other, is_case_sensitive=True)
