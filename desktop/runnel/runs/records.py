"""What is written down of a run beside its messages: vertex builds, and the values that went over edges."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from random import getrandbits
from uuid import UUID

import msgspec

from runnel.graph import Vertex
from runnel.runs.prepared import PreparedFlow, PreparedVertex
from runnel.runs.results import VertexResult
from runnel.runs.wire import encode_cut, has_long_text
from runnel.schemas.monitor import Transaction, VertexBuild


def build_record(
    result: VertexResult, vertex_id: str, flow_id: str, run_id: str, now: datetime, *, is_listed: bool
) -> VertexBuild:
    """The record of a vertex build."""
    is_long = has_long_text(result.values.values())
    return VertexBuild(
        id=vertex_id,
        flow_id=flow_id,
        build_id=_new_id(),
        timestamp=now,
        valid=result.is_valid,
        params=result.params,
        data=msgspec.Raw(encode_cut(result.data(), is_long=is_long)),
        artifacts=msgspec.Raw(encode_cut(result.artifacts, is_long=is_long)),
        run_id=run_id,
        is_listed=is_listed,
    )


def transactions(
    flow: PreparedFlow,
    flow_id: str,
    results: Mapping[str, VertexResult],
    prepared: PreparedVertex,
    visit: int,
    now: datetime,
) -> Iterator[Transaction]:
    """One record for each edge over which this vertex has just fetched a result.

    In the later rounds of a cycle (``visit`` over 1), only edges from within it bring something new.
    """
    cycles = flow.graph.cycles if visit > 1 else {}
    encoded: dict[str, tuple[msgspec.Raw, msgspec.Raw]] = {}
    for edge in flow.graph.incoming[prepared.vertex.id]:
        source = results.get(edge.source)
        if source is None or edge.output not in source.values or edge.only_waits:
            continue
        if visit > 1 and edge.source not in cycles:
            continue
        if edge.source not in encoded:
            encoded[edge.source] = _ends(source, flow.vertices[edge.source].vertex)
        inputs, outputs = encoded[edge.source]
        yield Transaction(
            transaction_id=_new_id(),
            flow_id=flow_id,
            vertex_id=edge.source,
            target_id=edge.target,
            timestamp=now,
            status="success",
            error=None,
            inputs=inputs,
            outputs=outputs,
        )


def _ends(source: VertexResult, vertex: Vertex) -> tuple[msgspec.Raw, msgspec.Raw]:
    """What went into a vertex and what came out, as JSON."""
    inputs = encode_cut(source.inputs, is_long=has_long_text(source.inputs.values()))
    outputs = encode_cut(source.transaction_outputs(vertex), is_long=has_long_text(source.values.values()))
    return msgspec.Raw(inputs), msgspec.Raw(outputs)


def _new_id() -> str:
    """A random id. Nobody need fail to guess it, so the system's randomness is not asked for each record."""
    return str(UUID(int=getrandbits(128), version=4))
