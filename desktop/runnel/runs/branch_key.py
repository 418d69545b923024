"""The key of what goes into a branch: as long as it stays the same, the branch would give the same."""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec

from runnel.runs.input_key import NoKey, value_part
from runnel.runs.prepared import PreparedVertex
from runnel.runs.values import UNSET
from runnel.runs.vertex_build import Builder, pull
from runnel.sdk import Message


async def branch_key(run: Builder, owner: PreparedVertex, name: str) -> str:
    """The key of the branch that ends in the field ``name``; empty where nobody can say whether it is the same.

    Of messages their text and files count, not who said them where: a question is the same in another session.
    """
    graph = run.flow.graph
    branch = graph.branches.get(owner.vertex.id)
    members = branch.members if branch is not None else frozenset()
    parts: list[Any] = []
    try:
        for vertex_id in (*sorted(members), owner.vertex.id):
            prepared = run.flow.vertices[vertex_id]
            names = [name] if prepared is owner else sorted(prepared.fields)
            for field_name in names:
                field = prepared.fields[field_name]
                if any(edge.source in members for edge in field.edges) or field_name == "session_id":
                    continue
                value = await pull(run, prepared, field_name)
                if value is not UNSET:
                    part = value_part(field, _said(value), run.results)
                    parts.append([vertex_id, prepared.vertex.type, field_name, part])
        whole = msgspec.json.encode(parts)
    except (NoKey, OSError, OverflowError, RecursionError, TypeError, ValueError):
        return ""
    return "made of " + hashlib.sha256(whole).hexdigest()


def _said(value: Any) -> Any:
    if isinstance(value, Message):
        return [value.text, *value.files]
    return [_said(item) for item in value] if isinstance(value, list) else value
