"""Values of edges in a form that can be stored as JSON and read back as what they were.

Messages, records, tables, texts, numbers, and lists and objects of these. Models, tools and other handles cannot be
stored: whoever needs them makes them anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from runnel.sdk import Data, DataFrame, Message

_KIND = "$"
"""The key that says what an object stands for."""
_MESSAGE_FIELDS = (
    "text",
    "sender",
    "sender_name",
    "session_id",
    "flow_id",
    "files",
    "id",
    "error",
    "edit",
    "category",
    "properties",
    "content_blocks",
)


class NotStorable(Exception):
    """The value, or something in it, lives in this process only."""


def store_value(value: Any) -> Any:
    """The storable form of a value. Raises `NotStorable`."""
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, Message):
        if value.stream is not None:
            raise NotStorable
        entries = {name: getattr(value, name) for name in _MESSAGE_FIELDS}
        return {_KIND: "message", "timestamp": value.timestamp.isoformat(), **entries}
    if isinstance(value, Data):
        about = {"text_key": value.text_key, "default_value": value.default_value}
        return {_KIND: "record", "data": store_value(value.data), **about}
    if isinstance(value, DataFrame):
        return {_KIND: "table", "rows": [store_value(row) for row in value.rows]}
    if isinstance(value, list | tuple):
        return [store_value(item) for item in value]
    if isinstance(value, Mapping) and all(isinstance(key, str) for key in value):
        return {_KIND: "object", "entries": {key: store_value(item) for key, item in value.items()}}
    raise NotStorable


def store_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """The storable forms of values by output name; those that have none are left out."""
    stored: dict[str, Any] = {}
    for name, value in values.items():
        try:
            stored[name] = store_value(value)
        except NotStorable:
            continue
    return stored


def read_value(stored: Any) -> Any:
    """The value of a storable form."""
    if isinstance(stored, list):
        return [read_value(item) for item in stored]
    if not isinstance(stored, dict):
        return stored
    match stored[_KIND]:
        case "message":
            entries = {name: stored[name] for name in _MESSAGE_FIELDS}
            return Message(timestamp=datetime.fromisoformat(stored["timestamp"]), **entries)
        case "record":
            return Data(read_value(stored["data"]), stored["text_key"], stored["default_value"])
        case "table":
            return DataFrame([read_value(row) for row in stored["rows"]])
        case _:
            return {key: read_value(item) for key, item in stored["entries"].items()}


def read_values(stored: Mapping[str, Any]) -> dict[str, Any]:
    """The values of storable forms by output name."""
    return {name: read_value(value) for name, value in stored.items()}
