"""What came back of a branch as rows of a table."""

from __future__ import annotations

from typing import Any

from runnel.sdk import Data, DataFrame, Message


def record_rows(value: Any) -> list[dict[str, Any]]:
    """One row for a record or a text, those of a table, and of a list those of its items."""
    if isinstance(value, DataFrame):
        return value.rows
    if isinstance(value, list):
        return [row for each in value for row in record_rows(each)]
    if isinstance(value, Data):
        return [value.data]
    return [{"text": value.text if isinstance(value, Message) else str(value)}]
