"""A value that is kept, so that what makes it need not run each time."""

from __future__ import annotations

from typing import Any

from runnel.sdk import Component, Context, Data, DataFrame, FloatInput, HandleInput, Message, MessageTextInput, Output
from runnel.shaping.type_change import as_message, as_record, as_table

_SECONDS_PER_HOUR = 3600.0


class Cache(Component):
    """Keep a value and give it again, without running what makes it, for as long as it is fresh.

    Values are kept under a key: the one that is given, else one made of all that goes into the nodes behind Value.
    """

    display_name = "Cache"
    icon = "archive"
    is_repeatable = False
    inputs = (
        HandleInput(
            "value",
            "Value",
            input_types=("Message", "Data", "JSON", "DataFrame", "Table"),
            info="What to keep. The nodes that only this needs do not run when it is kept already.",
        ),
        MessageTextInput(
            "key",
            "Key",
            info="Values are kept apart by this text. Empty: by all that goes into the nodes behind Value.",
        ),
        FloatInput("hours", "Keep for Hours", value=24.0, info="How long a value is fresh; 0: for ever."),
    )
    outputs = (
        Output("message", "give_message", display_name="Message"),
        Output("record", "give_record", types=("Data",), display_name="Data"),
        Output("table", "give_table", types=("DataFrame",), display_name="Table"),
    )

    async def give_message(self, context: Context, key: str = "", hours: float = 24.0) -> Message:
        """The value as a text."""
        return as_message(await _value(context, key, hours))

    async def give_record(self, context: Context, key: str = "", hours: float = 24.0) -> Data | list[Data]:
        """The value as a record; a list of records stays one."""
        value = await _value(context, key, hours)
        return value if isinstance(value, list) and all(isinstance(each, Data) for each in value) else as_record(value)

    async def give_table(self, context: Context, key: str = "", hours: float = 24.0) -> DataFrame:
        """The value as a table."""
        return as_table(await _value(context, key, hours))


async def _value(context: Context, key: str, hours: float) -> Any:
    """The value, looked up or made once for all outputs of this build."""
    place = f"{context.vertex_id} {context.visit} value"
    known = context.read_state(place)
    if known is None:
        seconds = hours * _SECONDS_PER_HOUR if hours > 0 else None
        known = [await context.pull_cached("value", key, seconds)]
        context.write_state(place, known)
    return known[0]
