"""The answer of a run: which vertices' results it holds."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from runnel.graph import Vertex
from runnel.runs.run import Run
from runnel.runs.wire import encode
from runnel.schemas.run import OutputKind, RunOutput


def run_output(run: Run, input_value: str, vertices: Sequence[Vertex]) -> RunOutput:
    """One entry of a run answer: the results of these vertices, those that were built."""
    outputs = [
        msgspec.Raw(encode(run.results[vertex.id].answer(vertex))) for vertex in vertices if vertex.id in run.results
    ]
    return RunOutput(inputs={"input_value": input_value}, outputs=outputs)


def output_vertices(run: Run, kind: OutputKind, component: str | None) -> list[Vertex]:
    """The vertices asked for: by id or display name, else outputs of the kind (``debug``: all), else all outputs."""
    vertices = list(run.flow.graph.vertices.values())
    if component:
        return [vertex for vertex in vertices if component in (vertex.id, vertex.display_name)]
    if kind == "debug":
        return vertices
    outputs = [vertex for vertex in vertices if vertex.is_output]
    return [vertex for vertex in outputs if vertex.has_role(kind)] or outputs


def named_vertices(run: Run, names: Sequence[str]) -> list[Vertex]:
    """The vertices of these ids or display names in the flow's order; all outputs if no name is given."""
    vertices = run.flow.graph.vertices.values()
    if not names:
        return [vertex for vertex in vertices if vertex.is_output]
    return [vertex for vertex in vertices if vertex.id in names or vertex.display_name in names]
