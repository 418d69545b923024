"""Questions to people, and the runs that wait for their answers, for when the program ends in between."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec

from runnel.errors import Conflict, NotFound
from runnel.schemas.question import Question, QuestionState
from runnel.schemas.waiting import FinishedBuild, WaitingRun
from runnel.storage.tables import FinishedBuild as FinishedRow
from runnel.storage.tables import Flow, Job, among
from runnel.storage.tables import Question as QuestionRow
from runnel.storage.tables import WaitingRun as WaitingRow

MOST = 1000
"""So many questions are listed."""


def add(question: Question) -> None:
    """Store a new question."""
    QuestionRow.insert(
        id=question.id,
        run_id=question.run_id,
        flow_id=question.flow_id,
        session_id=question.session_id,
        state=question.state,
        content=msgspec.json.encode(question).decode(),
    ).execute()


def find(question_id: str) -> Question | None:
    """A question; None when there is none."""
    row = QuestionRow.select(QuestionRow.content).where(QuestionRow.id == question_id).tuples().first()
    return None if row is None else msgspec.json.decode(row[0], type=Question)


def find_all(
    flow_id: str | None = None, session_id: str | None = None, state: QuestionState | None = None
) -> list[Question]:
    """The newest questions by these filters (None: any), oldest first, each with its flow's name."""
    query = (
        QuestionRow.select(QuestionRow.content, Flow.name)
        .join(Flow, "LEFT JOIN", on=(Flow.id == QuestionRow.flow_id))
        .order_by(QuestionRow.number.desc())
        .limit(MOST)
    )
    for column, wanted in ((QuestionRow.flow_id, flow_id), (QuestionRow.session_id, session_id)):
        if wanted is not None:
            query = query.where(column == wanted)
    if state is not None:
        query = query.where(QuestionRow.state == state)
    found = []
    for content, flow_name in query.tuples():
        question = msgspec.json.decode(content, type=Question)
        question.flow_name = flow_name or ""
        found.append(question)
    return found[::-1]


def answer(question_id: str, text: str) -> Question:
    """Store the answer. Raises `NotFound`, and `Conflict` for a question that is not open any more."""
    question = find(question_id)
    if question is None:
        raise NotFound("Question not found")
    if question.state == "answered":
        raise Conflict("The question has been answered already.")
    if question.state == "cancelled":
        raise Conflict("The run that asked has ended, so the question is not open any more.")
    question.state, question.answer, question.answered_at = "answered", text, datetime.now(UTC)
    _put(question)
    return question


def cancel(question_id: str) -> None:
    """Note that nobody waits for the answer any more; passing over a question that is not open."""
    question = find(question_id)
    if question is not None and question.state == "open":
        question.state = "cancelled"
        _put(question)


def _put(question: Question) -> None:
    QuestionRow.update(state=question.state, content=msgspec.json.encode(question).decode()).where(
        QuestionRow.id == question.id
    ).execute()


def add_run(run: WaitingRun, finished: Sequence[FinishedBuild]) -> None:
    """Store a run that waits, with what it has built."""
    WaitingRow.insert(id=run.id, flow_id=run.flow_id, job_id=run.job_id, data=run.data, options=run.options).execute()
    add_finished(run.id, finished)


def add_finished(run_id: str, finished: Sequence[FinishedBuild]) -> None:
    """Store what a waiting run has built since."""
    rows: list[dict[str, Any]] = [{"waiting_run_id": run_id, "content": msgspec.json.encode(each)} for each in finished]
    for row in rows:
        FinishedRow.insert(**row).execute()


def list_finished(run_id: str) -> list[FinishedBuild]:
    """What a waiting run has built, in order."""
    rows = FinishedRow.select(FinishedRow.content).where(FinishedRow.waiting_run_id == run_id)
    return [
        msgspec.json.decode(content, type=FinishedBuild) for (content,) in rows.order_by(FinishedRow.number).tuples()
    ]


def remove_run(run_id: str) -> None:
    """Forget a run that has ended; questions that it still had are cancelled."""
    FinishedRow.delete().where(FinishedRow.waiting_run_id == run_id).execute()
    WaitingRow.delete().where(WaitingRow.id == run_id).execute()
    for (question_id,) in list(_open_of(QuestionRow.run_id == run_id)):
        cancel(question_id)


def list_going_on() -> list[str]:
    """Ids of the runs that go on with the next `take_up`."""
    return [run_id for (run_id,) in _going_on(WaitingRow.id).tuples()]


def _going_on(*columns: Any) -> Any:
    return WaitingRow.select(*columns).join(Job, on=((Job.id == WaitingRow.job_id) & (Job.status == "waiting")))


def take_up() -> tuple[list[WaitingRun], list[Question]]:
    """The runs to go on with, and questions that are cancelled with this, since their runs are gone.

    To be called once, at start, when the jobs that ran have been marked as failed. A run goes on if its job waited.
    """
    columns = (WaitingRow.id, WaitingRow.flow_id, WaitingRow.job_id, Job.kind, WaitingRow.data, WaitingRow.options)
    waiting = _going_on(*columns).order_by(Job.number)
    runs = [
        WaitingRun(run_id, flow_id, job_id, kind, bytes(data), bytes(options))
        for run_id, flow_id, job_id, kind, data, options in waiting.tuples()
    ]
    known = [run.id for run in runs]
    for (run_id,) in list(WaitingRow.select(WaitingRow.id).where(WaitingRow.id.not_in(known)).tuples()):
        remove_run(run_id)
    Job.update(status="failed", result='"interrupted"').where(
        (Job.status == "waiting") & Job.id.not_in([run.job_id for run in runs])
    ).execute()
    orphans = [question_id for (question_id,) in _open_of(QuestionRow.run_id.not_in(known))]
    for question_id in orphans:
        cancel(question_id)
    return runs, [question for question in map(find, orphans) if question is not None]


def forget_flows(flow_ids: Sequence[str]) -> None:
    """Remove the questions of flows that are deleted for ever."""
    QuestionRow.delete().where(QuestionRow.flow_id.in_(among(flow_ids))).execute()


def _open_of(whose: Any) -> Any:
    return QuestionRow.select(QuestionRow.id).where(whose & (QuestionRow.state == "open")).tuples()
