"""What runs write down and ask for: implements the protocols of ``runs/journal.py``.

A message is committed when its call returns; calls that are under way at once share one commit. Records of runs,
vertex builds, transactions and job states are collected and written soon after, and before the database closes.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from threading import Lock
from time import perf_counter
from typing import Literal, TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

from runnel.schemas.monitor import Transaction, VertexBuild
from runnel.schemas.question import Question
from runnel.schemas.run import JobRecord, StoredFlow
from runnel.schemas.run_record import RunDetail
from runnel.schemas.waiting import FinishedBuild, WaitingRun
from runnel.sdk import Message
from runnel.storage import flows, jobs, messages, questions, records, results, runs, variables
from runnel.storage.cipher import Cipher
from runnel.storage.database import Database
from runnel.storage.files import FileStore

T = TypeVar("T")

_log = logging.getLogger(__name__)

RECORD_DELAY_SECONDS = 0.05
"""Records wait so long for others before they are written together."""
_LONGEST_DELAY_SECONDS = 0.25
"""So long they wait while more of them keep coming: a run in full swing is not held up by their being written."""

_KEPT_FLOWS = 16
_LARGEST_KEPT_FLOW = 1_000_000


class _Batch(Struct):
    """Messages that share one commit, and those who wait for it."""

    messages: list[Message] = field(default_factory=list)
    waiting: list[asyncio.Future[None]] = field(default_factory=list)
    is_queued: bool = False

    def tell(self, _: None, error: BaseException | None) -> None:
        """The commit is done, or failed: tell all who still wait."""
        for future in self.waiting:
            if not future.done():
                future.set_result(None) if error is None else future.set_exception(error)


class _Records(Struct):
    """Records that are written together; builds and transactions are made only then."""

    runs: list[RunDetail] = field(default_factory=list)
    builds: list[Callable[[], VertexBuild]] = field(default_factory=list)
    transactions: list[Callable[[], Sequence[Transaction]]] = field(default_factory=list)
    first_at: float = 0.0
    last_at: float = 0.0


def _put_records(new: _Records) -> None:
    """On the storage thread."""
    runs.put(new.runs)
    builds = [build for make in new.builds if (build := _made(make)) is not None]
    transactions = [each for make in new.transactions for each in _made(make) or ()]
    records.add(builds, transactions)


def _made(make: Callable[[], T]) -> T | None:
    """A record; None for one that cannot be made, which must not take the others along."""
    try:
        return make()
    except Exception:  # noqa: BLE001 - logged; the others are written
        _log.exception("A record of a run could not be written down")
        return None


class Journal:
    """The application's journal over its database and file store."""

    def __init__(self, database: Database, files: FileStore, cipher: Cipher) -> None:
        self._database = database
        self._files = files
        self._cipher = cipher
        self._batch = _Batch()
        self._batch_lock = Lock()
        self._flows: dict[str, tuple[int, StoredFlow]] = {}
        """The flows read last, with the count of changes at that time: programs run the same one again and again."""
        self._records = _Records()
        self._timer: asyncio.TimerHandle | None = None
        database.before_close(self.flush)

    # -- messages

    async def add_message(self, message: Message) -> Message:
        """Store a new message; committed when this returns. One without an id is given one."""
        stored = messages.with_id(message)
        await self.add_messages([stored])
        return stored

    async def add_messages(self, new: Sequence[Message]) -> None:
        """Store new messages that have their ids; committed when this returns."""
        written: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        with self._batch_lock:
            batch = self._batch
            batch.messages += new
            batch.waiting.append(written)
        if not batch.is_queued:
            batch.is_queued = True
            # Not tied to who waits: a cancelled run must not take along the messages of others in the same batch.
            self._database.begin(batch.tell, self._put, batch)
        await written

    def _put(self, batch: _Batch) -> None:
        """On the storage thread: the batch has taken whatever came until its turn, what comes now goes to the next."""
        with self._batch_lock:
            if self._batch is batch:
                self._batch = _Batch()
        messages.put(batch.messages)

    async def update_message(self, message: Message) -> Message:
        """Replace the stored message of the same id; committed when this returns."""
        return await self.add_message(message)

    async def list_messages(
        self,
        *,
        session_id: str | None = None,
        flow_id: str | None = None,
        sender: str | None = None,
        sender_name: str | None = None,
        order: Literal["ASC", "DESC"] = "ASC",
        limit: int | None = None,
    ) -> list[Message]:
        """Stored messages by these filters (None: any), by time; ``limit`` keeps the newest."""
        filters = {"session_id": session_id, "flow_id": flow_id, "sender": sender, "sender_name": sender_name}
        return await self._database.run(messages.find, filters, order, limit)

    # -- records

    def add_run(self, run: RunDetail) -> None:
        """Take the record of a run, or what became of one; as it is now, written soon after, never waited for."""
        self._records.runs.append(runs.copy_of(run))
        self._write_records_soon()

    def add_vertex_build(self, make: Callable[[], VertexBuild]) -> None:
        """Take the record of a vertex build; made and written soon after, on the storage thread, never waited for."""
        self._records.builds.append(make)
        self._write_records_soon()

    def add_transactions(self, make: Callable[[], Sequence[Transaction]]) -> None:
        """Take the records of values that went over edges; as `add_vertex_build`."""
        self._records.transactions.append(make)
        self._write_records_soon()

    def set_job(self, record: JobRecord, payload: str | None = None) -> None:
        """Insert or replace the record of a job; written soon after, before the answer of any later `get_job`."""
        self._database.submit(jobs.put, record, payload)

    async def get_job(self, job_id: str) -> JobRecord | None:
        """The record of a job; None when there is none."""
        return await self._database.run(jobs.find, job_id)

    # -- questions, and runs that wait for their answers

    async def find_question(self, question_id: str) -> Question | None:
        """A question; None when there is none."""
        return await self._database.run(questions.find, question_id)

    async def add_question(self, question: Question) -> None:
        """Keep a new question; committed when this returns."""
        await self._database.run(questions.add, question)

    async def answer_question(self, question_id: str, text: str) -> Question:
        """Keep the answer; committed when this returns. Raises `NotFound`, and `Conflict` for one that is not open."""
        return await self._database.run(questions.answer, question_id, text)

    def cancel_question(self, question_id: str) -> None:
        """Note that nobody waits for the answer any more; written soon after."""
        self._database.submit(questions.cancel, question_id)

    async def add_waiting_run(self, run: WaitingRun, finished: Sequence[FinishedBuild]) -> None:
        """Keep a run and what it has built so far; committed when this returns, and all records taken before with it.

        Its options are encrypted: what it was given may hold keys.
        """
        self.write_records()
        options = await self._cipher.encrypt(run.options.decode())
        await self._database.run(questions.add_run, replace(run, options=options.encode()), finished)

    async def open_waiting_run(self, run: WaitingRun) -> WaitingRun:
        """A kept run as `add_waiting_run` was given it. Raises `AppError` when the key of the data folder is gone."""
        if run.options.startswith(b"{"):
            return run  # Kept by a version that did not encrypt it.
        return replace(run, options=(await self._cipher.decrypt(run.options.decode())).encode())

    def add_finished_builds(self, run_id: str, finished: Sequence[FinishedBuild]) -> None:
        """Keep what a kept run has built since; written soon after."""
        self._database.submit(questions.add_finished, run_id, finished)

    def remove_waiting_run(self, run_id: str) -> None:
        """Forget a run that has ended; written soon after."""
        self._database.submit(questions.remove_run, run_id)

    # -- results

    async def list_results(self, flow_id: str) -> dict[str, bytes]:
        """The kept results of a flow by vertex id."""
        return await self._database.run(results.list_of_flow, flow_id)

    def put_results(self, new: Mapping[tuple[str, str], bytes | None]) -> None:
        """Keep results by flow and vertex in place of those before, None removes; written soon after."""
        self._database.submit(results.put, new)

    async def find_cached(self, flow_id: str, vertex_id: str, key: str) -> bytes | None:
        """What a Cache node keeps under a key; None where it is absent or too old."""
        return await self._database.run(results.find_cached, flow_id, vertex_id, key)

    def put_cached(self, flow_id: str, vertex_id: str, key: str, expires_at: datetime | None, content: bytes) -> None:
        """Keep a value under a key, for ever where nothing says when it expires; written soon after."""
        self._database.submit(results.put_cached, flow_id, vertex_id, key, expires_at, content)

    # -- records, written

    def _write_records_soon(self) -> None:
        self._records.last_at = perf_counter()
        if self._timer is None:
            self._records.first_at = self._records.last_at
            self._timer = asyncio.get_running_loop().call_later(RECORD_DELAY_SECONDS, self._write_when_calm)

    def _write_when_calm(self) -> None:
        now = perf_counter()
        is_calm = now - self._records.last_at > RECORD_DELAY_SECONDS / 4
        if is_calm or now - self._records.first_at > _LONGEST_DELAY_SECONDS:
            self.write_records()
        else:
            self._timer = asyncio.get_running_loop().call_later(RECORD_DELAY_SECONDS, self._write_when_calm)

    def write_records(self) -> None:
        """Queue now what was taken so far; whatever is asked of the database after this sees it."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        new, self._records = self._records, _Records()
        if new.runs or new.builds or new.transactions:
            self._database.submit(_put_records, new)

    async def flush(self) -> None:
        """Have everything written that was taken so far."""
        self.write_records()
        # Behind all that is queued.
        await self._database.run(lambda: None)

    # -- what runs ask for

    async def get_variable(self, name: str) -> str | None:
        """The value of a global variable, decrypted; None when there is none of that name."""
        found = await self._database.run(variables.find_value, self._database.owner_id, name)
        if found is None:
            return None
        value, is_encrypted = found
        return await self._cipher.decrypt(value) if is_encrypted else value

    async def get_flow(self, id_or_name: str) -> StoredFlow | None:
        """A saved flow by its id (any writing) or its endpoint name; None when there is none."""
        kept = self._flows.get(id_or_name)
        if kept is not None and kept[0] == self._database.flow_changes:
            return kept[1]
        changes, found = await self._database.run(self._find_flow, id_or_name)
        self._flows.pop(id_or_name, None)
        if found is not None and len(found.data or b"") <= _LARGEST_KEPT_FLOW:
            self._flows[id_or_name] = changes, found
            if len(self._flows) > _KEPT_FLOWS:
                del self._flows[next(iter(self._flows))]
        return found

    def _find_flow(self, id_or_name: str) -> tuple[int, StoredFlow | None]:
        # Counted on the storage thread, where no change is half made.
        return self._database.flow_changes, flows.find_stored(id_or_name)

    async def get_flow_by_name(self, name: str) -> StoredFlow | None:
        """The user's flow of this very name, the oldest if several have it; None when there is none."""
        return await self._database.run(flows.find_named, self._database.owner_id, name)

    async def list_flow_names(self) -> list[str]:
        """The names of the user's flows in alphabetical order."""
        return await self._database.run(flows.list_names, self._database.owner_id)

    def resolve_file(self, path: str) -> Path:
        """``<flow id>/<name>`` → the absolute path in the file store. Raises `Invalid` when it lies outside of it."""
        return self._files.resolve(path)
