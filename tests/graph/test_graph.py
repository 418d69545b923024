"""What a flow means: handles in all their forms, groups, rules of connection, order."""

from __future__ import annotations

import copy
import json
from itertools import pairwise
from typing import Any

import pytest

from runnel.errors import Invalid
from runnel.graph import Edge, FlowData, Graph, parse_graph, plan_run, read_flow_data
from runnel.graph.handle import encode_handle


def _field(name: str, **changes: Any) -> dict[str, Any]:
    return {"name": name, "type": "str", "input_types": ["Message"], "value": "", "show": True, **changes}


def _node(
    node_id: str, *fields: dict[str, Any], types: tuple[str, ...] = ("Message",), **changes: Any
) -> dict[str, Any]:
    described = {
        "display_name": node_id.partition("-")[0],
        "template": {"_type": "Component", "code": {"value": "raise SystemExit"}, **{f["name"]: f for f in fields}},
        "outputs": [{"name": "out", "method": "make", "types": list(types), "selected": types[0], "cache": True}],
        **changes,
    }
    return {
        "id": node_id,
        "type": "genericNode",
        "data": {"id": node_id, "type": node_id.partition("-")[0], "node": described},
    }


def _edge(
    source: str, target: str, field: str = "in", output: str = "out", types: tuple[str, ...] = ("Message",)
) -> dict[str, Any]:
    source_handle = {"dataType": source.partition("-")[0], "id": source, "name": output, "output_types": list(types)}
    target_handle = {"fieldName": field, "id": target, "inputTypes": ["Message"], "type": "str"}
    return {
        "source": source,
        "target": target,
        "data": {"sourceHandle": source_handle, "targetHandle": target_handle},
    }


def _parse(nodes: list[dict[str, Any]], edges: list[dict[str, Any]]) -> Graph:
    return parse_graph(read_flow_data({"nodes": nodes, "edges": edges}))


def _line(*node_ids: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    nodes = [_node(node_id, _field("in")) for node_id in node_ids]
    return nodes, [_edge(a, b) for a, b in pairwise(node_ids)]


@pytest.mark.parametrize(
    "texts",
    [
        pytest.param(lambda handle: encode_handle(handle), id="as the editor writes it"),
        pytest.param(lambda handle: json.dumps(handle).replace('"', "œ"), id="with spaces"),
    ],
)
def test_handles_are_read_from_their_texts_when_data_is_absent(texts: Any) -> None:
    nodes, [edge] = _line("A-1", "B-2")
    handles = edge.pop("data")
    edge.update({name: texts(handle) for name, handle in handles.items()})
    assert _parse(nodes, [edge]).incoming["B-2"] == [Edge("A-1", "out", "B-2", "in")]


def test_the_objects_count_whatever_the_texts_say() -> None:
    nodes, [edge] = _line("A-1", "B-2")
    edge.update(sourceHandle="garbage", targetHandle="{œbroken")
    assert _parse(nodes, [edge]).incoming["B-2"] == [Edge("A-1", "out", "B-2", "in")]


def test_old_handles_with_bars_name_a_type_and_a_field() -> None:
    nodes, _ = _line("A-1", "B-2")
    edge = {"source": "A-1", "target": "B-2", "sourceHandle": "A|A-1|Message", "targetHandle": "Message;str|in|B-2"}
    assert _parse(nodes, [edge]).incoming["B-2"] == [Edge("A-1", "out", "B-2", "in")]


def test_an_edge_of_the_wrong_type_has_invalid_handles() -> None:
    nodes = [_node("A-1", types=("Data",)), _node("B-2", _field("in"))]
    with pytest.raises(Invalid, match=r"A \(A-1\) to B \(B-2\) has invalid handles.*Data.*Message"):
        _parse(nodes, [_edge("A-1", "B-2", types=("Data",))])


@pytest.mark.parametrize(("given", "taken"), [("JSON", "Data"), ("Table", "DataFrame"), ("Text", "Message")])
def test_names_of_other_versions_mean_the_same(given: str, taken: str) -> None:
    nodes = [_node("A-1", types=(given,)), _node("B-2", _field("in", input_types=[taken]))]
    assert _parse(nodes, [_edge("A-1", "B-2", types=(given,))]).incoming["B-2"]


def test_an_edge_into_a_field_that_is_not_there_is_dropped() -> None:
    nodes, _ = _line("A-1", "B-2")
    assert _parse(nodes, [_edge("A-1", "B-2", "gone")]).incoming["B-2"] == []


def test_an_edge_to_a_missing_node_is_refused() -> None:
    with pytest.raises(Invalid, match="B-2"):
        _parse([_node("A-1")], [_edge("A-1", "B-2")])


def test_notes_do_not_run() -> None:
    note = {"id": "note-1", "type": "noteNode", "data": {"id": "note-1", "node": {"description": "hello"}}}
    assert list(_parse([note, _node("A-1")], []).vertices) == ["A-1"]


def test_a_damaged_node_still_has_a_name() -> None:
    graph = _parse([{"id": "Odd-1"}, {"id": "Odd-2", "data": {"node": {"template": None, "outputs": None}}}], [])
    assert [vertex.display_name for vertex in graph.vertices.values()] == ["Odd", "Odd"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"{", "no JSON"),
        (b"[]", "no JSON object"),
        ({"nodes": []}, "edges"),
        ({"nodes": {}, "edges": []}, "nodes"),
        ({"nodes": [1], "edges": []}, r"nodes\[0\]"),
    ],
)
def test_what_is_no_flow_says_why(data: Any, reason: str) -> None:
    with pytest.raises(Invalid, match=reason):
        read_flow_data(data)


