"""What another flow gave, as records."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from runnel.sdk import Data, DataFrame, FlowOutput, Message
from runnel.shaping.message_record import message_record


def output_records(outputs: Iterable[FlowOutput]) -> list[Data]:
    """One record for each value of each output: of a table its rows, of a list its items."""
    return [record for output in outputs for value in output.values.values() for record in _records(value)]


def _records(value: Any) -> list[Data]:
    if value is None:
        return []
    if isinstance(value, Data):
        return [value]
    if isinstance(value, Message):
        return [Data(message_record(value))]
    if isinstance(value, DataFrame):
        return [Data(dict(row)) for row in value.rows]
    if isinstance(value, list):
        return [record for item in value for record in _records(item)]
    if isinstance(value, dict):
        return [Data(dict(value))]
    return [Data({"text": str(value)})]
