"""Whatever an edge brings, as a list of records."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from runnel.sdk import Data, DataFrame, Message
from runnel.shaping.message_record import message_record


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


def list_record_files(records: Sequence[Data]) -> list[str]:
    """The stored files that records carry under ``files``, as messages have them; each once."""
    files = [name for record in records for name in _as_list(record.data.get("files")) if isinstance(name, str)]
    return list(dict.fromkeys(files))


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
