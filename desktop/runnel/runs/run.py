"""One run of a flow: its vertices in order and side by side, what they tell, and what is written down.

Runs lie within one another: a flow that another one runs, and a branch that a vertex has built itself (for each item of
a list, say). The outermost run has the listeners, the chat and the job.
"""

from __future__ import annotations

import asyncio
import logging
from collections import ChainMap
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping, MutableMapping, Sequence
from contextlib import aclosing
from datetime import UTC, datetime
from time import perf_counter
from typing import Any
from uuid import NAMESPACE_OID, uuid4, uuid5

from msgspec import Struct
from msgspec.structs import replace

from runnel.errors import ComponentError, Invalid
from runnel.graph import Plan, plan_branch, plan_run
from runnel.runs.branch_build import build_branch, pull_branch
from runnel.runs.branch_key import branch_key
from runnel.runs.context import RunContext, read_pieces
from runnel.runs.events import Sink, encode_event
from runnel.runs.failure import (
    RunFailed,
    SourceFailed,
    VertexFailure,
    as_component_error,
    error_event,
    error_message,
    failed_result,
    trace,
)
from runnel.runs.history import History
from runnel.runs.jobs import Job
from runnel.runs.message_writer import MessageWriter
from runnel.runs.nesting import read_given, refuse_circle
from runnel.runs.outside import Outside
from runnel.runs.prepared import PreparedFlow, PreparedVertex
from runnel.runs.progress import Progress
from runnel.runs.recording import Recording, inputs_of
from runnel.runs.records import RunRecords, is_being_written
from runnel.runs.results import VertexResult
from runnel.runs.reuse import frozen_results, used_again
from runnel.runs.run_options import RunOptions
from runnel.runs.vertex_build import Overrides, build_vertex, restore_vertex
from runnel.runs.waiting import Waiting
from runnel.schemas.run import RunStatus
from runnel.schemas.run_record import RunDetail
from runnel.schemas.waiting import FinishedBuild
from runnel.sdk import FlowOutput, Message, Usage

_log = logging.getLogger(__name__)

_LONGEST_HOLD_S = 0.005
"""So long vertices that wait for nothing may be built in a row."""


class Within(Struct, frozen=True):
    """Where in another run a run lies: ``place`` tells it from all others in there.

    ``branch_of``: it builds the branch of that vertex, with the results of the other run at hand; empty for a flow.
    """

    run: Run
    place: str
    branch_of: str = ""


