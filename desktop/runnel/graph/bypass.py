"""Bypassed vertices: they are not built, and the edges that begin at them begin where their values come from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from runnel.graph.edge import Edge, share_type
from runnel.graph.vertex import Vertex

_TOOL_TYPES = frozenset(("Tool", "BaseTool", "StructuredTool"))


def pass_by(vertices: Mapping[str, Vertex], edges: Sequence[Edge]) -> list[Edge]:
    """``edges`` led past the bypassed vertices.

    An output of a bypassed vertex passes on what is wired into the first of its fields that takes something of the
    output's type. What nothing is passed on to stays wired to the bypassed vertex, which then fails and says so; a
    bypassed tool is just not there.
    """
    if not any(vertex.is_bypassed for vertex in vertices.values()):
        return list(edges)
    into: dict[str, list[Edge]] = {}
    for edge in edges:
        if vertices[edge.target].is_bypassed:
            into.setdefault(edge.target, []).append(edge)
    led: list[Edge] = []
    for edge in edges:
        if vertices[edge.source].is_bypassed and not vertices[edge.target].is_bypassed:
            for source, output in _origins(edge, vertices, into):
                led.append(Edge(source, output, edge.target, edge.field, edge.target_output))
        elif not vertices[edge.target].is_bypassed:
            led.append(edge)
    return led


def _origins(
    edge: Edge, vertices: Mapping[str, Vertex], into: Mapping[str, Sequence[Edge]]
) -> Iterable[tuple[str, str]]:
    """The outputs that the value of an edge really comes from, past any number of bypassed vertices."""
    work = [(edge.source, edge.output)]
    seen = set(work)
    while work:
        origin = work.pop(0)
        vertex = vertices[origin[0]]
        if not vertex.is_bypassed:
            yield origin
            continue
        types = _output_types(vertex, origin[1])
        passed = _passed(vertex, types, vertices, into.get(vertex.id, ()))
        if not passed and not _TOOL_TYPES.issuperset(types):
            yield origin
        further = [(each.source, each.output) for each in passed]
        work[:0] = [each for each in further if each not in seen]
        seen.update(further)


def _passed(vertex: Vertex, types: tuple[str, ...], vertices: Mapping[str, Vertex], into: Sequence[Edge]) -> list[Edge]:
    """The edges into the first field that takes something of these types, in the order of the fields."""
    by_field: dict[str, list[Edge]] = {}
    for edge in into:
        if edge.field:
            by_field.setdefault(edge.field, []).append(edge)
    for field in sorted(by_field, key=vertex.field_position):
        fitting = [
            edge for edge in by_field[field] if share_type(_output_types(vertices[edge.source], edge.output), types)
        ]
        if fitting:
            return fitting
    return []


def _output_types(vertex: Vertex, output: str) -> tuple[str, ...]:
    return next((each.types for each in vertex.outputs if each.name == output), ())
