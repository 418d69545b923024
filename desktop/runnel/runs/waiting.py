"""How a run waits for people: its job and its record say so, and what it has built is kept for a later process."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from runnel.runs.history import History
from runnel.runs.jobs import Job
from runnel.runs.recording import Recording
from runnel.runs.results import VertexResult
from runnel.schemas.run_record import RunDetail
from runnel.schemas.waiting import FinishedBuild, WaitingRun


class Waiting:
    """The waiting of one run. Of a run within another it is the outermost one that waits."""

    def __init__(
        self,
        run_id: str,
        flow_id: str,
        source: bytes | dict[str, Any] | None,
        options: Any,
        job: Job | None,
        history: History | None,
        recording: Recording | None,
    ) -> None:
        """``source`` is the flow's data and ``options`` are those of the run, as a later process needs them.

        ``job`` is the background job that the run belongs to; without one it ends with its client. ``history`` is that
        of the outermost run, None where no vertex may come to wait.
        """
        self._run_id = run_id
        self._flow_id = flow_id
        self._source = source
        self._options = options
        self.job = job
        self.history = history
        self._recording = recording

    @property
    def goes_on_later(self) -> bool:
        """Whether the run is stopped only because the program ends, and goes on at the next start."""
        return self.job is not None and self.job.waits_for_next_start

    def begin(self, question_id: str) -> None:
        """The run waits for the answer to a question."""
        if self.job is not None:
            self.job.wait_for(question_id)
        if self._recording is not None:
            self._recording.set_status("waiting")

    def end(self, question_id: str) -> None:
        """The run does not wait for that answer any more."""
        if self.job is not None:
            self.job.wait_no_more(question_id)
        still_waits = self.job is not None and self.job.status == "waiting"
        if self._recording is not None and not still_waits:
            self._recording.set_status("running")

    async def keep(self) -> None:
        """Keep from now on what is built, so that the run goes on after a restart, if it has a job."""
        if self.job is None or self.history is None or self._source is None:
            return
        record = WaitingRun(
            id=self._run_id,
            flow_id=self._flow_id,
            job_id=self.job.id,
            kind=self.job.kind,
            data=self._source if isinstance(self._source, bytes) else msgspec.json.encode(self._source),
            options=msgspec.json.encode(self._options),
        )
        await self.history.keep(record)

    def note(self, vertex_id: str, result: VertexResult) -> None:
        """Take note of a build, in case the run comes to wait."""
        if self.history is not None:
            self.history.note(self._run_id, vertex_id, result)

    def take_up(self, finished: Sequence[FinishedBuild], before: RunDetail | None) -> None:
        """Go on where an earlier process was: it had built this, and ``before`` is its record, where it kept one."""
        if self.history is not None:
            self.history.take_up(self._run_id, finished)
        if before is not None and self._recording is not None:
            self._recording.take_up(before)

    def take_restored(self) -> list[FinishedBuild]:
        """What an earlier process had built in this very run; asked for once."""
        return self.history.take_restored(self._run_id) if self.history is not None else []

    def forget(self) -> None:
        """The outermost run has ended: nothing of it need be kept, unless it goes on later."""
        if self.history is not None and not self.goes_on_later:
            self.history.forget()
