"""What one version of a flow changed of another, in short. Needs no database: may run in any thread."""

from __future__ import annotations

from typing import Any

import msgspec

from runnel.schemas.flow import RevisionChanges

MOST_NAMES = 20
"""So many names are told of each kind of change."""


class Outline(msgspec.Struct, frozen=True):
    """A version of a flow as far as comparing needs it."""

    names: dict[str, str]
    """Node id → name."""
    contents: dict[str, bytes]
    """Node id → all of it but its place, as JSON."""
    places: dict[str, Any]
    wires: frozenset[tuple[str, str, str, str]]


def outline(content: bytes) -> Outline:
    """The outline of a flow's data."""
    try:
        data = msgspec.json.decode(content)
    except (msgspec.MsgspecError, RecursionError):
        data = None
    found = Outline({}, {}, {}, frozenset(_wire(edge) for edge in _objects(data, "edges")))
    for node in _objects(data, "nodes"):
        node_id = str(node.get("id"))
        component = node.get("data")
        found.names[node_id] = _name(node)
        found.contents[node_id] = msgspec.json.encode(component, order="deterministic")
        found.places[node_id] = node.get("position")
    return found


def compare(before: Outline, after: Outline) -> RevisionChanges:
    """What became of ``before`` on the way to ``after``."""
    stayed = [node_id for node_id in after.contents if node_id in before.contents]
    changed = [node_id for node_id in stayed if after.contents[node_id] != before.contents[node_id]]
    added = [name for node_id, name in after.names.items() if node_id not in before.names]
    removed = [name for node_id, name in before.names.items() if node_id not in after.names]
    others = set(stayed).difference(changed)
    return RevisionChanges(
        added=added[:MOST_NAMES],
        removed=removed[:MOST_NAMES],
        changed=[after.names[node_id] for node_id in changed[:MOST_NAMES]],
        moved=sum(after.places[node_id] != before.places[node_id] for node_id in others),
        added_wires=len(after.wires - before.wires),
        removed_wires=len(before.wires - after.wires),
    )


def _objects(data: Any, name: str) -> list[dict[str, Any]]:
    items = data.get(name) if isinstance(data, dict) else None
    return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []


def _wire(edge: dict[str, Any]) -> tuple[str, str, str, str]:
    # The texts of handles differ with who wrote them; names do not.
    data = edge.get("data")
    handles: dict[str, Any] = data if isinstance(data, dict) else {}
    return (
        str(edge.get("source")),
        _part(handles.get("sourceHandle"), "name") or str(edge.get("sourceHandle")),
        str(edge.get("target")),
        _part(handles.get("targetHandle"), "fieldName") or str(edge.get("targetHandle")),
    )


def _part(handle: Any, key: str) -> str:
    return str(handle.get(key) or "") if isinstance(handle, dict) else ""


def _name(node: dict[str, Any]) -> str:
    data = node.get("data")
    if node.get("type") == "noteNode":
        return "Note"
    if not isinstance(data, dict):
        return str(node.get("id"))
    component = data.get("node")
    name = component.get("display_name") if isinstance(component, dict) else None
    return str(name or data.get("display_name") or data.get("type") or node.get("id"))
