"""The rest of a branch, for each item of a list."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

from runnel.components.logic.record_rows import record_rows
from runnel.sdk import (
    BranchResult,
    Component,
    ComponentError,
    Context,
    Data,
    DataFrame,
    DropdownInput,
    HandleInput,
    IntInput,
    Message,
    Output,
)

_MOST_AT_ONCE = 50
_RETURNING = ("Message", "Data", "DataFrame")
_GO_ON = "Note it in the results"


class ForEach(Component):
    """Run what follows Item for each item of a list, several at a time, and pass on what comes of it as a table.

    The branch is all that follows Item. Its last nodes give the result; wire one back to Item to say which counts.
    """

    display_name = "For Each"
    icon = "list-checks"
    is_repeatable = False
    inputs = (
        HandleInput(
            "data",
            "Items",
            input_types=("DataFrame", "Table", "Data", "JSON", "Message"),
            is_list=True,
            info="A table, a list of records, or texts; of a single text each line.",
        ),
        IntInput("at_once", "At Once", value=4, info="So many items are under way at the same time, 1 to 50."),
        DropdownInput(
            "on_error",
            "If One Fails",
            options=(_GO_ON, "Stop"),
            value=_GO_ON,
            info="Whether the others go on when an item fails; its row then says why under error.",
        ),
    )
    outputs = (
        Output("item", "run_items", types=("Data", "JSON"), display_name="Item", loop_types=_RETURNING),
        Output("results", "collect", types=("DataFrame", "Table"), display_name="Results"),
    )

    async def run_items(
        self, context: Context, data: Any = None, at_once: int = 4, on_error: str = _GO_ON
    ) -> DataFrame:
        """Build the branch for each item. What comes of it goes out at Results."""
        items = list(_items(data))
        results: list[BranchResult | None] = [None] * len(items)
        waiting = iter(enumerate(items))
        done = 0

        async def work() -> None:
            nonlocal done
            for index, item in waiting:
                result = results[index] = await context.build_branch(item, index)
                done += 1
                context.note(f"{done} of {len(items)} done")
                if result.error is not None and on_error != _GO_ON:
                    raise ComponentError(
                        f"Item {index + 1} of {len(items)} failed in {result.failed_name}: {result.error.what}",
                        result.error.why,
                        result.error.do,
                    )

        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(max(1, min(at_once, _MOST_AT_ONCE, len(items)))):
                    group.create_task(work())
        except ExceptionGroup as errors:
            raise errors.exceptions[0] from None
        table = DataFrame([row for item, result in zip(items, results, strict=True) for row in _rows(item, result)])
        context.write_state(_place(context), table)
        return table

    async def collect(self, context: Context, data: Any = None, at_once: int = 4, on_error: str = _GO_ON) -> DataFrame:
        """A row for each value that came of an item, and one for each that failed, in the order of the items."""
        table: DataFrame | None = context.read_state(_place(context))
        return await self.run_items(context, data, at_once, on_error) if table is None else table


def _place(context: Context) -> str:
    return f"{context.vertex_id} {context.visit} results"


def _items(data: Any) -> Iterator[Data]:
    values = data if isinstance(data, list) else [] if data is None else [data]
    if len(values) == 1 and isinstance(values[0], Message | str):
        values = [line for line in str(values[0]).splitlines() if line.strip()]
    for value in values:
        if isinstance(value, DataFrame):
            yield from (Data(dict(row)) for row in value.rows)
        else:
            yield value if isinstance(value, Data) else Data({"text": str(value)})


def _rows(item: Data, result: BranchResult | None) -> list[dict[str, Any]]:
    if result is None:
        return []
    if result.error is not None:
        return [{**item.data, "error": f"{result.failed_name}: {result.error}"}]
    return [row for value in result.values for row in record_rows(value)]
