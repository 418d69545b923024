"""``/build``: run a flow from the editor, told event by event; in the background, or vertex by vertex."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import aclosing
from functools import partial
from typing import Any, Literal
from uuid import UUID

from starlette.responses import Response

from runnel.api.stream import Stream
from runnel.errors import Invalid, NotFound
from runnel.runs import inputs
from runnel.runs.events import Sink, error_event, stream_events
from runnel.runs.failure import RunFailed
from runnel.runs.jobs import Execute, Job
from runnel.runs.prepared import PreparedFlow
from runnel.runs.run import Run
from runnel.runs.run_options import RunOptions
from runnel.runs.wire import encode, encode_line
from runnel.schemas.build import (
    BuildCreate,
    BuildInputs,
    EventDelivery,
    FlowGraph,
    JobCancelled,
    JobCreated,
    JobRead,
    OrderCreate,
    OrderRead,
    VertexCreate,
)
from runnel.schemas.run import RunTrigger
from runnel.state import AppState

_NDJSON = "application/x-ndjson"


async def build_flow(
    state: AppState,
    flow_id: UUID,
    body: BuildCreate | None = None,
    stop_component_id: str | None = None,
    start_component_id: str | None = None,
    log_builds: bool = True,
    event_delivery: EventDelivery = "direct",
    stream: bool = False,
    reuse: bool = False,
    trigger: Literal["editor", "chat"] = "editor",
) -> Stream | JobCreated:
    """Build a flow: a stream of events, or (``event_delivery``) a job in the background.

    ``stream`` (ours) switches on every model's field of that name for this build. ``reuse`` (ours) builds only vertices
    into which something else goes than the last time; events mark the others as ``reused``. ``trigger`` (ours) is kept
    with the record of the run; none is kept with ``log_builds=false``.
    """
    body = body or BuildCreate()
    body.stop_component_id = stop_component_id or body.stop_component_id
    body.start_component_id = start_component_id or body.start_component_id
    make = partial(
        _make_run,
        state,
        str(flow_id),
        body,
        keeps_builds=log_builds,
        is_streaming=stream,
        reuses=reuse,
        trigger=trigger if log_builds else None,
    )
    if event_delivery == "direct":
        return Stream(_tell_errors(partial(execute_job, state, make)), 200, _NDJSON)
    session_id = (body.inputs.session if body.inputs else None) or str(flow_id)
    make = partial(make, is_own=event_delivery == "streaming")

    def work(job: Job) -> Execute:
        return partial(execute_job, state, partial(make, job=job), job=job)

    return JobCreated(state.jobs.start(str(flow_id), session_id, work).id)


async def list_jobs(state: AppState, flow_id: UUID | None = None) -> list[JobRead]:
    """List builds that run in the background or ended lately, newest first."""
    return [
        JobRead(job.job_id, job.flow_id, job.session_id, job.status, job.started_at)
        for job in state.jobs.list(None if flow_id is None else str(flow_id))
    ]


async def follow_job(state: AppState, job_id: str, event_delivery: EventDelivery = "streaming") -> Response:
    """Follow a background build from its first event; ``polling`` gives what is new since the last time."""
    job = _find_job(state, job_id)
    if event_delivery == "polling":
        return Response(job.take(), media_type=_NDJSON)
    return Stream(job.follow(), 200, _NDJSON)


async def cancel_job(state: AppState, job_id: str) -> JobCancelled:
    """Stop a background build."""
    await _find_job(state, job_id).cancel()
    return JobCancelled(success=True, message="Flow build cancelled successfully")


async def order_vertices(
    state: AppState,
    flow_id: UUID,
    body: OrderCreate | None = None,
    stop_component_id: str | None = None,
    start_component_id: str | None = None,
) -> OrderRead:
    """Work out which vertices would be built, and begin a build vertex by vertex."""
    body = body or OrderCreate()
    graph = body.data
    if graph is None and (body.nodes is not None or body.edges is not None):
        graph = FlowGraph(body.nodes or [], body.edges or [])
    build = BuildCreate(
        data=graph,
        stop_component_id=stop_component_id or body.stop_component_id,
        start_component_id=start_component_id or body.start_component_id,
    )
    run = await _make_run(state, str(flow_id), build)
    state.last_runs.put(run)
    return OrderRead(list(run.plan.first), run.run_id, run.plan.listed)


async def build_vertex(state: AppState, flow_id: UUID, vertex_id: str, body: VertexCreate | None = None) -> bytes:
    """Build one vertex of the flow that was ordered last."""
    body = body or VertexCreate()
    run = state.last_runs.get(str(flow_id))
    if run is None:
        run = await _make_run(state, str(flow_id), BuildCreate())
        state.last_runs.put(run)
    if vertex_id not in run.flow.vertices:
        raise NotFound(f"Vertex {vertex_id} not found")
    if body.inputs is not None or body.files is not None:
        session_id = body.inputs.session if body.inputs else None
        run.begin_again(session_id or run.session_id, _changes(run.flow, body.inputs, body.files))
    return encode(await run.build_one(vertex_id))


async def stream_vertex(state: AppState, flow_id: UUID, vertex_id: str) -> AsyncIterator[str]:
    """Stream what a chat vertex that was built by itself still has to say, once, as server-sent events."""
    run = state.last_runs.get(str(flow_id))
    if run is None:
        yield _sent_event("error", {"error": f"No cache found for {flow_id}."})
    elif vertex_id not in run.flow.vertices:
        yield _sent_event("error", {"error": f"Vertex {vertex_id} not found"})
    elif not run.flow.vertices[vertex_id].vertex.is_chat:
        yield _sent_event("error", {"error": f"Vertex {vertex_id} does not support streaming"})
    else:
        yield _sent_event("message", {"message": f"Streaming vertex {vertex_id}"})
        try:
            async with aclosing(run.read_open(vertex_id)) as pieces:
                async for piece in pieces:
                    yield _sent_event("message", {"chunk": piece})
        except LookupError:
            yield _sent_event("error", {"error": "This stream has already been closed."})
        except RunFailed as error:
            yield _sent_event("error", {"error": str(error)})
    yield _sent_event("close", {"message": "Stream closed"})


async def execute_job(state: AppState, make: Callable[[], Awaitable[Run]], sink: Sink, job: Job | None = None) -> None:
    """Carry out the run that ``make`` gives; a job is told when a vertex of it failed."""
    try:
        run = await make()
    except NotFound:
        raise Invalid("Invalid flow ID", status=500) from None
    state.last_runs.put(run)
    await run.execute(sink)
    if job is not None and run.failure is not None:
        job.has_failed = True


async def _tell_errors(execute: Any) -> AsyncIterator[bytes]:
    """The events of a build; what keeps it from beginning is an event too."""
    try:
        async for event in stream_events(execute):
            yield event
    except Exception as error:  # noqa: BLE001 - the last handler of the stream
        yield error_event(error)


async def _make_run(
    state: AppState,
    flow_id: str,
    body: BuildCreate,
    *,
    keeps_builds: bool = True,
    is_streaming: bool = False,
    is_own: bool = False,
    reuses: bool = False,
    trigger: RunTrigger | None = "editor",
    job: Job | None = None,
) -> Run:
    flow = await _prepare(state, flow_id, body.data)
    changes = _changes(flow, body.inputs, body.files)
    if is_streaming:
        inputs.turn_on_streaming(changes, flow)
    options = RunOptions(
        session_id=(body.inputs.session if body.inputs else None) or flow_id,
        overrides=changes,
        start=body.start_component_id,
        stop=body.stop_component_id,
        keeps_builds=keeps_builds,
        is_own=is_own,
        reuses=reuses,
        trigger=trigger,
    )
    if reuses or flow.has_frozen:
        await state.outside.kept.load(flow_id)
    return Run(flow, flow_id, state.outside, options, job=job)


async def _prepare(state: AppState, flow_id: str, graph: FlowGraph | None) -> PreparedFlow:
    if graph is not None:
        return state.prepared_flows.prepare({"nodes": graph.nodes, "edges": graph.edges})
    stored = await state.journal.get_flow(flow_id)
    if stored is None or stored.data is None:
        raise NotFound("Invalid flow ID")
    return state.prepared_flows.get(stored)


def _changes(flow: PreparedFlow, given: BuildInputs | None, files: list[str] | None) -> inputs.Changes:
    changes: inputs.Changes = {}
    if given is not None and given.input_value is not None:
        chats = [
            vertex
            for vertex in flow.graph.vertices.values()
            if vertex.type == "ChatInput"
            and (not given.components or vertex.id in given.components or vertex.display_name in given.components)
        ]
        inputs.set_input(changes, chats, given.input_value)
    if files:
        inputs.set_files(changes, flow, files)
    return changes


def _find_job(state: AppState, job_id: str) -> Job:
    job = state.jobs.get(job_id)
    if job is None:
        raise NotFound(f"Job {job_id} not found")
    return job


def _sent_event(name: str, data: dict[str, str]) -> str:
    return f"event: {name}\ndata: {encode_line(data).decode()}\n\n"
