"""``/run``: run a flow from a program, and get its answer."""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import partial
from uuid import UUID

import msgspec

from runnel.api.stream import Stream
from runnel.errors import AppError, Invalid, InvalidFields, NotFound
from runnel.graph import read_flow_data
from runnel.graph.vertex import read_vertex
from runnel.runs import inputs
from runnel.runs.answer import named_vertices, output_vertices, run_output
from runnel.runs.events import Sink, encode_event, error_event, stream_events
from runnel.runs.failure import RunFailed
from runnel.runs.prepared import PreparedFlow
from runnel.runs.run import Run
from runnel.runs.run_options import RunOptions
from runnel.schemas.run import AdvancedRunCreate, RunCreate, RunInput, RunRead, StoredFlow
from runnel.state import AppState

SERVED_VERSION = "1.1.1"
"""The version whose nodes are up to date: ``lf_version`` of the catalogue's nodes."""

_STREAM = "text/event-stream; charset=utf-8"


async def run_flow(
    state: AppState,
    flow_id_or_name: str,
    body: RunCreate | None = None,
    stream: bool = False,
    user_id: str | None = None,
) -> RunRead | Stream:
    """Run a flow and answer with its outputs; ``stream``: messages and tokens as they come, the answer at the end."""
    body = body or RunCreate()
    run = await begin_run(state, flow_id_or_name, body, is_streaming=stream)
    return Stream(stream_run(state, run, body), 200, _STREAM) if stream else run_answer(run, body)


async def begin_run(state: AppState, flow_id_or_name: str, body: RunCreate, *, is_streaming: bool) -> Run:
    """A run of the flow: at its end, or with ``is_streaming`` before its beginning, which `stream_run` makes.

    Raises `NotFound`, `Invalid` for what is asked wrongly, and `RunFailed`.
    """
    stored = await find_flow(state, flow_id_or_name)
    try:
        flow = await prepare(state, stored)
        run = _make_run(state, stored, flow, body, is_streaming=is_streaming)
        if not is_streaming:
            await _execute(state, run)
    except (InvalidFields, Invalid) as error:
        if error.status < 500 and not isinstance(error, UnusableFlow):
            raise
        raise _failure(error, stored) from None
    except RunFailed as error:
        raise _failure(error, stored) from None
    return run


async def run_flow_advanced(state: AppState, flow_id: UUID, body: AdvancedRunCreate | None = None) -> RunRead:
    """Run a flow once for each input, and answer with the outputs that are asked for."""
    body = body or AdvancedRunCreate()
    stored = await state.journal.get_flow(str(flow_id))
    if stored is None:
        raise NotFound(f"Flow {flow_id} not found")
    session_id = await _find_session(state, stored, body.session_id)
    if stored.data is None:
        raise NotFound(f"Flow {flow_id} has no data")
    outputs = []
    for given in body.inputs or [RunInput()]:
        try:
            flow = await prepare(state, stored)
            changes = inputs.read_tweaks(flow, body.tweaks or {}, state.journal)
            text = given.input_value or ""
            inputs.set_input(changes, inputs.input_vertices(flow, given.type, given.components or ()), text)
            if body.stream:
                inputs.turn_on_streaming(changes, flow)
            run = Run(flow, stored.id, state.outside, _options(given.session or session_id, changes))
            await _execute(state, run)
        except UnusableFlow as error:
            raise RunFailed(error.detail) from None
        outputs.append(run_output(run, text, named_vertices(run, body.outputs or ())))
    return RunRead(session_id, outputs)


async def find_flow(state: AppState, id_or_name: str) -> StoredFlow:
    """A flow by id or endpoint name. Raises `NotFound`."""
    stored = await state.journal.get_flow(id_or_name)
    if stored is None:
        raise NotFound(f"Flow identifier {id_or_name} not found")
    return stored


class UnusableFlow(Invalid):
    """The flow itself keeps it from running: it has no data, no vertices, or edges that lead nowhere."""


async def prepare(state: AppState, stored: StoredFlow) -> PreparedFlow:
    """The prepared form of a stored flow. Raises `UnusableFlow`."""
    if stored.data is None:
        raise UnusableFlow(f"Flow {stored.id} has no data")
    try:
        flow = state.prepared_flows.get(stored)
    except Invalid as error:
        raise UnusableFlow(error.detail) from None
    if not flow.vertices:
        raise UnusableFlow(f"Flow {stored.id} has no components to run.")
    if flow.has_frozen:
        await state.outside.kept.load(stored.id)
    return flow


def _make_run(state: AppState, stored: StoredFlow, flow: PreparedFlow, body: RunCreate, *, is_streaming: bool) -> Run:
    tweaks = body.tweaks or {}
    inputs.refuse_doubled_input(flow, body.input_type, body.input_value, tweaks)
    changes = inputs.read_tweaks(flow, tweaks, state.journal)
    inputs.set_input(changes, inputs.input_vertices(flow, body.input_type), body.input_value or "")
    if is_streaming:
        inputs.turn_on_streaming(changes, flow)
    return Run(flow, stored.id, state.outside, _options(body.session_id or stored.id, changes))


def _options(session_id: str, changes: inputs.Changes) -> RunOptions:
    return RunOptions(
        session_id=session_id,
        overrides=changes,
        is_session_forced=True,
        keeps_builds=False,
        stops_at_error=True,
        tells=frozenset({"add_message", "token", "remove_message", "error"}),
        trigger="api",
    )


async def _execute(state: AppState, run: Run, sink: Sink | None = None) -> None:
    state.last_runs.put(run)
    await run.execute(sink)


async def stream_run(state: AppState, run: Run, body: RunCreate) -> AsyncIterator[bytes]:
    """The events of a run, which is carried out meanwhile; the last one holds the answer, or is an error."""
    try:
        async for event in stream_events(partial(_execute, state, run)):
            yield event
    except RunFailed:
        return  # The failed vertex has told it.
    except Exception as error:  # noqa: BLE001 - the last handler of the stream
        yield error_event(error)
        return
    yield encode_event("end", {"result": run_answer(run, body)})


def run_answer(run: Run, body: RunCreate) -> RunRead:
    """The answer of a run that has ended."""
    vertices = output_vertices(run, body.output_type, body.output_component)
    return RunRead(run.session_id, [run_output(run, body.input_value or "", vertices)])


async def _find_session(state: AppState, stored: StoredFlow, session_id: str | None) -> str:
    """The session asked for, if anything was ever said in it; the flow's own if none is asked for."""
    if session_id is None or session_id == stored.id:
        return stored.id
    if not await state.journal.list_messages(session_id=session_id, limit=1):
        raise NotFound(f"Session {session_id} not found")
    return session_id


def _failure(error: AppError, stored: StoredFlow) -> RunFailed:
    """The recorded form of a failed run: a JSON text of five keys."""
    detail = {
        "message": str(error),
        "traceback": None,
        "description": None,
        "code": None,
        "suggestion": _suggestion(stored),
    }
    return RunFailed(msgspec.json.encode(detail).decode())


def _suggestion(stored: StoredFlow) -> str | None:
    """Names the nodes that another version saved; None when there are none."""
    try:
        nodes = read_flow_data(stored.data or b"{}").nodes
    except Invalid:
        return None
    vertices = [read_vertex(node) for node in nodes]
    outdated = [vertex.id for vertex in vertices if vertex.version not in ("", SERVED_VERSION)]
    if not outdated:
        return None
    return f"The flow contains nodes of another version. Update these and try again: {', '.join(outdated)}."
