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
from runnel.runs.recording import Recording
from runnel.runs.run import Run, RunOptions
from runnel.schemas.run import RunRead, StoredFlow, WebhookRead
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
    job = await state.jobs.queue(stored.id, stored.id, partial(_execute, state, stored, text), text)
    return json_response(WebhookRead(), 202, {"location": f"/api/v1/task/{job.id}"})


async def resume_webhooks(state: AppState) -> None:
    """Queue what an earlier process had taken on but not begun. To be called once, at start."""
    for record, text in await state.database.run(job_rows.list_queued):
        work = partial(_execute_later, state, record.flow_id, text)
        await state.jobs.queue(record.flow_id, record.session_id, work, text, record.job_id)


async def _execute_later(state: AppState, flow_id: str, text: str, sink: Sink) -> Any:
    return await _execute(state, await find_flow(state, flow_id), text, sink)


async def _execute(state: AppState, stored: StoredFlow, text: str, sink: Sink) -> Any:
    try:
        flow = prepare(state, stored)
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
    run = Run(flow, stored.id, state.outside, options)
    if run.recording is not None:
        run.recording.show_input(text)
    state.last_runs.put(run)
    await run.execute()
    answer = RunRead(stored.id, [run_output(run, "", output_vertices(run, "any", None))])
    return msgspec.json.decode(msgspec.json.encode(answer))
