"""Runs in the background: they go on without a client, keep what they told, and are followed from the first event."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from datetime import UTC, datetime
from functools import partial
from typing import Any, Literal
from uuid import uuid4

from runnel.errors import AppError
from runnel.runs.events import Sink, error_event
from runnel.runs.journal import JobLog
from runnel.schemas.run import JobRecord, JobStatus

_FINISHED_PER_FLOW = 5
_FINISHED = 100
_QUEUED_AT_ONCE = 4
"""How many queued jobs run at the same time: a burst of webhooks must not starve what the user does."""

Execute = Callable[[Sink], Coroutine[Any, Any, Any]]
"""The work of a job: told where to send events; what it gives back is the job's result."""


class Job:
    """One run in the background. ``events`` holds all that it has told so far."""

    def __init__(
        self, flow_id: str, session_id: str, kind: Literal["build", "webhook"], job_id: str | None = None
    ) -> None:
        self.id = job_id or str(uuid4())
        self.flow_id = flow_id
        self.session_id = session_id
        self.kind = kind
        self.status: JobStatus = "running"
        self.started_at = datetime.now(UTC)
        self.events: list[bytes] = []
        self.result: Any = None
        self.has_failed = False
        """Set by the work itself, when it ended in order but something in it failed."""
        self.waits_for_next_start = False
        """Whether it is to stay as it is when its task is cancelled, because the program ends."""
        self.has_place = False
        """Whether it takes one of the places for queued jobs."""
        self.on_change: Callable[[], None] = lambda: None
        """Called when the job begins to wait for a person, and when it goes on."""
        self._questions: set[str] = set()
        self._taken = 0
        self._changed = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    @property
    def has_ended(self) -> bool:
        """Whether nothing more comes of it."""
        return self.status not in ("queued", "running", "waiting")

    def tell(self, event: bytes) -> None:
        """Keep an event and wake those who follow."""
        self.events.append(event)
        self._wake()

    async def follow(self) -> AsyncIterator[bytes]:
        """All events from the first to the last, as they come."""
        index = 0
        while True:
            if index < len(self.events):
                pieces = self.events[index:]
                index += len(pieces)
                yield b"".join(pieces)
            elif self.has_ended:
                return
            else:
                await self._changed.wait()

    def wait_for(self, question_id: str) -> None:
        """The run waits for the answer to a question."""
        self._questions.add(question_id)
        self._set_waiting()

    def wait_no_more(self, question_id: str) -> None:
        """The run does not wait for the answer to this question any more."""
        self._questions.discard(question_id)
        self._set_waiting()

    def _set_waiting(self) -> None:
        status: JobStatus = "waiting" if self._questions else "running"
        if not self.waits_for_next_start and not self.has_ended and status != self.status:
            self.status = status
            self.on_change()

    def take(self) -> bytes:
        """What was told since this was last asked."""
        pieces = self.events[self._taken :]
        self._taken += len(pieces)
        return b"".join(pieces)

    def record(self) -> JobRecord:
        """The job as it is listed and kept."""
        return JobRecord(
            job_id=self.id,
            flow_id=self.flow_id,
            session_id=self.session_id,
            status=self.status,
            started_at=self.started_at,
            kind=self.kind,
            result=self.result,
        )

    async def cancel(self) -> None:
        """Stop the work and wait until it has stopped; nothing happens to a job that has ended."""
        if self._task is not None and not self._task.done():
            self._task.cancel()
            await asyncio.wait([self._task])

    def start(self, execute: Execute, done: Callable[[], None]) -> None:
        """Begin the work; ``done`` is called when it has ended, one way or another."""
        self._task = asyncio.create_task(self._work(execute, done))

    async def _work(self, execute: Execute, done: Callable[[], None]) -> None:
        status: JobStatus = "cancelled"
        try:
            self.result = await execute(self.tell)
            status = "failed" if self.has_failed else "finished"
        except AppError as error:
            status, self.result = "failed", str(error)
            self.tell(error_event(error))
        except Exception as error:  # noqa: BLE001 - the last handler of this task
            status, self.result = "failed", type(error).__name__
            self.tell(error_event(error))
        finally:
            if not self.waits_for_next_start:
                self.status = status
            self._wake()
            done()

    def _wake(self) -> None:
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()


