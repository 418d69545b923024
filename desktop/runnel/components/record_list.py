"""Whatever an edge brings, as a list of records."""

from __future__ import annotations

from typing import Any

from runnel.components.message_record import message_record
from runnel.sdk import Data, DataFrame, Message


def list_records(value: Any) -> list[Data]:
    """Records of a record, a table, a message, a text, or a list of these; nothing of None."""
    if value is None or value == "":
        return []
    if isinstance(value, list | tuple):
        return [record for item in value for record in list_records(item)]
    if isinstance(value, Data):
        return [value]
    if isinstance(value, DataFrame):
        return [Data(dict(row)) for row in value.rows]
    if isinstance(value, Message):
        return [Data(message_record(value))]
    if isinstance(value, dict):
        return [Data(dict(value))]
    return [Data({"text": str(value)})]
