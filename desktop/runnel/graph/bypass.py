"""Bypassed vertices: they are not built, and the edges that begin at them begin where their values come from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

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


class Passing(Struct, frozen=True):
    """Where the values come from that a bypassed vertex passes on, and who takes them: ids of vertices that are built.

    No sources: it has nothing to pass on.
    """

    sources: tuple[str, ...]
    targets: tuple[str, ...]


def find_passings(vertices: Mapping[str, Vertex], edges: Sequence[Edge]) -> dict[str, Passing]:
    """What the bypassed vertices pass on, by their ids; ``edges`` as they are drawn."""
    bypassed = [vertex for vertex in vertices.values() if vertex.is_bypassed]
    into: dict[str, list[Edge]] = {}
    out_of: dict[str, list[Edge]] = {}
    for edge in edges if bypassed else ():
        into.setdefault(edge.target, []).append(edge)
        out_of.setdefault(edge.source, []).append(edge)
    found: dict[str, Passing] = {}
    for vertex in bypassed:
        origins = [
            source
            for output in vertex.outputs
            for source, _ in _origins(Edge(vertex.id, output.name, "", ""), vertices, into)
            if not vertices[source].is_bypassed
        ]
        targets: list[str] = []
        work = [vertex.id]
        seen = set(work)
        while work:
            for edge in out_of.get(work.pop(), ()):
                if not vertices[edge.target].is_bypassed:
                    targets.append(edge.target)
                elif edge.target not in seen:
                    seen.add(edge.target)
                    work.append(edge.target)
        found[vertex.id] = Passing(tuple(dict.fromkeys(origins)), tuple(dict.fromkeys(targets)))
    return found


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
