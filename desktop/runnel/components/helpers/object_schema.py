"""Rows that describe an object's entries → the JSON schema of the object."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

_TYPES = {
    **dict.fromkeys(("int", "integer"), "integer"),
    **dict.fromkeys(("float", "number"), "number"),
    **dict.fromkeys(("bool", "boolean"), "boolean"),
    **dict.fromkeys(("dict", "object", "json"), "object"),
    **dict.fromkeys(("list", "array"), "array"),
}


def object_schema(name: str, rows: Sequence[Mapping[str, Any]], *, is_multiple: bool) -> dict[str, Any]:
    """The schema of an object with an entry per row (``name, description, type, multiple``).

    ``is_multiple``: of an object whose entry ``objects`` is a list of these.
    """
    properties = {str(row["name"]): _entry(row) for row in rows if str(row.get("name") or "").strip()}
    schema: dict[str, Any] = {"title": name.strip() or "Object", "type": "object", "properties": properties}
    schema["required"] = list(properties)
    if not is_multiple:
        return schema
    objects = {"type": "array", "items": schema}
    return {
        "title": f"{schema['title']}List",
        "type": "object",
        "properties": {"objects": objects},
        "required": ["objects"],
    }


def _entry(row: Mapping[str, Any]) -> dict[str, Any]:
    entry: dict[str, Any] = {"type": _TYPES.get(str(row.get("type") or "").strip().lower(), "string")}
    if entry["type"] == "array":
        entry["items"] = {"type": "string"}
    if str(row.get("multiple") or "").strip().lower() in ("true", "1", "yes"):
        entry = {"type": "array", "items": entry}
    if row.get("description"):
        entry["description"] = str(row["description"])
    return entry