def _group(inner_value: str, group_value: str) -> dict[str, Any]:
    first, second = _node("In-1", _field("in", value=inner_value)), _node("In-2", _field("in"))
    return {
        "id": "groupComponent-1",
        "type": "genericNode",
        "data": {
            "id": "groupComponent-1",
            "type": "GroupNode",
            "node": {
                "display_name": "Group",
                "template": {"in_In-1": _field("in", value=group_value, proxy={"id": "In-1", "field": "in"})},
                "outputs": [{"name": "In-2_out", "types": ["Message"], "proxy": {"id": "In-2", "name": "out"}}],
                "flow": {"data": {"nodes": [first, second], "edges": [_edge("In-1", "In-2")]}},
            },
        },
    }


def test_a_group_is_replaced_by_what_it_holds() -> None:
    group = _group("inner", "from the group")
    target = _node("B-2", _field("in"))
    into = _edge("A-1", "groupComponent-1", "in_In-1")
    out = _edge("groupComponent-1", "B-2", output="In-2_out")
    graph = _parse([_node("A-1"), group, target], [into, out])
    assert set(graph.vertices) == {"A-1", "In-1", "In-2", "B-2"}
    assert graph.vertices["In-1"].parent_id == "groupComponent-1"
    assert graph.vertices["In-1"].template["in"]["value"] == "from the group"
    assert graph.incoming["In-1"] == [Edge("A-1", "out", "In-1", "in")]
    assert graph.incoming["B-2"] == [Edge("In-2", "out", "B-2", "in")]


def test_groups_in_groups_are_opened_too() -> None:
    inner = _group("a", "b")
    outer = copy.deepcopy(inner)
    outer["id"] = outer["data"]["id"] = "groupComponent-2"
    described = outer["data"]["node"]
    described["template"] = {
        "x": _field("in", value="outermost", proxy={"id": "groupComponent-1", "field": "in_In-1"}),
    }
    described["outputs"] = [
        {"name": "y", "types": ["Message"], "proxy": {"id": "groupComponent-1", "name": "In-2_out"}}
    ]
    described["flow"]["data"] = {"nodes": [inner], "edges": []}
    graph = _parse([outer, _node("B-2", _field("in"))], [_edge("groupComponent-2", "B-2", output="y")])
    assert graph.incoming["B-2"] == [Edge("In-2", "out", "B-2", "in")]
    assert graph.vertices["In-1"].template["in"]["value"] == "outermost"


def test_a_bypassed_group_is_passed_by_as_one_node() -> None:
    group = _group("inner", "from the group")
    group["data"]["node"]["bypassed"] = True
    into = _edge("A-1", "groupComponent-1", "in_In-1")
    out = _edge("groupComponent-1", "B-2", output="In-2_out")
    source = _node("A-1", outputs=[{"name": "out", "types": ["Message"]}])
    graph = _parse([source, group, _node("B-2", _field("in"))], [into, out])
    assert graph.incoming["B-2"] == [Edge("A-1", "out", "B-2", "in")]
    assert plan_run(graph).to_run == ["A-1", "B-2"]