class Jobs:
    """All jobs of the program: those that run, and the last few that ended."""

    def __init__(self, log: JobLog | None = None) -> None:
        self._log = log
        self._jobs: dict[str, Job] = {}
        self._places = asyncio.Semaphore(_QUEUED_AT_ONCE)

    def start(self, flow_id: str, session_id: str, execute: Callable[[Job], Execute]) -> Job:
        """Begin a job. ``execute`` is given the job and gives its work."""
        job = self._add(Job(flow_id, session_id, "build"))
        self._keep(job)
        job.start(execute(job), lambda: self._ended(job))
        return job

    def resume(self, record: JobRecord, execute: Callable[[Job], Execute]) -> Job:
        """Go on with a job that waited for a person when an earlier process ended, under the same id."""
        job = self._add(Job(record.flow_id, record.session_id, record.kind, record.job_id))
        job.started_at = record.started_at
        job.start(execute(job), lambda: self._ended(job))
        return job

    def _add(self, job: Job) -> Job:
        job.on_change = partial(self._changed, job)
        self._jobs[job.id] = job
        return job

    async def queue(
        self,
        flow_id: str,
        session_id: str,
        execute: Callable[[Job], Execute],
        payload: str,
        job_id: str | None = None,
    ) -> Job:
        """Begin a webhook's job when there is a place for it; returns when the queued job is kept for good.

        Should the program end before the job has begun, the next one queues it anew, with the same id and ``payload``.
        """
        job = self._add(Job(flow_id, session_id, "webhook", job_id))
        job.status = "queued"
        self._keep(job, payload)
        await self._is_kept(job)
        job.start(self._in_turn(job, execute(job)), lambda: self._ended(job))
        return job

    def _in_turn(self, job: Job, execute: Execute) -> Execute:
        async def work(sink: Sink) -> Any:
            await self._places.acquire()
            job.has_place = True
            try:
                job.status = "running"
                self._keep(job)
                # Written before anything is done: what has begun is never begun again.
                await self._is_kept(job)
                return await execute(sink)
            finally:
                self._give_place(job)

        return work

    def _changed(self, job: Job) -> None:
        self._keep(job)
        if job.status == "waiting":
            # People may take days to answer; others need the place.
            self._give_place(job)

    def _give_place(self, job: Job) -> None:
        if job.has_place:
            job.has_place = False
            self._places.release()

    async def _is_kept(self, job: Job) -> None:
        if self._log is not None:
            await self._log.get_job(job.id)

    def get(self, job_id: str) -> Job | None:
        """A job that runs or ended lately; None for any other."""
        return self._jobs.get(job_id)

    def count_running(self) -> int:
        """How many jobs have not ended yet. May be called on any thread."""
        return sum(not job.has_ended for job in list(self._jobs.values()))

    async def find(self, job_id: str) -> JobRecord | None:
        """The record of a job, also of one that is no longer in memory; None for an id of nothing."""
        job = self._jobs.get(job_id)
        if job is not None:
            return job.record()
        return await self._log.get_job(job_id) if self._log is not None else None

    def list(self, flow_id: str | None = None) -> list[JobRecord]:
        """Builds that run or ended lately, newest first; of one flow if asked."""
        found = [job for job in self._jobs.values() if flow_id in (None, job.flow_id) and job.kind == "build"]
        return [job.record() for job in reversed(found)]

    @property
    def is_busy(self) -> bool:
        """Whether any job has not ended."""
        return any(not job.has_ended for job in self._jobs.values())

    async def close(self) -> None:
        """Stop all that runs. What is queued, or waits for a person, stays so for the next start."""
        for job in self._jobs.values():
            job.waits_for_next_start = job.status in ("queued", "waiting")
        await asyncio.gather(*(job.cancel() for job in list(self._jobs.values())))

    def _ended(self, job: Job) -> None:
        self._keep(job)
        ended = [each for each in self._jobs.values() if each.has_ended]
        of_flow = [each for each in ended if each.flow_id == job.flow_id]
        for old in (*of_flow[:-_FINISHED_PER_FLOW], *ended[:-_FINISHED]):
            self._jobs.pop(old.id, None)

    def _keep(self, job: Job, payload: str | None = None) -> None:
        if self._log is not None:
            self._log.set_job(job.record(), payload)
