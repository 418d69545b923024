"""The parsed form of a flow that runs: vertices, edges between them, and where they go in circles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from msgspec import Struct, field

from runnel.errors import Invalid
from runnel.graph.branches import Branch, find_branches
from runnel.graph.bypass import Passing, find_passings, pass_by
from runnel.graph.edge import Edge, find_fault
from runnel.graph.flow_data import FlowData
from runnel.graph.group import Group, expand_groups
from runnel.graph.handle import read_source_handle, read_target_handle
from runnel.graph.lenient import as_text
from runnel.graph.vertex import TOOL_OUTPUT, Vertex, read_vertex


class Graph(Struct, frozen=True, dict=True):
    """Vertices in the file's order, and the edges of each. Immutable: one is shared by all runs of a revision."""

    vertices: Mapping[str, Vertex]
    incoming: Mapping[str, Sequence[Edge]]
    outgoing: Mapping[str, Sequence[Edge]]
    branches: Mapping[str, Branch] = field(default_factory=dict)
    """What vertices have built themselves, by the id of the vertex."""
    groups: Sequence[Group] = ()
    """The groups that were opened."""
    passings: Mapping[str, Passing] = field(default_factory=dict)
    """What the bypassed vertices pass on."""

    @cached_property
    def bypassed(self) -> frozenset[str]:
        """The bypassed vertices that no run needs to know of; those that should pass on what they lack fail instead."""
        return frozenset(
            vertex.id for vertex in self.vertices.values() if vertex.is_bypassed and not self.outgoing[vertex.id]
        )

    @cached_property
    def cycles(self) -> Mapping[str, int]:
        """Vertices that lie in a cycle, with the number of that cycle; all others are absent."""
        return _find_cycles(self)

    def used_outputs(self, vertex_id: str) -> frozenset[str]:
        """Names of the outputs at which some edge starts."""
        return frozenset(edge.output for edge in self.outgoing[vertex_id])


def parse_graph(flow: FlowData) -> Graph:
    """The graph of a flow: notes dropped, groups expanded, edges checked and led past bypassed vertices.

    Linear in the size of the flow.

    Edges into a field that the target does not have are dropped. Raises `Invalid` for an edge whose ends are missing
    and for one over which no value of the right type can travel ("invalid handles").
    """
    flow, groups = expand_groups(flow)
    parents = {member: group.id for group in groups for member in group.members}
    vertices: dict[str, Vertex] = {}
    for node in flow.nodes:
        if not _is_note(node):
            vertex = read_vertex(node, parents.get(as_text(node.get("id")), ""))
            vertices[vertex.id] = vertex
    incoming: dict[str, list[Edge]] = {vertex_id: [] for vertex_id in vertices}
    outgoing: dict[str, list[Edge]] = {vertex_id: [] for vertex_id in vertices}
    drawn = [edge for entry in flow.edges if (edge := _read_edge(entry, vertices)) is not None]
    edges, branches = find_branches(vertices, [*pass_by(vertices, drawn), *_state_edges(vertices)])
    for edge in edges:
        incoming[edge.target].append(edge)
        outgoing[edge.source].append(edge)
    graph = Graph(vertices, incoming, outgoing, branches, groups, find_passings(vertices, drawn))
    _refuse_tools_in_a_circle(graph)
    return graph


def _refuse_tools_in_a_circle(graph: Graph) -> None:
    """Raise `Invalid` when nodes are each other's tools: an agent would call itself without end."""
    edges = [edge for found in graph.outgoing.values() for edge in found if edge.output == TOOL_OUTPUT]
    if len(edges) < 2 or not any(edge.source in graph.cycles for edge in edges):
        return
    incoming: dict[str, list[Edge]] = {vertex_id: [] for vertex_id in graph.vertices}
    outgoing: dict[str, list[Edge]] = {vertex_id: [] for vertex_id in graph.vertices}
    for edge in edges:
        incoming[edge.target].append(edge)
        outgoing[edge.source].append(edge)
    circle = Graph(graph.vertices, incoming, outgoing).cycles
    if circle:
        names = ", ".join(f"{graph.vertices[vertex_id].display_name} ({vertex_id})" for vertex_id in circle)
        raise Invalid(
            f"These nodes use each other as tools in a circle: {names}. Remove one of the edges between them."
        )