def test_bypassed_nodes_in_a_circle_pass_on_nothing() -> None:
    nodes, edges = _line("A-1", "B-2", "C-3")
    for node in nodes[:2]:
        node["data"]["node"] |= {"bypassed": True, "outputs": [{"name": "out", "types": ["Message"]}]}
    graph = _parse(nodes, [*edges, _edge("B-2", "A-1")])
    assert graph.incoming["C-3"] == []


def test_parsing_leaves_the_file_as_it_was() -> None:
    data = {"nodes": [_group("a", "b"), _node("B-2", _field("in"))], "edges": []}
    before = copy.deepcopy(data)
    parse_graph(FlowData(data["nodes"], data["edges"]))
    assert data == before


def test_without_an_input_everything_runs_from_its_roots() -> None:
    nodes, edges = _line("A-1", "B-2", "C-3")
    plan = plan_run(_parse([*nodes, _node("D-4")], edges))
    assert set(plan.to_run) == {"A-1", "B-2", "C-3", "D-4"}
    assert set(plan.first) == {"A-1", "D-4"}


def test_a_chat_input_leaves_unconnected_branches_alone() -> None:
    nodes, edges = _line("ChatInput-1", "B-2", "C-3")
    more, more_edges = _line("A-1", "Z-9")
    helper = _node("Text-5")
    plan = plan_run(_parse([*more, *nodes, helper], [*edges, *more_edges, _edge("Text-5", "C-3")]))
    assert set(plan.to_run) == {"ChatInput-1", "B-2", "C-3", "Text-5"}
    assert plan.first[0] == "ChatInput-1"


def test_a_webhook_comes_before_a_chat_input() -> None:
    nodes, edges = _line("ChatInput-1", "B-2")
    more, more_edges = _line("Webhook-1", "C-3")
    plan = plan_run(_parse([*nodes, *more], [*edges, *more_edges]))
    assert set(plan.to_run) == {"Webhook-1", "C-3"}


def test_start_and_stop() -> None:
    graph = _parse(*_line("A-1", "B-2", "C-3"))
    assert set(plan_run(graph, stop="B-2").to_run) == {"A-1", "B-2"}
    assert set(plan_run(graph, start="B-2").to_run) == {"A-1", "B-2", "C-3"}
    assert set(plan_run(graph, stop="nothing").to_run) == {"A-1", "B-2", "C-3"}
    with pytest.raises(Invalid, match="not both"):
        plan_run(graph, start="A-1", stop="B-2")


def test_what_only_a_satisfied_vertex_needs_is_left_out() -> None:
    nodes, edges = _line("A-1", "B-2", "C-3", "D-4")
    graph = _parse([*nodes, _node("E-5", _field("in"))], [*edges, _edge("A-1", "E-5")])
    assert set(plan_run(graph, satisfied=frozenset({"C-3"})).to_run) == {"A-1", "E-5", "C-3", "D-4"}


def test_order_puts_each_after_what_it_needs() -> None:
    nodes, edges = _line("A-1", "B-2", "C-3", "D-4")
    plan = plan_run(_parse(nodes[::-1], [*edges, _edge("A-1", "D-4")]))
    assert list(plan.to_run) == ["A-1", "B-2", "C-3", "D-4"]


def test_a_cycle_is_found_and_entered_from_outside() -> None:
    nodes, edges = _line("A-1", "B-2", "C-3")
    graph = _parse(nodes, [*edges, _edge("C-3", "B-2")])
    assert set(graph.cycles) == {"B-2", "C-3"}
    plan = plan_run(graph)
    assert plan.back_edges == {Edge("C-3", "out", "B-2", "in")}
    assert list(plan.first) == ["A-1"]


def test_long_flows_need_no_deep_stack() -> None:
    names = [f"N-{number}" for number in range(5000)]
    nodes, edges = _line(*names)
    graph = _parse(nodes, [*edges, _edge(names[-1], names[1])])
    assert len(graph.cycles) == 4999
    assert len(plan_run(graph).to_run) == 5000
