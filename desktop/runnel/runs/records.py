"""What is written down of a run beside its messages: vertex builds, and the values that went over edges."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cached_property, partial
from random import getrandbits
from uuid import UUID

import msgspec

from runnel.graph import Vertex
from runnel.runs.journal import Journal
from runnel.runs.prepared import PreparedFlow, PreparedVertex
from runnel.runs.results import VertexResult, show_values
from runnel.runs.wire import encode_cut, has_long_text
from runnel.schemas.monitor import Transaction, VertexBuild
from runnel.sdk import Message, Usage


class RunRecords:
    """Writes down what the vertices of one run gave.

    It only takes note of the results, which do not change any more. They are made into records by whoever writes these,
    on another thread.
    """

    def __init__(self, journal: Journal, flow: PreparedFlow, flow_id: str, run_id: str, *, is_listed: bool) -> None:
        """``is_listed``: the builds are among the flow's builds, not only among those of its run."""
        self._journal = journal
        self._flow = flow
        self._flow_id = flow_id
        self._run_id = run_id
        self._is_listed = is_listed
        self._passed: dict[str, _Passed] = {}
        self._unread: list[tuple[PreparedVertex, VertexResult, datetime]] = []

    def add_build(self, prepared: PreparedVertex, result: VertexResult, at: datetime) -> None:
        """Write down a vertex build; while its text is still being written, it waits for `add_read`."""
        if is_being_written(result):
            self._unread.append((prepared, result, at))
        else:
            self._write(result, prepared.vertex.id, at)

    def fail_unread(self, vertex_id: str, failed: VertexResult) -> None:
        """Write down another result for a build whose text broke off while another vertex read it."""
        self._unread = [
            (prepared, failed if prepared.vertex.id == vertex_id else result, at)
            for prepared, result, at in self._unread
        ]

    def add_read(self, usages: Mapping[str, Usage], *, is_over: bool) -> None:
        """Write down the builds whose text has come to its end, with what they cost; all of them if the run is over."""
        unread, self._unread = self._unread, []
        for prepared, result, at in unread:
            is_open = is_being_written(result)
            if is_open and not is_over:
                self._unread.append((prepared, result, at))
                continue
            result.usage = usages.get(prepared.vertex.id)
            if not is_open and result.is_valid:
                show_values(result, prepared.vertex, prepared.output_names, frozenset())
            self._write(result, prepared.vertex.id, at)
        if is_over:
            self._passed.clear()

    def _write(self, result: VertexResult, vertex_id: str, at: datetime) -> None:
        self._journal.add_vertex_build(
            partial(_build_record, result, vertex_id, self._flow_id, self._run_id, at, is_listed=self._is_listed)
        )

    def add_transactions(
        self, prepared: PreparedVertex, results: Mapping[str, VertexResult], visit: int, at: datetime
    ) -> None:
        """Write down each edge over which a vertex has just fetched a result.

        In the later rounds of a cycle (``visit`` over 1), only edges from within it bring something new.
        """
        cycles = self._flow.graph.cycles if visit > 1 else {}
        passed: list[_Passed] = []
        for edge in self._flow.graph.incoming[prepared.vertex.id]:
            source = results.get(edge.source)
            if source is None or edge.output not in source.values or edge.only_waits:
                continue
            if visit > 1 and edge.source not in cycles:
                continue
            passed.append(self._passed_by(edge.source, source))
        if passed:
            self._journal.add_transactions(partial(_transactions, passed, self._flow_id, prepared.vertex.id, at))

    def _passed_by(self, vertex_id: str, result: VertexResult) -> _Passed:
        known = self._passed.get(vertex_id)
        if known is None or known.result is not result:
            known = self._passed[vertex_id] = _Passed(result, self._flow.vertices[vertex_id].vertex)
        return known


def is_being_written(result: VertexResult) -> bool:
    """Whether a text among the values still grows."""
    return any(isinstance(value, Message) and value.stream for value in result.values.values())


class _Passed:
    """What a vertex passes on, as all its transactions hold it: encoded once, when the first of them is written."""

    def __init__(self, result: VertexResult, vertex: Vertex) -> None:
        self.result = result
        self.vertex = vertex

    @cached_property
    def inputs(self) -> msgspec.Raw:
        """What went into the vertex, as JSON."""
        result = self.result
        return msgspec.Raw(encode_cut(result.inputs, is_long=has_long_text(result.inputs.values())))

    @cached_property
    def outputs(self) -> msgspec.Raw:
        """What came out of it, as JSON."""
        result = self.result
        shown = result.transaction_outputs(self.vertex)
        return msgspec.Raw(encode_cut(shown, is_long=has_long_text(result.values.values())))


def _build_record(
    result: VertexResult, vertex_id: str, flow_id: str, run_id: str, at: datetime, *, is_listed: bool
) -> VertexBuild:
    is_long = has_long_text(result.values.values())
    return VertexBuild(
        id=vertex_id,
        flow_id=flow_id,
        build_id=_new_id(),
        timestamp=at,
        valid=result.is_valid,
        params=result.params,
        data=msgspec.Raw(encode_cut(result.data(), is_long=is_long)),
        artifacts=msgspec.Raw(encode_cut(result.artifacts, is_long=is_long)),
        run_id=run_id,
        is_listed=is_listed,
    )


def _transactions(passed: Sequence[_Passed], flow_id: str, target_id: str, at: datetime) -> list[Transaction]:
    return [
        Transaction(
            transaction_id=_new_id(),
            flow_id=flow_id,
            vertex_id=source.vertex.id,
            target_id=target_id,
            timestamp=at,
            status="success",
            error=None,
            inputs=source.inputs,
            outputs=source.outputs,
        )
        for source in passed
    ]


def _new_id() -> str:
    """A random id. Nobody need fail to guess it, so the system's randomness is not asked for each record."""
    return str(UUID(int=getrandbits(128), version=4))