def _state_edges(vertices: Mapping[str, Vertex]) -> list[Edge]:
    """From each vertex that writes a named state to each that reads it: these are built after, and because of, it."""
    writers: dict[str, list[Vertex]] = {}
    for vertex in vertices.values():
        if vertex.type == "Notify" and not vertex.is_bypassed:
            writers.setdefault(_state_name(vertex), []).append(vertex)
    return [
        Edge(writer.id, writer.outputs[0].name if writer.outputs else "data", vertex.id, field="")
        for vertex in vertices.values()
        if vertex.type == "Listen" and not vertex.is_bypassed and _state_name(vertex)
        for writer in writers.get(_state_name(vertex), ())
    ]


def _state_name(vertex: Vertex) -> str:
    return as_text(vertex.template.get("name", {}).get("value"))


def _is_note(node: dict[str, object]) -> bool:
    data = node.get("data")
    return node.get("type") == "noteNode" or (isinstance(data, dict) and data.get("type") == "note")


def _read_edge(entry: dict[str, object], vertices: Mapping[str, Vertex]) -> Edge | None:
    source_handle = read_source_handle(entry)
    target_handle = read_target_handle(entry)
    source = vertices.get(as_text(entry.get("source")) or source_handle.id)
    target = vertices.get(as_text(entry.get("target")) or target_handle.id)
    if source is None or target is None:
        missing = entry.get("source") if source is None else entry.get("target")
        raise Invalid(f"An edge leads to a node that is not in the flow: {missing or 'it names none'}.")
    if target_handle.output:
        return Edge(source.id, source_handle.name, target.id, field="", target_output=target_handle.output)
    if target_handle.field not in target.template:
        return None
    output = source_handle.name or _output_by_type(source, source_handle.types)
    fault = find_fault(source, output, source_handle.types, target, target_handle.field)
    if fault:
        raise Invalid(
            f"The edge from {source.display_name} ({source.id}) to {target.display_name} ({target.id}) "
            f"has invalid handles: {fault}."
        )
    return Edge(source.id, output, target.id, target_handle.field)


def _output_by_type(source: Vertex, types: tuple[str, ...]) -> str:
    """The output that an old edge means, which names no output but only types."""
    fitting = (output.name for output in source.outputs if set(output.types) & set(types))
    return next(fitting, source.outputs[0].name if source.outputs else "")


def _find_cycles(graph: Graph) -> dict[str, int]:
    """Strongly connected components of more than one vertex (or an edge to itself), by Tarjan without recursion."""
    found: dict[str, int] = {}
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    on_stack: set[str] = set()
    count = 0
    for root in graph.vertices:
        if root in index:
            continue
        work = [(root, iter(graph.outgoing[root]))]
        index[root] = low[root] = len(index)
        stack.append(root)
        on_stack.add(root)
        while work:
            vertex_id, edges = work[-1]
            for edge in edges:
                target = edge.target
                if target not in index:
                    index[target] = low[target] = len(index)
                    stack.append(target)
                    on_stack.add(target)
                    work.append((target, iter(graph.outgoing[target])))
                    break
                if target in on_stack:
                    low[vertex_id] = min(low[vertex_id], index[target])
            else:
                work.pop()
                if work:
                    parent = work[-1][0]
                    low[parent] = min(low[parent], low[vertex_id])
                if low[vertex_id] == index[vertex_id]:
                    members = []
                    while True:
                        member = stack.pop()
                        on_stack.discard(member)
                        members.append(member)
                        if member == vertex_id:
                            break
                    loops = len(members) > 1 or any(edge.target == vertex_id for edge in graph.outgoing[vertex_id])
                    if loops:
                        found.update(dict.fromkeys(members, count))
                        count += 1
    return found
