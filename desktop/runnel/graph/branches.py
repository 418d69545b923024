"""Branches that one vertex has built itself, as often as it wants, instead of the run building them once.

``ForEach`` has what follows its item built once for each item; ``Cache`` has what only its value needs built when the
value is not in the cache.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from msgspec import Struct

from runnel.errors import Invalid
from runnel.graph.edge import Edge
from runnel.graph.vertex import Vertex

ITEM_OUTPUT = "item"
"""The output of ``ForEach`` at which its branch begins; an edge back into it says what to collect."""
VALUE_FIELD = "value"
"""The field of ``Cache`` in which its branch ends."""


class Branch(Struct, frozen=True):
    """The vertices of a branch, and the edges whose values its owner takes from it."""

    members: frozenset[str]
    ends: tuple[Edge, ...]


def find_branches(vertices: Mapping[str, Vertex], edges: Sequence[Edge]) -> tuple[list[Edge], dict[str, Branch]]:
    """The branches by the vertex that owns them, and the edges that are left when those that go back are taken out.

    What a branch needs from outside, its owner waits for: edges for that are added. Raises `Invalid` for a branch that
    needs what comes after its owner.
    """
    owners = [vertex for vertex in vertices.values() if vertex.type in ("ForEach", "Cache") and not vertex.is_bypassed]
    if not owners:
        return list(edges), {}
    returning = [edge for edge in edges if edge.target_output and vertices[edge.target].type == "ForEach"]
    kept = [edge for edge in edges if edge not in returning] if returning else list(edges)
    branches: dict[str, Branch] = {}
    added: list[Edge] = []
    for owner in owners:
        if owner.type == "ForEach":
            branch = _following(owner.id, kept, [edge for edge in returning if edge.target == owner.id])
        else:
            branch = _needed(owner.id, vertices, kept)
        if not branch.members:
            continue
        branches[owner.id] = branch
        needed = _needed_outside(owner, branch, vertices, kept)
        added += [Edge(source, output, owner.id, field="", only_waits=True) for source, output in needed]
    return [*kept, *added], branches


def _following(owner_id: str, edges: Sequence[Edge], returning: Sequence[Edge]) -> Branch:
    """All that follows the item. Its ends: the edges back, else the outputs of the vertices that nothing follows."""
    outgoing = _by(edges, lambda edge: edge.source)
    members = _reach([e.target for e in outgoing.get(owner_id, ()) if e.output == ITEM_OUTPUT], outgoing)
    members.discard(owner_id)
    if returning:
        return Branch(frozenset(members), tuple(returning))
    last = [member for member in members if not outgoing.get(member)]
    return Branch(frozenset(members), tuple(Edge(member, "", owner_id, field="") for member in sorted(last)))


def _needed(owner_id: str, vertices: Mapping[str, Vertex], edges: Sequence[Edge]) -> Branch:
    """The vertices from which all ways lead into the value, save inputs and outputs of the flow."""
    incoming = _by(edges, lambda edge: edge.target)
    ways_left = {vertex_id: len(found) for vertex_id, found in _by(edges, lambda edge: edge.source).items()}
    ends = tuple(edge for edge in incoming.get(owner_id, ()) if edge.field == VALUE_FIELD)
    members: set[str] = set()
    work = list(ends)
    while work:
        source = work.pop().source
        ways_left[source] -= 1
        if ways_left[source] == 0 and not (vertices[source].is_input or vertices[source].is_output):
            members.add(source)
            work += incoming.get(source, ())
    return Branch(frozenset(members), ends)


def _needed_outside(
    owner: Vertex, branch: Branch, vertices: Mapping[str, Vertex], edges: Sequence[Edge]
) -> list[tuple[str, str]]:
    """The outputs outside of a branch that something in it takes, the owner's own left out."""
    needed = {
        (edge.source, edge.output): edge.target
        for edge in edges
        if edge.target in branch.members and edge.source not in branch.members and edge.source != owner.id
    }
    after = _reach([edge.target for edge in edges if edge.source == owner.id], _by(edges, lambda edge: edge.source))
    for (source, _), target in needed.items():
        if source in after:
            raise Invalid(
                f"{vertices[target].display_name} ({target}) is built for each item of {owner.display_name}, so it "
                f"cannot take what {vertices[source].display_name} ({source}) gives after all of them."
            )
    own = [edge for edge in edges if edge.source == owner.id and edge.target in branch.members]
    for edge in own:
        if edge.output != ITEM_OUTPUT:
            raise Invalid(
                f"{vertices[edge.target].display_name} ({edge.target}) is built for each item of "
                f"{owner.display_name}, so it cannot take its output {edge.output} as well."
            )
    return list(needed)


def _by(edges: Iterable[Edge], end: Callable[[Edge], str]) -> dict[str, list[Edge]]:
    found: dict[str, list[Edge]] = {}
    for edge in edges:
        found.setdefault(end(edge), []).append(edge)
    return found


def _reach(begin: Iterable[str], outgoing: Mapping[str, Sequence[Edge]]) -> set[str]:
    found = set(begin)
    work = list(found)
    while work:
        for edge in outgoing.get(work.pop(), ()):
            if edge.target not in found:
                found.add(edge.target)
                work.append(edge.target)
    return found
