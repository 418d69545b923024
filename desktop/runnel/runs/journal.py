"""What a run asks of the outside: messages and records are kept, variables and flows are found. ``storage`` fills it.

Only protocols; a run never knows where things are kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Literal, Protocol

from runnel.schemas.monitor import Transaction, VertexBuild
from runnel.schemas.question import Question
from runnel.schemas.run import JobRecord, StoredFlow
from runnel.schemas.run_record import RunDetail
from runnel.schemas.waiting import FinishedBuild, WaitingRun
from runnel.sdk import Message

Order = Literal["ASC", "DESC"]


class Journal(Protocol):
    """Where a run writes down what happened, and reads what it needs."""

    async def add_messages(self, new: Sequence[Message]) -> None:
        """Store messages in one commit, which is done when this returns; those of an id that is there are replaced.

        Each has its id and time: the run makes them itself, so that it need not wait. Several calls under way at once
        may share one commit.
        """

    async def list_messages(
        self,
        *,
        session_id: str | None = None,
        flow_id: str | None = None,
        sender: str | None = None,
        sender_name: str | None = None,
        order: Order = "ASC",
        limit: int | None = None,
    ) -> list[Message]:
        """Stored messages by these filters (None: any), by time; ``limit`` keeps the newest."""

    def add_run(self, run: RunDetail) -> None:
        """Take the record of a run, or what became of one; as it is now, written soon after, never waited for."""

    def add_vertex_build(self, make: Callable[[], VertexBuild]) -> None:
        """Take the record of a vertex build; made and written soon after, on another thread, never waited for.

        What it is made of must not change any more.
        """

    def add_transactions(self, make: Callable[[], Sequence[Transaction]]) -> None:
        """Take the records of values that went over edges; as `add_vertex_build`."""

    async def get_variable(self, name: str) -> str | None:
        """The value of a global variable, decrypted; None when there is none of that name."""

    async def get_flow(self, id_or_name: str) -> StoredFlow | None:
        """A saved flow by its id (with or without dashes, any case) or its endpoint name; None when there is none."""

    async def get_flow_by_name(self, name: str) -> StoredFlow | None:
        """The user's flow of this very name, the oldest if several have it; None when there is none."""

    async def list_flow_names(self) -> list[str]:
        """The names of the user's flows in alphabetical order."""

    def resolve_file(self, path: str) -> Path:
        """``<flow id>/<name>`` → the absolute path in the file store.

        Raises `runnel.errors.Invalid` when it lies outside of the store.
        """


class JobLog(Protocol):
    """Where the states of background builds are kept, so that they can be asked for after they are gone from memory."""

    def set_job(self, record: JobRecord, payload: str | None = None) -> None:
        """Insert or replace the record of a job; written soon after, before the answer of any later `get_job`.

        ``payload`` is kept with a queued job, so that it can be begun by another process.
        """

    async def get_job(self, job_id: str) -> JobRecord | None:
        """The record of a job; None when there is none."""


class ResultStore(Protocol):
    """Where results outlive the program: the last of each vertex, and what Cache nodes keep. Content is JSON."""

    async def list_results(self, flow_id: str) -> dict[str, bytes]:
        """The kept results of a flow by vertex id."""

    def put_results(self, results: Mapping[tuple[str, str], bytes | None]) -> None:
        """Keep results by flow and vertex in place of those before, None removes; written soon after."""

    async def find_cached(self, flow_id: str, vertex_id: str, key: str) -> bytes | None:
        """What a Cache node keeps under a key; None where it is absent or too old."""

    def put_cached(self, flow_id: str, vertex_id: str, key: str, expires_at: datetime | None, content: bytes) -> None:
        """Keep a value under a key, for ever where nothing says when it expires; written soon after."""


class QuestionLog(Protocol):
    """Where questions to people are kept, and the runs that wait for the answers."""

    async def find_question(self, question_id: str) -> Question | None:
        """A question; None when there is none."""

    async def add_question(self, question: Question) -> None:
        """Keep a new question; done when this returns."""

    async def answer_question(self, question_id: str, text: str) -> Question:
        """Keep the answer; done when this returns. Raises `NotFound`, and `Conflict` for one that is not open."""

    def cancel_question(self, question_id: str) -> None:
        """Note that nobody waits for the answer any more; written soon after."""

    async def add_waiting_run(self, run: WaitingRun, finished: Sequence[FinishedBuild]) -> None:
        """Keep a run and what it has built so far; done when this returns."""

    def add_finished_builds(self, run_id: str, finished: Sequence[FinishedBuild]) -> None:
        """Keep what a kept run (``run_id``: the outermost) has built since; written soon after."""

    def remove_waiting_run(self, run_id: str) -> None:
        """Forget a run that has ended; written soon after."""