class Run:
    """A run under way, and afterwards its results by vertex id."""

    def __init__(
        self,
        flow: PreparedFlow,
        flow_id: str,
        outside: Outside,
        options: RunOptions,
        *,
        job: Job | None = None,
        run_id: str = "",
        within: Within | None = None,
    ) -> None:
        """Plan the run. Raises `Invalid` for a flow without vertices, and when both a start and a stop are given.

        ``job`` is the background job that it belongs to, ``run_id`` the id of a run that an earlier process began.
        """
        if not flow.vertices:
            raise Invalid("The flow has no components to run.")
        self.flow = flow
        self.flow_id = flow_id
        self.outside = outside
        self.options = options
        self.session_id = options.session_id
        self.overrides = options.overrides
        self.is_session_forced = options.is_session_forced
        # What a Cache keeps is found by the keys of what goes in.
        self.keeps_keys = options.keeps_builds or bool(flow.graph.branches)
        self.usages: dict[str, Usage] = {}
        self.failure: VertexFailure | None = None
        """Of the first vertex that failed."""
        self._within = within
        self._branch_owner = within.run if within is not None and within.branch_of else None
        self._built: dict[str, VertexResult] = {}
        self._kept: Mapping[str, VertexResult] = {}
        self._plans: dict[str, Plan] = {}
        self._places: dict[str, int] = {}
        self._lone = ""
        """The vertex that is being built by itself."""
        self._open: dict[str, Message] = {}
        """Messages whose texts wait for somebody who asks for the stream of their vertex."""
        self._visits: dict[str, int] = {}
        self._sink: Sink | None = None
        self._returned: dict[tuple[str, str], list[Any]] = {}
        self._streams: list[AsyncIterator[str]] = []
        self._gave_way_at = 0.0
        self.run_id = run_id or str(uuid4())
        self.is_silent = bool(options.callers)
        self.states: MutableMapping[str, Any] = {}
        self._results: Mapping[str, VertexResult] = self._built
        self._writer = MessageWriter(outside.journal)
        history = History(outside.questions.log) if flow.may_wait else None
        if within is not None:
            self.run_id = str(uuid5(NAMESPACE_OID, f"{within.run.run_id} {within.place}"))
            self._writer = within.run._writer
            history = within.run.waiting.history
        if within is not None and self._branch_owner is not None:
            self.is_silent = self._branch_owner.is_silent
            self.states = ChainMap({}, self._branch_owner.states)
            self.usages = self._branch_owner.usages
            self._sink = self._branch_owner._sink
            self._results = ChainMap(self._built, self._branch_owner._results)  # type: ignore[arg-type]
            self._kept = self._branch_owner._kept
            self.plan = self._branch_owner._plan_of(within.branch_of)
        else:
            self.plan = self._make_plan()
        self._progress = Progress(flow.graph, self.plan)
        self._records = self._make_records()
        self.recording: Recording | None = (
            self._make_recording() if self._branch_owner is None else self._branch_owner.recording
        )
        self.waiting: Waiting = Waiting(self.run_id, flow_id, flow.source, options, job, history, self.recording)

    @property
    def outermost(self) -> Run:
        """The run that all others lie within; itself, for most."""
        run = self
        while run._within is not None:
            run = run._within.run
        return run

    def next_place(self, build: str) -> str:
        """Where in the run the next thing lies that a vertex build has done: the same when it is built again later."""
        number = self._places[build] = self._places.get(build, 0) + 1
        return f"{build} {number}"

    def _plan_of(self, owner: str) -> Plan:
        """The plan of a branch; the same for each time that it is built."""
        if owner not in self._plans:
            self._plans[owner] = plan_branch(self.flow.graph, owner, frozenset(self.plan.built))
        return self._plans[owner]

    def _make_plan(self) -> Plan:
        if self.flow.has_frozen:
            self._kept = frozen_results(self.flow, self.flow_id, self.outside.kept)
        start, stop = self.options.start, self.options.stop
        if not (start or stop or self._kept):
            return self.flow.plan
        return plan_run(self.flow.graph, start=start, stop=stop, satisfied=frozenset(self._kept))

    def _make_recording(self) -> Recording | None:
        options = self.options
        if options.trigger is None:
            return None
        given = inputs_of(
            self.flow,
            options.overrides,
            start=options.start,
            stop=options.stop,
            is_session_forced=options.is_session_forced,
        )
        return Recording(
            self.outside.journal, options.trigger, self.run_id, self.flow_id, self.session_id or self.flow_id, given
        )

    # -- what vertex builds and their contexts use

    @property
    def results(self) -> Mapping[str, VertexResult]:
        """Results so far, of vertices that are built and active."""
        return self._results

    @property
    def is_heard(self) -> bool:
        """Whether anybody listens to events."""
        return self._sink is not None

    def tell(self, event: str, data: Any) -> None:
        """Send a build event to whoever listens."""
        if self._sink is not None and (self.options.tells is None or event in self.options.tells):
            self._sink(encode_event(event, data))

    def tell_own(self, event: str, data: Any) -> None:
        """Send an event that only our own UI knows."""
        if self.options.is_own:
            self.tell(event, data)

    def write(self, message: Message) -> None:
        """Store a message very soon, with others of this run if there are any; the end of the run waits for it."""
        self._writer.write(message)

    async def written(self) -> None:
        """Wait until everything written so far is stored. Raises what kept it from being stored."""
        await self._writer.written()

    def is_planned(self, vertex_id: str) -> bool:
        """Whether a vertex belongs to this run."""
        return vertex_id in self.plan.members

    def returned(self, vertex_id: str, output_name: str) -> list[Any]:
        """What came back into an output of a loop so far."""
        return list(self._returned.get((vertex_id, output_name), ()))

    def keep_open(self, stream: AsyncIterator[str]) -> None:
        """Close this stream at the end of the run, should nobody have read it."""
        self._streams.append(stream)

    def leave_open(self, vertex_id: str, message: Message) -> bool:
        """Keep a message whose text is to be streamed when it is asked for; false where it must be read now.

        That is so in a build vertex by vertex, where nothing else waits for the text.
        """
        if vertex_id != self._lone or self.flow.graph.outgoing[vertex_id]:
            return False
        self._open[vertex_id] = message
        return True

    def is_open(self, message: Message) -> bool:
        """Whether the text of this message is left to be streamed."""
        return any(message is left for left in self._open.values())

    async def read_open(self, vertex_id: str) -> AsyncGenerator[str]:
        """The text that the vertex left to be streamed, piece by piece; at its end the message is stored.

        Raises `LookupError` when there is none, or none any more, and `RunFailed` when the text breaks off.
        """
        message = self._open.pop(vertex_id)
        stream, message.stream = message.stream, None
        pieces: list[str] = []
        has_failed = False
        try:
            if stream is not None:
                async with aclosing(read_pieces(stream)) as reading:
                    async for piece in reading:
                        pieces.append(piece)
                        yield piece
        except Exception as error:  # noqa: BLE001 - whatever a component raises is told as its failure
            self._take_failure(self.flow.vertices[vertex_id], error)
            has_failed = True
        finally:
            message.text = "".join(pieces)
            if pieces:
                self.write(message)
            self._end_recording("ok" if self.failure is None else "failed", is_over=False)
        await self.written()
        if has_failed:
            assert self.failure is not None
            raise RunFailed(self.failure.text)

    def find_reusable(self, prepared: PreparedVertex, key: str) -> VertexResult | None:
        """The last result of the vertex, if this run reuses results and that one was made from the same."""
        vertex_id = prepared.vertex.id
        if not self.options.reuses or vertex_id in self.flow.graph.cycles:
            return None
        kept = self.outside.kept.get(self.flow_id, vertex_id)
        if kept is None or kept.key != key:
            return None
        result = used_again(kept, prepared)
        result.is_reused = True
        return result

    @property
    def usage(self) -> Usage | None:
        """What all model calls have cost so far; None when no model was asked."""
        return sum(self.usages.values(), Usage()) if self.usages else None

    async def run_flow(
        self, place: str, name: str, input_value: str, tweaks: Mapping[str, Any], on_usage: Callable[[Usage], None]
    ) -> list[FlowOutput]:
        """Run another flow within this run; ``on_usage`` is told what it cost. Raises `ComponentError`."""
        stored, flow = await self.outside.flows.find(name)
        outermost_id = self.options.outermost_id or self.flow_id
        refuse_circle(stored, self.options.callers, outermost_id)
        options = RunOptions(
            session_id=self.session_id,
            overrides=read_given(flow, name, input_value, tweaks, self.outside.journal),
            is_session_forced=True,
            keeps_builds=False,
            stops_at_error=True,
            callers=(*self.options.callers, stored),
            outermost_id=outermost_id,
            trigger=None if self.options.trigger is None else "flow",
        )
        if flow.has_frozen:
            await self.outside.kept.load(stored.id)
        run = Run(flow, stored.id, self.outside, options, within=Within(self, place))
        try:
            await run.execute()
        except RunFailed:
            assert run.failure is not None
            error = run.failure.error
            raise ComponentError(f"In the flow {name}: {error.what}", error.why, error.do) from None
        finally:
            if run.usage is not None:
                on_usage(run.usage)
        return run.flow_outputs()

    def flow_outputs(self) -> list[FlowOutput]:
        """What the flow's outputs gave; those that end a branch, where none is an output by kind."""
        vertices = list(self.flow.graph.vertices.values())
        chosen = [vertex for vertex in vertices if vertex.is_output] or [
            vertex for vertex in vertices if not self.flow.graph.outgoing[vertex.id]
        ]
        return [
            FlowOutput(vertex.id, vertex.display_name, self._results[vertex.id].values)
            for vertex in chosen
            if vertex.id in self._results
        ]

    def open_branch(self, owner_id: str, place: str, given: Mapping[str, Any]) -> Run:
        """A run of the branch of a vertex, while the vertex' outputs have these values; at this place in the run."""
        options = replace(self.options, stops_at_error=True)
        run = Run(self.flow, self.flow_id, self.outside, options, within=Within(self, place, owner_id))
        if given:
            run._built[owner_id] = VertexResult(values=dict(given))
        run.is_session_forced, run.session_id, run.overrides = self.is_session_forced, self.session_id, self.overrides
        return run

    async def build_branch(
        self, owner: PreparedVertex, place: str, given: Mapping[str, Any]
    ) -> tuple[list[Any], SourceFailed | None]:
        """Build what a vertex has built itself; see `runs.branch_build`."""
        return await build_branch(self, owner, place, given)

    async def branch_key(self, owner: PreparedVertex, name: str) -> str:
        """The key of all that goes into the branch that ends in a field; empty where there is none."""
        return await branch_key(self, owner, name)

    async def pull(self, owner: PreparedVertex, place: str, name: str) -> Any:
        """The value of a field, for which the branch that ends in it is built now. Raises `SourceFailed`."""
        return await pull_branch(self, owner, place, name)

    # -- after a restart

    def take_up(self, finished: Sequence[FinishedBuild], before: RunDetail | None) -> None:
        """Go on where an earlier process was, which had built this. To be called before `execute`.

        ``before`` is the record of the run; None where none was kept.
        """
        self.waiting.take_up(finished, before)
        for vertex_id, cost in before.usage.items() if before is not None else ():
            self.usages[vertex_id] = Usage(cost.input_tokens, cost.output_tokens, cost.price_usd)

    async def _restore(self) -> list[str]:
        """Take over what an earlier process had built; gives the vertices to go on with."""
        restored = self.waiting.take_restored()
        if any(build.vertex_id not in self.plan.members for build in restored):
            restored = []  # Of a flow that was another one then.
        ready = dict.fromkeys(self.plan.first)
        for build in restored:
            prepared = self.flow.vertices[build.vertex_id]
            ready.pop(build.vertex_id, None)
            visit = self._begin_visit(build.vertex_id)
            if build.failure and self.failure is None:
                self.failure = VertexFailure(ComponentError(build.failure), build.vertex_id, build.failure)
            result = await restore_vertex(self, prepared, build, RunContext(self, prepared, visit))
            build_data, following = self._finish(prepared, result, visit)
            ready.update(dict.fromkeys(following))
            self.tell("end_vertex", {"build_data": build_data})
        return list(ready)

    # -- the run

    async def execute(self, sink: Sink | None = None) -> None:
        """Build all planned vertices, telling ``sink`` of it. All messages are stored when this returns.

        A failed vertex is told and kept in `failure`; with ``stops_at_error`` it is raised as `RunFailed`.
        """
        self._sink = sink
        if self.recording is not None:
            self.recording.begin()
        to_run = self.plan.built if self.options.is_own else self.plan.listed
        self.tell("vertices_sorted", {"ids": self.plan.first, "to_run": to_run})
        try:
            await self.build_all()
        finally:
            if self._within is None:
                self.waiting.forget()
        await self.written()
        self.tell("end", {})
        self._sink = None

    async def build_all(self) -> None:
        """Build all planned vertices: what `execute` does between its beginning and its end. Raises as that."""
        self._gave_way_at = perf_counter()
        status: RunStatus = "failed"
        reason = ""
        try:
            first = self.plan.first if self.waiting.history is None else await self._restore()
            async with asyncio.TaskGroup() as group:
                for vertex_id in first[1:]:
                    group.create_task(self._follow(vertex_id, group))
                if first:
                    await self._follow(first[0], group)
            status = "ok" if self.failure is None else "failed"
        except ExceptionGroup as errors:
            reason = str(errors.exceptions[0])
            raise errors.exceptions[0] from None
        except asyncio.CancelledError:
            status = "waiting" if self.outermost.waiting.goes_on_later else "stopped"
            raise
        finally:
            await self._close_streams()
            if status != "ok":
                self._writer.write_now()  # Else whoever began the run waits for what was written.
            self._keep_results()
            self._end_recording(status, reason)

    def begin_again(self, session_id: str, overrides: Overrides) -> None:
        """Change session and inputs for what is built from now on, vertex by vertex."""
        self.session_id = session_id
        self.overrides = overrides

    async def build_one(self, vertex_id: str) -> dict[str, Any]:
        """Build a single vertex on what was built before; gives the data of its ``end_vertex`` event."""
        prepared = self.flow.vertices[vertex_id]
        if self.recording is not None and not self._visits:
            self.recording.begin()
        self._progress = Progress(self.flow.graph, self.plan)
        for built in self.plan.to_run:
            if built in self._built and built != vertex_id:
                self._progress.finish(built, self._built[built].stopped)
        self._lone = vertex_id
        self._open.pop(vertex_id, None)
        build_data, _ = await self._build(prepared, must_have_all=True)
        await self.written()
        self._keep_results()
        self._end_recording("ok" if self.failure is None else "failed", is_over=False)
        return build_data

    async def _follow(self, vertex_id: str, group: asyncio.TaskGroup) -> None:
        """Build a vertex and then one that became ready by it, and so on; further ones get tasks of their own."""
        upcoming: str | None = vertex_id
        while upcoming is not None:
            build_data, ready = await self._build(self.flow.vertices[upcoming])
            self.tell("end_vertex", {"build_data": build_data})
            if self.failure is not None and self.options.stops_at_error:
                await self.written()
                raise RunFailed(self.failure.text)
            upcoming = None
            for next_id in ready:
                if upcoming is None:
                    upcoming = next_id
                else:
                    group.create_task(self._follow(next_id, group))
            await self._give_way()

    async def _give_way(self) -> None:
        """Let others go on: after each vertex if somebody listens (events then go out one by one), else sometimes."""
        now = perf_counter()
        if self.is_heard or now - self._gave_way_at > _LONGEST_HOLD_S:
            await asyncio.sleep(0)
            self._gave_way_at = perf_counter()

    async def _build(
        self, prepared: PreparedVertex, *, must_have_all: bool = False
    ) -> tuple[dict[str, Any], list[str]]:
        vertex = prepared.vertex
        self.tell_own("start_vertex", {"id": vertex.id})
        visit = self._begin_visit(vertex.id)
        kept = self._kept.get(vertex.id)
        if kept is not None:
            result = used_again(kept, prepared)
            result.used_frozen_result = True
        elif must_have_all and (missing := self._missing_source(prepared)):
            result = self._take_failure(prepared, missing)
        else:
            result = await self._build_anew(prepared, RunContext(self, prepared, visit))
        self.waiting.note(vertex.id, result)
        return self._finish(prepared, result, visit)

    def _begin_visit(self, vertex_id: str) -> int:
        """Count the visits of a vertex, and note what the round before brought back to it."""
        visit = self._visits[vertex_id] = self._visits.get(vertex_id, 0) + 1
        if visit > 1:
            self._take_returned(vertex_id)
        return visit

    def _finish(self, prepared: PreparedVertex, result: VertexResult, visit: int) -> tuple[dict[str, Any], list[str]]:
        """Take in the result of a build: gives the data of its ``end_vertex`` event, and what may be built now."""
        vertex = prepared.vertex
        has_failed = not result.is_valid
        if has_failed:
            self._built.pop(vertex.id, None)
        else:
            self._built[vertex.id] = result
        step = self._progress.finish(vertex.id, result.stopped, has_failed=has_failed)
        for inactive in step.inactive:
            self._built.pop(inactive, None)
        now = datetime.now(UTC)
        build_data: dict[str, Any] = {}
        if self.is_heard or self.options.keeps_builds:
            build_data = {
                "id": vertex.id,
                "inactivated_vertices": [each for each in step.inactive if each not in self._visits],
                "next_vertices_ids": step.ready,
                "top_level_vertices": step.ready,
                "valid": result.is_valid,
                "params": result.params,
                # Other clients are told what was recorded of the API, and no more.
                "data": result.data(has_usage=self.options.is_own),
                "timestamp": now,
            }
        if result.is_restored:
            return build_data, step.ready  # An earlier process has written it down.
        if self.recording is not None:
            self.recording.add_inactive([each for each in step.inactive if each not in self._visits])
        if self.options.keeps_builds or self.recording is not None:
            self._records.add_build(prepared, result, now)
        if not has_failed:
            self._records.add_transactions(prepared, self._results, visit, now)
        return build_data, step.ready

    def _take_returned(self, vertex_id: str) -> None:
        """Note what the round that has just ended brought back into the outputs of a loop."""
        for edge in self.flow.graph.incoming[vertex_id]:
            source = self._results.get(edge.source)
            if edge.target_output and source is not None and edge.output in source.values:
                returned = self._returned.setdefault((vertex_id, edge.target_output), [])
                returned.append(source.values[edge.output])

    def _missing_source(self, prepared: PreparedVertex) -> ComponentError | None:
        for edge in self.flow.graph.incoming[prepared.vertex.id]:
            if edge.source not in self._results and edge not in self.plan.back_edges:
                name = self.flow.vertices[edge.source].vertex.display_name
                return ComponentError(f"It needs {name} ({edge.source}), which was not built.", do="Build that first.")
        return None

    async def _build_anew(self, prepared: PreparedVertex, context: RunContext) -> VertexResult:
        try:
            result = await build_vertex(self, prepared, context)
        except Exception as error:  # noqa: BLE001 - whatever a component raises is told as its failure
            return self._take_failure(prepared, error)
        result.usage = context.usage
        return result

    def _take_failure(self, prepared: PreparedVertex, error: Exception) -> VertexResult:
        vertex = prepared.vertex
        if isinstance(error, SourceFailed):
            # Whoever reads a text is not to blame for its breaking off, nor who has a branch built for its failing.
            vertex, error = self.flow.vertices[error.vertex_id].vertex, error.cause
        told = as_component_error(error)
        where = trace(error)
        if where:
            _log.error("The component %s (%s) failed", vertex.display_name, vertex.type, exc_info=error)
        message = error_message(vertex, told, where, self.session_id or self.flow_id, self.flow_id)
        if self._branch_owner is None:
            # Of a failure in a branch, its owner tells, or takes it as it is.
            if not self.is_silent:
                self.write(message)
            self.tell("error", error_event(message))
        if vertex is not prepared.vertex:
            names = self.flow.vertices[vertex.id].output_names
            self._records.fail_unread(vertex.id, failed_result(vertex, names, told, where))
        if self.failure is None:
            self.failure = VertexFailure.of(vertex, told)
        return failed_result(vertex, prepared.output_names, told, where)

    def _make_records(self) -> RunRecords:
        run = self
        while run._branch_owner is not None:
            run = run._branch_owner
        is_listed = self.options.keeps_builds
        return RunRecords(self.outside.journal, self.flow, self.flow_id, run.run_id, is_listed=is_listed)

    def _end_recording(self, status: RunStatus, reason: str = "", *, is_over: bool = True) -> None:
        """Write down how the run ended and why, and the vertices whose text has come to its end with it.

        With ``is_over`` false more vertices may be built, and texts that are still open go on waiting.
        """
        self._records.add_read(self.usages, is_over=is_over)
        if self.recording is not None and self._branch_owner is None:
            told = self.failure.reason if self.failure is not None else ""
            self.recording.end(status, told or reason or None)

    def _keep_results(self) -> None:
        """Remember the results for when a vertex is frozen, save texts that never came to their end."""
        for vertex_id, result in self._built.items():
            is_own = vertex_id not in self._kept and not (self._within and vertex_id == self._within.branch_of)
            if is_own and not is_being_written(result):
                is_stored = self.options.keeps_builds or self.flow.vertices[vertex_id].vertex.is_frozen
                self.outside.kept.put(self.flow_id, vertex_id, result, is_stored=is_stored)

    async def _close_streams(self) -> None:
        for stream in self._streams:
            if isinstance(stream, AsyncGenerator):
                await stream.aclose()
        self._streams.clear()
