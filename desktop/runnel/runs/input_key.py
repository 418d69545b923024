"""The key of what goes into a vertex build: as long as it stays the same, the outputs of the build before may be taken.

What does not count: ids and times of messages. A question that is asked again in the same words is the same question.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from runnel.graph import TOOL_OUTPUT
from runnel.runs.prepared import Field, PreparedVertex
from runnel.runs.results import VertexResult
from runnel.runs.values import UNSET
from runnel.sdk import Data, DataFrame, Message


class NoKey(Exception):
    """Something went in of which nobody can say whether it is the same as before."""


def input_key(prepared: PreparedVertex, given: Mapping[str, Any], results: Mapping[str, VertexResult]) -> str:
    """The key of a build of this vertex from these values of its fields; empty where it may never be reused.

    ``results`` are those of the run so far: models and other handles count by the key of the vertex that they are of.
    """
    component = prepared.component
    if component is None or not component.is_repeatable or TOOL_OUTPUT in prepared.outputs:
        return ""  # Tools belong to the run that made them.
    try:
        parts = [
            [name, value_part(prepared.fields.get(name), value, results)]
            for name, value in sorted(given.items())
            if value is not UNSET
        ]
        vertex = prepared.vertex
        whole = msgspec.json.encode([vertex.type, vertex.display_name, sorted(prepared.outputs), parts])
    except (NoKey, OSError, OverflowError, RecursionError, TypeError, ValueError):
        return ""
    return hashlib.sha256(whole).hexdigest()


def value_part(field: Field | None, value: Any, results: Mapping[str, VertexResult]) -> Any:
    """What stands for the value of a field in a key. Raises `NoKey`, and `OSError` for a file that cannot be seen."""
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, Message):
        if value.stream is not None:
            raise NoKey
        about = [value.text, value.sender, value.sender_name, value.session_id, value.files]
        return ["message", *about, value.properties, value.content_blocks]
    if isinstance(value, Data):
        return ["record", value_part(field, value.data, results), value.text_key, value.default_value]
    if isinstance(value, DataFrame):
        return ["table", value_part(field, value.rows, results)]
    if isinstance(value, list | tuple):
        return [value_part(field, item, results) for item in value]
    if isinstance(value, dict):
        return {"entries": [[value_part(field, key, results), value_part(field, value[key], results)] for key in value]}
    if isinstance(value, Path):
        state = value.stat()
        return ["file", str(value), state.st_mtime_ns, state.st_size]
    return ["made by", _makers(field, results)]


def _makers(field: Field | None, results: Mapping[str, VertexResult]) -> list[list[str]]:
    """Which outputs of which builds a handle may have come from."""
    makers: list[list[str]] = []
    for edge in field.edges if field is not None else ():
        result = results.get(edge.source)
        if result is not None and not result.key:
            raise NoKey
        if result is not None:
            makers.append([edge.source, edge.output, result.key])
    if not makers:
        raise NoKey
    return makers
