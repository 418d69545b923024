"""The same way for each entry of a list."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from runnel.components.logic.record_rows import record_rows
from runnel.sdk import Component, Context, Data, DataFrame, HandleInput, Output

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
        items = _items(context, data)
        if context.visit > len(items):
            context.stop("item")
            return None
        return items[context.visit - 1]

    def done_output(self, context: Context, data: Any = None) -> DataFrame | None:
        """What came back for all entries, a row each; none as long as there are entries left."""
        if context.visit <= len(_items(context, data)):
            context.stop("done")
            return None
        return DataFrame([row for value in context.returned("item") for row in record_rows(value)])


def _items(context: Context, data: Any) -> list[Data]:
    """The entries. They are asked for in each round, so they are made once."""
    place = f"{context.vertex_id} items"
    items: list[Data] | None = context.read_state(place) if context.visit > 1 else None
    if items is None:
        items = list(_entries(data))
        context.write_state(place, items)
    return items


def _entries(data: Any) -> Iterator[Data]:
    if isinstance(data, DataFrame):
        yield from (Data(dict(row)) for row in data.rows)
    elif isinstance(data, list):
        for each in data:
            yield from _entries(each)
    elif data is not None:
        yield data if isinstance(data, Data) else Data({"text": str(data)})
