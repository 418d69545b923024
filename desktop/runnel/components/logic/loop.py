"""The same way for each entry of a list."""

from __future__ import annotations

from typing import Any

from runnel.sdk import Component, Context, Data, DataFrame, HandleInput, Message, Output

_RECORD_TYPES = ("Data", "JSON")


class LoopComponent(Component):
    """Send the entries of a list one by one through the nodes behind Item, and pass on all that comes back as a table.

    The last of those nodes is connected back to Item.
    """

    display_name = "Loop"
    is_repeatable = False
    icon = "infinity"
    inputs = (
        HandleInput(
            "data",
            "Inputs",
            input_types=("DataFrame", "Table", "Data", "Message"),
            info="A table, a list of records, or a single one.",
        ),
    )
    outputs = (
        Output(
            "item", "item_output", types=_RECORD_TYPES, display_name="Item", loop_types=("Message", "Data", "DataFrame")
        ),
        Output("done", "done_output", types=("DataFrame", "Table"), display_name="Done"),
    )

    def item_output(self, context: Context, data: Any = None) -> Data | None:
        """The next entry; none when all have gone through."""
        items = _items(data)
        if context.visit > len(items):
            context.stop("item")
            return None
        return items[context.visit - 1]

    def done_output(self, context: Context, data: Any = None) -> DataFrame | None:
        """What came back for all entries, a row each; none as long as there are entries left."""
        if context.visit <= len(_items(data)):
            context.stop("done")
            return None
        return DataFrame([row for value in context.returned("item") for row in _rows(value)])


def _items(data: Any) -> list[Data]:
    if data is None:
        return []
    if isinstance(data, DataFrame):
        return [Data(dict(row)) for row in data.rows]
    if isinstance(data, list):
        return [item for each in data for item in _items(each)]
    return [data if isinstance(data, Data) else Data({"text": str(data)})]


def _rows(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, DataFrame):
        return value.rows
    if isinstance(value, list):
        return [row for each in value for row in _rows(each)]
    if isinstance(value, Data):
        return [value.data]
    return [{"text": value.text if isinstance(value, Message) else str(value)}]
