"""``/webhook``: run a flow in the background with the request's body."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import uuid4

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from runnel.api.endpoint import json_response
from runnel.api.v1.run import UnusableFlow, find_flow, prepare
from runnel.errors import Invalid
from runnel.runs import inputs
from runnel.runs.answer import output_vertices, run_output
from runnel.runs.events import Sink
from runnel.runs.jobs import Execute, Job
from runnel.runs.recording import Recording
from runnel.runs.run import Run
from runnel.runs.run_options import RunOptions
from runnel.schemas.run import JobRecord, RunRead, StoredFlow, WebhookRead
from runnel.schemas.run_record import RunInputs
from runnel.state import AppState
from runnel.storage import jobs as job_rows


async def run_webhook(state: AppState, flow_id_or_name: str, request: Request) -> Response:
    """Start a flow in the background; the body goes to its webhook components."""
    stored = await find_flow(state, flow_id_or_name)
    content = await request.body()
    if not content:
        raise Invalid("Request body is empty. You should provide a JSON payload containing the flow ID.")
    text = content.decode("utf-8", errors="replace")

    def work(job: Job) -> Execute:
        return partial(_execute, state, stored, text, job)

    job = await state.jobs.queue(stored.id, stored.id, work, text)
    return json_response(WebhookRead(), 202, {"location": f"/api/v1/task/{job.id}"})


async def resume_webhooks(state: AppState) -> None:
    """Queue what an earlier process had taken on but not begun. To be called once, at start."""
    for record, text in await state.database.run(job_rows.list_queued):
        await _queue_anew(state, record, text)


async def _queue_anew(state: AppState, record: JobRecord, text: str) -> None:
    def work(job: Job) -> Execute:
        return partial(_execute_later, state, record.flow_id, text, job)

    await state.jobs.queue(record.flow_id, record.session_id, work, text, record.job_id)


async def _execute_later(state: AppState, flow_id: str, text: str, job: Job, sink: Sink) -> Any:
    return await _execute(state, await find_flow(state, flow_id), text, job, sink)


async def _execute(state: AppState, stored: StoredFlow, text: str, job: Job, sink: Sink) -> Any:
    try:
        flow = await prepare(state, stored)
    except UnusableFlow as error:
        # There is no run, but whoever looks for what came of the delivery must find it.
        recording = Recording(state.journal, "webhook", str(uuid4()), stored.id, stored.id, RunInputs({}))
        recording.show_input(text)
        recording.end("failed", str(error))
        raise
    changes: inputs.Changes = {}
    inputs.set_webhook_data(changes, flow, text)
    inputs.set_input(changes, inputs.input_vertices(flow, "chat"), "")
    options = RunOptions(
        stored.id, changes, is_session_forced=True, keeps_builds=False, stops_at_error=True, trigger="webhook"
    )
    run = Run(flow, stored.id, state.outside, options, job=job)
    if run.recording is not None:
        run.recording.show_input(text)
    state.last_runs.put(run)
    await run.execute()
    return webhook_answer(run)


def webhook_answer(run: Run) -> Any:
    """What the job of a webhook's run gives back: the answer of a run, as plain JSON values."""
    answer = RunRead(run.flow_id, [run_output(run, "", output_vertices(run, "any", None))])
    return msgspec.json.decode(msgspec.json.encode(answer))
