"""The order of a run: what is ready, what is inactive, what is never built, and how often a cycle goes round."""

from __future__ import annotations

import itertools

import pytest

from runnel.errors import ComponentError
from runnel.graph import Edge, Graph, Vertex, VertexOutput, plan_run
from runnel.runs import progress
from runnel.runs.progress import Progress


def _graph(*edges: tuple[str, str, str]) -> Graph:
    """A graph of ``(source, output, target)``."""
    names = dict.fromkeys(name for source, _, target in edges for name in (source, target))
    vertices = {name: Vertex(name, name, name, "", {}, (VertexOutput("out"),)) for name in names}
    parsed = [Edge(source, output, target, "in") for source, output, target in edges]
    return Graph(
        vertices,
        {name: [edge for edge in parsed if edge.target == name] for name in names},
        {name: [edge for edge in parsed if edge.source == name] for name in names},
    )


def _progress(graph: Graph) -> Progress:
    return Progress(graph, plan_run(graph))


def test_a_join_is_ready_with_the_last_of_its_sources() -> None:
    state = _progress(_graph(("a", "out", "c"), ("b", "out", "c")))
    assert state.finish("a").ready == []
    assert state.finish("b").ready == ["c"]


def test_a_stopped_output_makes_inactive_what_has_no_other_source() -> None:
    state = _progress(
        _graph(("r", "yes", "a"), ("r", "no", "b"), ("b", "out", "c"), ("a", "out", "d"), ("c", "out", "d"))
    )
    step = state.finish("r", frozenset({"no"}))
    assert step.ready == ["a"]
    assert step.inactive == ["b", "c"]
    assert state.finish("a").ready == ["d"]


def test_an_end_reached_by_stopped_branches_only_is_inactive() -> None:
    state = _progress(_graph(("r", "yes", "d"), ("s", "no", "d"), ("d", "out", "e")))
    assert state.finish("r", frozenset({"yes"})).inactive == []
    step = state.finish("s", frozenset({"no"}))
    assert step.inactive == ["d", "e"]
    assert step.ready == []


def test_two_edges_from_a_router_count_apart() -> None:
    state = _progress(_graph(("r", "yes", "d"), ("r", "no", "d")))
    assert state.finish("r", frozenset({"no"})).ready == ["d"]


def test_what_depends_on_a_failure_is_never_built() -> None:
    state = _progress(_graph(("a", "out", "c"), ("b", "out", "c"), ("c", "out", "d"), ("b", "out", "e")))
    assert state.finish("a", has_failed=True).ready == []
    assert state.finish("b").ready == ["e"]


def _loop() -> Graph:
    return _graph(("in", "out", "r"), ("r", "again", "p"), ("p", "out", "r"), ("r", "done", "end"))


def test_a_cycle_goes_round_until_its_router_stops_the_way_back() -> None:
    state = _progress(_loop())
    assert state.finish("in").ready == ["r"]
    for _ in range(3):
        step = state.finish("r", frozenset({"done"}))
        assert step.ready == ["p"]
        assert step.inactive == []
        assert state.finish("p").ready == ["r"]
    step = state.finish("r", frozenset({"again"}))
    assert step.ready == ["end"]
    assert step.inactive == ["p"]


def test_a_failure_in_a_cycle_ends_it() -> None:
    state = _progress(_loop())
    state.finish("in")
    state.finish("r", frozenset({"done"}))
    assert state.finish("p", has_failed=True).ready == []


def test_a_cycle_without_end_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "MAX_ROUNDS", 5)
    state = _progress(_graph(("a", "out", "b"), ("b", "out", "c"), ("c", "out", "b")))
    state.finish("a")
    for _ in range(4):
        state.finish("b")
        assert state.finish("c").ready == ["b"]
    state.finish("b")
    with pytest.raises(ComponentError, match="5 rounds"):
        state.finish("c")


def test_a_long_chain_of_inactive_vertices_needs_no_deep_stack() -> None:
    names = [f"n{number}" for number in range(5000)]
    edges = [("r", "no", names[0]), *((a, "out", b) for a, b in itertools.pairwise(names))]
    assert len(_progress(_graph(*edges)).finish("r", frozenset({"no"})).inactive) == 5000
