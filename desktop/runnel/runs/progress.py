"""Which vertex may be built next: the state of one run's order. Pure; the run asks it after every build."""

from __future__ import annotations

from collections import deque

from msgspec import Struct, field

from runnel.errors import ComponentError
from runnel.graph import Edge, Graph, Plan

MAX_ROUNDS = 10_000
"""A cycle that has gone round so often is ended with an error."""


class Step(Struct):
    """What a finished build leads to: vertices that may be built now, and vertices that never will in this round."""

    ready: list[str] = field(default_factory=list)
    inactive: list[str] = field(default_factory=list)


class _Cycle(Struct):
    members: list[str]
    open_count: int
    rounds: int = 1
    leaving: list[Edge] = field(default_factory=list)


class Progress:
    """Counts, for each vertex, the edges that it waits for and those that bring something.

    An edge is settled when its source is built (it brings something unless that output was stopped) or inactive. A
    vertex whose edges are all settled is ready if one of them brings something, else inactive, and so on down the
    graph. What depends on a failed vertex is never built. A cycle goes round as long as an edge that closes it brings
    something; edges that leave it are settled when it has come to rest.
    """

    def __init__(self, graph: Graph, plan: Plan) -> None:
        self._graph = graph
        self._plan = plan
        self._waiting = dict(plan.waits)
        self._live = dict.fromkeys(plan.to_run, 0)
        self._blocked: set[str] = set()
        self._stopped: dict[str, frozenset[str] | None] = {}
        """Outputs that a built vertex stopped; None for an inactive or failed one."""
        self._cycles: dict[int, _Cycle] = {}
        for vertex_id in plan.to_run if graph.cycles else ():
            number = graph.cycles.get(vertex_id)
            if number is not None:
                cycle = self._cycles.setdefault(number, _Cycle([], 0))
                cycle.members.append(vertex_id)
                cycle.open_count += 1

    def finish(self, vertex_id: str, stopped: frozenset[str] = frozenset(), *, has_failed: bool = False) -> Step:
        """Take note that a vertex was built. Raises `ComponentError` for a cycle without end."""
        step = Step()
        self._settle(deque([(vertex_id, None if has_failed else stopped)]), step, has_failed)
        return step

    def _settle(self, work: deque[tuple[str, frozenset[str] | None]], step: Step, has_failed: bool = False) -> None:
        while work:
            vertex_id, stopped = work.popleft()
            self._stopped[vertex_id] = stopped
            number = self._graph.cycles.get(vertex_id)
            for edge in self._plan.forward[vertex_id]:
                if has_failed:
                    self._block(edge.target)
                elif number is not None and self._graph.cycles.get(edge.target) != number:
                    self._cycles[number].leaving.append(edge)
                else:
                    self._settle_edge(edge, work, step)
            if number is not None and not has_failed:
                cycle = self._cycles[number]
                cycle.open_count -= 1
                if cycle.open_count == 0:
                    self._end_round(number, cycle, work, step)

    def _settle_edge(self, edge: Edge, work: deque[tuple[str, frozenset[str] | None]], step: Step) -> None:
        target = edge.target
        stopped = self._stopped[edge.source]
        self._waiting[target] -= 1
        if stopped is not None and edge.output not in stopped and not edge.only_waits:
            self._live[target] += 1
        if self._waiting[target] == 0 and target not in self._blocked:
            self._open(target, work, step)

    def _open(self, vertex_id: str, work: deque[tuple[str, frozenset[str] | None]], step: Step) -> None:
        if self._live[vertex_id] or not self._has_edges(vertex_id):
            step.ready.append(vertex_id)
        else:
            step.inactive.append(vertex_id)
            work.append((vertex_id, None))

    def _has_edges(self, vertex_id: str) -> bool:
        return any(
            edge.source in self._plan.members and not edge.only_waits for edge in self._graph.incoming[vertex_id]
        )

    def _block(self, vertex_id: str) -> None:
        work = [vertex_id]
        while work:
            blocked = work.pop()
            if blocked not in self._blocked:
                self._blocked.add(blocked)
                work.extend(edge.target for edge in self._graph.outgoing[blocked] if edge.target in self._plan.members)

    def _end_round(
        self, number: int, cycle: _Cycle, work: deque[tuple[str, frozenset[str] | None]], step: Step
    ) -> None:
        returning: dict[str, int] = {}
        for edge in self._plan.back_edges:
            if self._graph.cycles.get(edge.source) == number:
                stopped = self._stopped.get(edge.source)
                if stopped is not None and edge.output not in stopped:
                    returning[edge.target] = returning.get(edge.target, 0) + 1
        if not returning:
            for edge in cycle.leaving:
                self._settle_edge(edge, work, step)
            return
        cycle.rounds += 1
        if cycle.rounds > MAX_ROUNDS:
            raise ComponentError(
                "The flow goes round in a circle without end.",
                f"It was stopped after {MAX_ROUNDS} rounds through {', '.join(cycle.members)}.",
                "Let a router leave the circle.",
            )
        cycle.leaving.clear()
        cycle.open_count = len(cycle.members)
        for member in cycle.members:
            inside = outside = 0
            for edge in self._graph.incoming[member]:
                if edge.source not in self._plan.members or edge in self._plan.back_edges:
                    continue
                if self._graph.cycles.get(edge.source) == number:
                    inside += 1
                else:
                    stopped = self._stopped.get(edge.source)
                    outside += stopped is not None and edge.output not in stopped and not edge.only_waits
            self._waiting[member] = inside
            self._live[member] = outside + returning.get(member, 0)
        for member in cycle.members:
            if self._waiting[member] == 0:
                self._open(member, work, step)
