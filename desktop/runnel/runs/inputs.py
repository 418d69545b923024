"""What one run changes of its flow: the input's value, uploaded files, and tweaks. All as `Overrides`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from runnel.errors import Invalid, InvalidFields
from runnel.graph import Group, Vertex
from runnel.runs.journal import Journal
from runnel.runs.prepared import Field, PreparedFlow
from runnel.runs.values import stored_paths
from runnel.schemas.run import InputKind

Changes = dict[str, dict[str, dict[str, Any]]]
"""Vertex id → field → parts of the field's entry."""


def input_vertices(flow: PreparedFlow, kind: InputKind, components: Sequence[str] = ()) -> list[Vertex]:
    """The input vertices of a kind (``chat``, ``text``, ``any``), narrowed to these ids or display names if any."""
    return [
        vertex
        for vertex in flow.graph.vertices.values()
        if vertex.is_input
        and vertex.has_role(kind)
        and (not components or vertex.id in components or vertex.display_name in components)
    ]


def set_input(changes: Changes, vertices: Sequence[Vertex], text: str) -> None:
    """Give the input's text to these vertices, save where a tweak has given another."""
    for vertex in vertices:
        if "input_value" in vertex.template:
            changes.setdefault(vertex.id, {}).setdefault("input_value", {"value": text, "load_from_db": False})


def set_files(changes: Changes, flow: PreparedFlow, files: Sequence[str]) -> None:
    """Give uploaded files (stored paths) to every chat input."""
    for vertex in flow.graph.vertices.values():
        if vertex.type == "ChatInput":
            changes.setdefault(vertex.id, {})["files"] = {"file_path": list(files)}


def set_webhook_data(changes: Changes, flow: PreparedFlow, text: str) -> None:
    """Give a webhook's body to every webhook component."""
    for vertex in flow.graph.vertices.values():
        if vertex.type == "Webhook":
            changes.setdefault(vertex.id, {})["data"] = {"value": text, "load_from_db": False}


def turn_on_streaming(changes: Changes, flow: PreparedFlow) -> None:
    """Switch on every field named ``stream``, save where a tweak has set it."""
    for vertex in flow.graph.vertices.values():
        if "stream" in vertex.template:
            changes.setdefault(vertex.id, {}).setdefault("stream", {"value": True})


def read_tweaks(flow: PreparedFlow, tweaks: Mapping[str, Any], journal: Journal) -> Changes:
    """The changes that tweaks ask for: by vertex or group (id or display name), or by field for all that have it.

    An object counts by its ``value`` and ``file_path`` alone; what names nothing is passed over. What a tweak sets is
    a value, never the name of a variable. Raises `InvalidFields` for a tweak of code, of a path on this computer, and
    for a file outside the store.
    """
    changes: Changes = {}
    vertices = flow.graph.vertices.values()
    for name, tweak in tweaks.items():
        named = [vertex for vertex in vertices if name in (vertex.id, vertex.display_name)]
        groups = [group for group in flow.graph.groups if name in (group.id, group.display_name)]
        if groups and isinstance(tweak, dict):
            for group in groups:
                for field, value in tweak.items():
                    inner = _inner_field(flow, group, str(field))
                    if inner is not None:
                        location = ("body", "tweaks", name, str(field))
                        _set_field(changes, flow, *inner, value, location, journal)
        if named and isinstance(tweak, dict):
            for vertex in named:
                for field, value in tweak.items():
                    _set_field(changes, flow, vertex, str(field), value, ("body", "tweaks", name, str(field)), journal)
        elif not isinstance(tweak, dict) or not (named or groups):
            for vertex in vertices:
                _set_field(changes, flow, vertex, name, tweak, ("body", "tweaks", name), journal)
    return changes


def _inner_field(flow: PreparedFlow, group: Group, name: str) -> tuple[Vertex, str] | None:
    """The field in a group, or in a group within it, that a field of the group stands for; None for none."""
    by_id = {each.id: each for each in flow.graph.groups}
    found = group.fields.get(name)
    while found is not None and found[0] in by_id:
        found = by_id[found[0]].fields.get(found[1])
    if found is None or found[0] not in flow.graph.vertices:
        return None
    return flow.graph.vertices[found[0]], found[1]


def refuse_doubled_input(
    flow: PreparedFlow, kind: InputKind, input_value: str | None, tweaks: Mapping[str, Any]
) -> None:
    """Raise `Invalid` when both the request and a tweak give the text of an input."""
    if not input_value:
        return
    for vertex in input_vertices(flow, kind):
        for name in (vertex.id, vertex.display_name):
            tweak = tweaks.get(name)
            if isinstance(tweak, dict) and "input_value" in tweak:
                raise Invalid(
                    f"If you pass an input_value, you cannot tweak the input_value of {vertex.display_name} "
                    f"({vertex.id}) as well."
                )


def _set_field(
    changes: Changes,
    flow: PreparedFlow,
    vertex: Vertex,
    name: str,
    value: Any,
    location: tuple[str, ...],
    journal: Journal,
) -> None:
    if name == "code":
        raise InvalidFields([_refusal(location, "Code cannot be set by a tweak", value)])
    field = flow.vertices[vertex.id].fields.get(name)
    if field is None:
        return
    if field.declared is not None and field.declared.extra.get("is_local_path"):
        raise InvalidFields([_refusal(location, "A path on this computer cannot be set by a tweak", value)])
    entry = _entry_of(field, value)
    if not entry:
        return
    if field.kind == "FileInput":
        for path in stored_paths(entry):
            try:
                journal.resolve_file(path)
            except Invalid as error:
                raise InvalidFields([_refusal(location, str(error.detail), path)]) from None
    changes.setdefault(vertex.id, {})[name] = entry


def _entry_of(field: Field, value: Any) -> dict[str, Any]:
    """The parts of a field's entry that a tweak's value changes; none for an object that says nothing we take."""
    if field.kind == "FileInput":
        if isinstance(value, dict):
            return {"file_path": value["file_path"]} if "file_path" in value else {}
        return {"file_path": value}
    if isinstance(value, dict):
        is_whole = field.kind in ("DictInput", "NestedDictInput") and not set(value) <= {"value", "file_path"}
        if not is_whole:
            return {"value": value["value"], "load_from_db": False} if "value" in value else {}
    return {"value": value, "load_from_db": False}


def _refusal(location: tuple[str, ...], why: str, value: Any) -> dict[str, Any]:
    return {"type": "value_error", "loc": list(location), "msg": f"Value error, {why}", "input": value}
