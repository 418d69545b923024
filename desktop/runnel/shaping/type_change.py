"""A message, record or table made of whatever an edge brings."""

from __future__ import annotations

from typing import Any

from runnel.sdk import Data, DataFrame, Message
from runnel.shaping.json_repair import read_json
from runnel.shaping.record_list import list_record_files, list_records
from runnel.shaping.record_text import text_of


def as_message(value: Any) -> Message:
    """The text, with the files that records carry; of records without a text their JSON, one per line."""
    if isinstance(value, Message):
        return value
    records = list_records(value)
    files = list_record_files(records)
    lines = (record.text or ("" if record.data.get("files") else text_of(record.data)) for record in records)
    return Message(text="\n".join(filter(None, lines)) if files else "\n".join(lines), files=files)


def as_record(value: Any) -> Data:
    """One record; several are a list under ``results``. A message that is JSON is read."""
    if isinstance(value, Message):
        found = _json_or_none(value.text)
        if isinstance(found, dict):
            return Data(found)
        return Data({"results": found}) if isinstance(found, list) else Data({"text": value.text})
    records = list_records(value)
    return records[0] if len(records) == 1 else Data({"results": [record.data for record in records]})


def as_table(value: Any) -> DataFrame:
    """A row per record. A message that is a JSON list of objects has a row for each."""
    if isinstance(value, Message):
        found = _json_or_none(value.text)
        rows = found if isinstance(found, list) else [found] if isinstance(found, dict) else []
        objects = [row for row in rows if isinstance(row, dict)]
        return DataFrame(objects or [{"text": value.text}])
    return DataFrame([dict(record.data) for record in list_records(value)])


def _json_or_none(text: str) -> Any:
    if not text.strip().startswith(("{", "[", "```")):
        return None
    try:
        return read_json(text)
    except ValueError:
        return None
