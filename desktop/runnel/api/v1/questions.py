"""``/questions``: what runs ask people, and the answers; runs that wait go on after a restart."""

from __future__ import annotations

from functools import partial
from typing import Any, Literal
from uuid import UUID

import msgspec

from runnel.api.v1.webhook import webhook_answer
from runnel.errors import Invalid
from runnel.runs import Job, Run, RunOptions
from runnel.runs.events import Sink
from runnel.runs.jobs import Execute
from runnel.runs.questions import question_message
from runnel.schemas.question import Question, QuestionAnswer, QuestionState
from runnel.schemas.run import JobRecord
from runnel.schemas.waiting import WaitingRun
from runnel.state import AppState
from runnel.storage import jobs as job_rows
from runnel.storage import questions as question_rows
from runnel.storage import runs as run_rows


async def list_questions(
    state: AppState,
    flow_id: UUID | None = None,
    session_id: str | None = None,
    status: Literal["open", "answered", "cancelled", "any"] = "open",
) -> list[Question]:
    """List the questions that runs ask people, oldest first: those that are open, or (``status``) others."""
    wanted: QuestionState | None = None if status == "any" else status
    flow = None if flow_id is None else str(flow_id)
    return await state.database.run(question_rows.find_all, flow, session_id, wanted)


async def answer_question(state: AppState, question_id: UUID, body: QuestionAnswer) -> Question:
    """Answer a question. The run that asked goes on; the answer is shown in its chat."""
    if not body.answer.strip():
        raise Invalid("The answer is empty.")
    return await state.outside.questions.answer(str(question_id), body.answer)


async def resume_waiting_runs(state: AppState) -> None:
    """Go on with the runs that waited for a person when an earlier process ended. To be called once, at start."""
    runs, orphans = await state.database.run(question_rows.take_up)
    messages = [question_message(question) for question in orphans if question.message_id]
    if messages:
        await state.journal.add_messages(messages)
    for kept in runs:
        record = await state.database.run(job_rows.find, kept.job_id)
        if record is not None:
            _resume(state, record, kept)


def _resume(state: AppState, record: JobRecord, kept: WaitingRun) -> None:
    def work(job: Job) -> Execute:
        return partial(_go_on, state, kept, job)

    state.jobs.resume(record, work)


async def _go_on(state: AppState, kept: WaitingRun, job: Job, sink: Sink) -> Any:
    try:
        kept = await state.journal.open_waiting_run(kept)
        flow = state.prepared_flows.prepare(kept.data)
        options = msgspec.json.decode(kept.options, type=RunOptions)
        run = Run(flow, kept.flow_id, state.outside, options, job=job, run_id=kept.id)
    except BaseException:
        state.outside.questions.log.remove_waiting_run(kept.id)
        state.database.submit(run_rows.interrupt, kept.id)
        raise
    before = await state.database.run(run_rows.find, kept.id)
    run.take_up(await state.database.run(question_rows.list_finished, kept.id), before)
    state.last_runs.put(run)
    await run.execute(sink)
    job.has_failed = run.failure is not None
    return webhook_answer(run) if kept.kind == "webhook" else None
