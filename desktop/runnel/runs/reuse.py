"""What a run takes over from earlier ones: values that are pinned or frozen, results that would be the same again."""

from __future__ import annotations

from runnel.graph import Vertex
from runnel.runs.kept import KeptResults
from runnel.runs.prepared import PreparedFlow, PreparedVertex
from runnel.runs.results import VertexResult, show_values


def frozen_results(flow: PreparedFlow, flow_id: str, kept: KeptResults) -> dict[str, VertexResult]:
    """What stands for each frozen vertex: the values that are pinned to it, else the last that it gave, if any."""
    frozen = [vertex for vertex in flow.graph.vertices.values() if vertex.is_frozen]
    found = {vertex.id: _pinned(flow, vertex) or kept.get(flow_id, vertex.id) for vertex in frozen}
    return {vertex_id: result for vertex_id, result in found.items() if result is not None}


def _pinned(flow: PreparedFlow, vertex: Vertex) -> VertexResult | None:
    pinned = flow.vertices[vertex.id].pinned
    if pinned is None:
        return None
    stopped = frozenset(output.name for output in vertex.outputs if output.name not in pinned)
    return VertexResult(values=dict(pinned), stopped=stopped)


def used_again(kept: VertexResult, prepared: PreparedVertex) -> VertexResult:
    """A kept result as that of this run; shown anew, for a text may have been written after it was first shown."""
    result = VertexResult(
        values=kept.values,
        stopped=kept.stopped,
        inputs=kept.inputs,
        params=kept.params,
        key=kept.key,
        model_name=kept.model_name,
    )
    show_values(result, prepared.vertex, prepared.output_names, frozenset())
    return result
