"""Handles: the two ends of an edge, as the file writes them.

Three forms are read: the objects under ``edge.data`` (the ones that count), the texts ``sourceHandle`` and
``targetHandle`` (JSON with ``œ`` for the quotes, with or without spaces), and the old texts with ``|`` between parts.
"""

from __future__ import annotations

from typing import Any

import msgspec

from runnel.graph.lenient import as_text, as_texts


class SourceHandle(msgspec.Struct, frozen=True):
    """Where an edge starts: a node's output. ``name`` is empty in the old form, which names types only."""

    id: str
    name: str
    data_type: str = ""
    types: tuple[str, ...] = ()


class TargetHandle(msgspec.Struct, frozen=True):
    """Where an edge ends: a node's field, or (``output`` set) the looping output of a later version's loop node."""

    id: str
    field: str
    type: str = ""
    input_types: tuple[str, ...] = ()
    output: str = ""


def handle_object(edge: dict[str, Any], key: str) -> dict[str, Any] | None:
    """The handle under ``key`` (``sourceHandle``, ``targetHandle``) of an edge of the file, as an object.

    None where there is none, and for the old texts with ``|``.
    """
    data = edge.get("data")
    found = data.get(key) if isinstance(data, dict) else None
    if isinstance(found, dict):
        return found
    text = edge.get(key)
    if isinstance(text, str) and text.lstrip().startswith("{"):
        try:
            decoded = msgspec.json.decode(text.replace("œ", '"'))
        except msgspec.DecodeError:
            return None
        return decoded if isinstance(decoded, dict) else None
    return text if isinstance(text, dict) else None


def read_source_handle(edge: dict[str, Any]) -> SourceHandle:
    """The source handle of an edge of the file; what cannot be read is empty."""
    found = handle_object(edge, "sourceHandle")
    if found is not None:
        return SourceHandle(
            id=as_text(found.get("id")) or as_text(edge.get("source")),
            name=as_text(found.get("name")),
            data_type=as_text(found.get("dataType")),
            types=as_texts(found.get("output_types")) or as_texts(found.get("baseClasses")),
        )
    parts = as_text(edge.get("sourceHandle")).split("|")
    if len(parts) > 2:
        return SourceHandle(id=parts[1], name="", data_type=parts[0], types=tuple(parts[2:]))
    return SourceHandle(id=as_text(edge.get("source")), name="")


def read_target_handle(edge: dict[str, Any]) -> TargetHandle:
    """The target handle of an edge of the file; what cannot be read is empty."""
    found = handle_object(edge, "targetHandle")
    if found is not None:
        node_id = as_text(found.get("id")) or as_text(edge.get("target"))
        if "fieldName" not in found and "name" in found:
            return TargetHandle(id=node_id, field="", output=as_text(found["name"]))
        return TargetHandle(
            id=node_id,
            field=as_text(found.get("fieldName")),
            type=as_text(found.get("type")),
            input_types=as_texts(found.get("inputTypes")),
        )
    parts = as_text(edge.get("targetHandle")).split("|")
    if len(parts) > 2:
        return TargetHandle(id=parts[2], field=parts[1], input_types=tuple(parts[0].split(";")))
    return TargetHandle(id=as_text(edge.get("target")), field="")


def encode_handle(handle: dict[str, Any]) -> str:
    """A handle object as the text that the editor writes: keys sorted, no spaces, ``œ`` for the quotes."""
    return msgspec.json.encode(handle, order="deterministic").decode().replace('"', "œ")
