"""``/runs``: the runs of flows, whoever began them; each can be looked at again and repeated."""

from __future__ import annotations

from functools import partial
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from runnel.api.auth import Caller
from runnel.api.v1.build import execute_job
from runnel.api.v1.run import find_flow, prepare
from runnel.errors import Conflict
from runnel.runs import inputs
from runnel.runs.jobs import Execute, Job
from runnel.runs.run import Run
from runnel.runs.run_options import RunOptions
from runnel.schemas.build import JobCreated
from runnel.schemas.run import RunStatus, RunTrigger
from runnel.schemas.run_record import RunDetail, RunPage
from runnel.state import AppState
from runnel.storage import runs


async def list_runs(
    state: AppState,
    caller: Caller,
    flow_id: UUID | None = None,
    trigger: RunTrigger | None = None,
    status: RunStatus | None = None,
    session_id: str | None = None,
    page: Annotated[int, Meta(ge=1)] = 1,
    size: Annotated[int, Meta(ge=1, le=100)] = 50,
) -> RunPage:
    """List runs that fit these filters, newest first. One that has just begun is listed when it lasts or has ended."""
    state.journal.write_records()
    return await state.database.run(
        runs.list_page,
        caller.user_id,
        flow_id,
        trigger=trigger,
        status=status,
        session_id=session_id,
        page=page,
        size=size,
    )


async def get_run(state: AppState, caller: Caller, run_id: UUID) -> RunDetail:
    """Read a run: what it was given, and what each vertex gave, in the order in which they ended."""
    state.journal.write_records()
    return await state.database.run(runs.get, caller.user_id, run_id)


async def delete_run(state: AppState, caller: Caller, run_id: UUID) -> None:
    """Remove a run and what is kept of its vertices. Its messages stay."""
    state.journal.write_records()
    await state.database.run(runs.delete, caller.user_id, run_id)


async def delete_runs(state: AppState, caller: Caller, flow_id: UUID) -> None:
    """Remove all runs of a flow that have ended. Their messages stay."""
    state.journal.write_records()
    await state.database.run(runs.delete_all, caller.user_id, flow_id)


async def repeat_run(state: AppState, caller: Caller, run_id: UUID) -> JobCreated:
    """Run a flow as it is now with what a past run was given, in the background, as a build of the editor.

    Values of secret fields are not kept of a run: those of the flow are used.
    """
    state.journal.write_records()
    past = await state.database.run(runs.get, caller.user_id, run_id)
    if past.inputs is None:
        raise Conflict("What this run was given was too large to be kept, so it cannot be repeated.")
    flow = await prepare(state, await find_flow(state, past.flow_id))
    changes = {vertex_id: fields for vertex_id, fields in past.inputs.overrides.items() if vertex_id in flow.vertices}
    inputs.turn_on_streaming(changes, flow)
    has_stop = past.inputs.stop in flow.vertices
    has_start = past.inputs.start in flow.vertices and not has_stop
    options = RunOptions(
        session_id=past.session_id,
        overrides=changes,
        start=past.inputs.start if has_start else None,
        stop=past.inputs.stop if has_stop else None,
        is_session_forced=past.inputs.is_session_forced,
        is_own=True,
        trigger="editor",
    )

    async def make() -> Run:
        return Run(flow, past.flow_id, state.outside, options)

    def work(job: Job) -> Execute:
        return partial(execute_job, state, make, job=job)

    return JobCreated(state.jobs.start(past.flow_id, past.session_id, work).id)
