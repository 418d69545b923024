"""What runs, and what comes first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from msgspec import Struct

from runnel.errors import Invalid
from runnel.graph.edge import Edge
from runnel.graph.graph import Graph


class Plan(Struct, frozen=True):
    """The vertices of one run, in an order in which each comes after what it needs (cycles aside).

    ``back_edges`` are the edges that close a cycle: a vertex does not wait for them the first time.
    """

    to_run: Sequence[str]
    first: Sequence[str]
    """The vertices that wait for nothing, chat inputs before all others."""
    members: frozenset[str]
    """``to_run`` as a set."""
    back_edges: frozenset[Edge]
    waits: Mapping[str, int]
    """For each of its vertices, how many edges it waits for."""
    forward: Mapping[str, Sequence[Edge]]
    """For each of its vertices, the edges that others wait for."""
    aside: Sequence[str] = ()
    """Vertices that a whole run leaves alone, since they are not connected with where it starts."""
    in_branches: Sequence[str] = ()
    """Vertices that others of the plan have built themselves (`graph.branches`)."""

    @property
    def built(self) -> list[str]:
        """All that may be built in the course of the run."""
        return [*self.to_run, *self.in_branches]

    @property
    def listed(self) -> list[str]:
        """What a build says it will run: as recorded, the vertices that are left alone are named too."""
        return [*self.built, *self.aside]


def plan_run(
    graph: Graph, *, start: str | None = None, stop: str | None = None, satisfied: frozenset[str] = frozenset()
) -> Plan:
    """The plan of a run. Linear in the size of the graph.

    ``stop``: that vertex and its ancestors. ``start``: it, its descendants and all that these need. An id of nothing
    is as none. Without either, a flow with a webhook or chat input runs what is connected with it, else everything.
    Bypassed vertices are left out: a run that stops or starts at one does so at those whose values it passes on, or who
    take them; one that has nothing to pass on is kept, so that it says so. ``satisfied`` vertices need nothing (their
    result is there already): neither they nor others wait for what only they would need, and that is left out. Raises
    `Invalid` when both a start and a stop are given.
    """
    if start and stop:
        raise Invalid("Give either start_component_id or stop_component_id, not both.")
    aside: list[str] = []
    bypassed = graph.bypassed
    if stop is not None and stop in graph.vertices:
        ends = graph.passings[stop].sources if stop in bypassed else (stop,)
        chosen = _ancestors(graph, ends or (stop,))
        bypassed = bypassed if ends else bypassed - {stop}
    elif start is not None and start in graph.vertices:
        starts = graph.passings[start].targets if start in bypassed else (start,)
        chosen = _ancestors(graph, _descendants(graph, starts or (start,)))
        bypassed = bypassed if starts else bypassed - {start}
    else:
        roots = _start_vertices(graph)
        chosen = _ancestors(graph, _descendants(graph, roots)) if roots else set(graph.vertices)
        known = chosen | bypassed
        aside = [vertex_id for vertex_id in graph.vertices if vertex_id not in known]
    chosen |= _branches_of(graph, chosen)
    chosen -= bypassed
    if satisfied:
        chosen = _without_unneeded(graph, chosen, satisfied)
    return _plan(graph, chosen, aside, satisfied)


def plan_branch(graph: Graph, owner: str, chosen: frozenset[str]) -> Plan:
    """The plan of what a vertex has built itself, as far as its run may build it (``chosen``)."""
    return _plan(graph, set(graph.branches[owner].members & chosen))


def _plan(graph: Graph, chosen: set[str], aside: Sequence[str] = (), satisfied: frozenset[str] = frozenset()) -> Plan:
    in_branches: set[str] = set()
    for owner, branch in graph.branches.items():
        if owner in chosen:
            in_branches |= branch.members & chosen
            if owner in satisfied:
                chosen = chosen - branch.members
    in_branches &= chosen
    chosen = chosen - in_branches
    ordered, back_edges = _sort(graph, chosen)
    counted = set(back_edges)
    forward = {
        vertex_id: [edge for edge in graph.outgoing[vertex_id] if edge.target in chosen and edge not in counted]
        for vertex_id in ordered
    }
    waits = dict.fromkeys(ordered, 0)
    for edges in forward.values():
        for edge in edges:
            waits[edge.target] += 1
    first = [vertex_id for vertex_id in ordered if not waits[vertex_id]]
    first.sort(key=lambda vertex_id: "ChatInput" not in vertex_id)
    return Plan(ordered, first, frozenset(chosen), frozenset(counted), waits, forward, aside, sorted(in_branches))


def _branches_of(graph: Graph, chosen: set[str]) -> set[str]:
    """What the chosen vertices have built themselves, save where only a part of it is chosen: a run ends there."""
    found: set[str] = set()
    for owner, branch in graph.branches.items():
        if owner in chosen and not branch.members & chosen:
            found |= branch.members
    return found


def _without_unneeded(graph: Graph, chosen: set[str], satisfied: frozenset[str]) -> set[str]:
    """``chosen`` without the vertices whose every way on leads into a satisfied one."""
    ends = [
        vertex_id
        for vertex_id in chosen
        if vertex_id in satisfied or not any(edge.target in chosen for edge in graph.outgoing[vertex_id])
    ]
    needed = set(ends)
    work = list(ends)
    while work:
        vertex_id = work.pop()
        if vertex_id in satisfied:
            continue
        for edge in graph.incoming[vertex_id]:
            if edge.source in chosen and edge.source not in needed:
                needed.add(edge.source)
                work.append(edge.source)
    return needed


def _start_vertices(graph: Graph) -> list[str]:
    inputs = [vertex.id for vertex in graph.vertices.values() if vertex.is_input and vertex.id not in graph.bypassed]
    for mark in ("webhook", "chat"):
        found = [vertex_id for vertex_id in inputs if mark in vertex_id.lower()]
        if found:
            return found
    return []


def _ancestors(graph: Graph, of: Iterable[str]) -> set[str]:
    return _reach(of, graph.incoming, lambda edge: edge.source)


def _descendants(graph: Graph, of: Iterable[str]) -> set[str]:
    return _reach(of, graph.outgoing, lambda edge: edge.target)


def _reach(of: Iterable[str], edges: Mapping[str, Sequence[Edge]], other_end: Callable[[Edge], str]) -> set[str]:
    found = set(of)
    work = list(found)
    while work:
        for edge in edges[work.pop()]:
            end = other_end(edge)
            if end not in found:
                found.add(end)
                work.append(end)
    return found


def _sort(graph: Graph, chosen: set[str]) -> tuple[list[str], list[Edge]]:
    """A topological order by walking depth first from the roots; edges into a vertex still open close a cycle."""
    done: set[str] = set()
    is_open: set[str] = set()
    finished: list[str] = []
    back: list[Edge] = []
    cycles = graph.cycles
    entries = [
        vertex_id
        for vertex_id in graph.vertices
        if vertex_id in chosen and all(edge.source not in chosen for edge in graph.incoming[vertex_id])
    ]
    # A cycle without a way in begins at its first vertex in the file.
    for root in (*entries, *(vertex_id for vertex_id in graph.vertices if vertex_id in chosen and vertex_id in cycles)):
        if root in done:
            continue
        is_open.add(root)
        work = [(root, iter(graph.outgoing[root]))]
        while work:
            vertex_id, edges = work[-1]
            for edge in edges:
                target = edge.target
                if target not in chosen or target in done:
                    continue
                if target in is_open:
                    back.append(edge)
                    continue
                is_open.add(target)
                work.append((target, iter(graph.outgoing[target])))
                break
            else:
                work.pop()
                is_open.discard(vertex_id)
                done.add(vertex_id)
                finished.append(vertex_id)
    finished.reverse()
    return finished, back
