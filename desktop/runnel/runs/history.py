"""What a run and those within it have built: kept when it waits for a person, so that it goes on after a restart."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from runnel.runs.journal import QuestionLog
from runnel.runs.results import VertexResult
from runnel.runs.stored_values import store_values
from runnel.schemas.waiting import FinishedBuild, WaitingRun


class History:
    """The builds of an outermost run in the order in which they ended, and where they are kept."""

    def __init__(self, log: QuestionLog) -> None:
        self._log = log
        self._builds: list[FinishedBuild] = []
        self._restored: dict[str, list[FinishedBuild]] = {}
        self._kept_id = ""
        """The id under which it is kept; empty while it is not."""

    def note(self, run_id: str, vertex_id: str, result: VertexResult) -> None:
        """Take note of a build. Values are made storable only when they are stored."""
        failure = "" if result.is_valid else result.params
        build = FinishedBuild(run_id, vertex_id, result.values, sorted(result.stopped), failure)
        if self._kept_id:
            self._log.add_finished_builds(self._kept_id, [_storable(build)])
        else:
            self._builds.append(build)

    async def keep(self, run: WaitingRun) -> None:
        """Keep the run and all it has built, and from now on what it builds; stored when this returns."""
        if not self._kept_id:
            self._kept_id = run.id
            builds, self._builds = self._builds, []
            await self._log.add_waiting_run(run, [_storable(build) for build in builds])

    def take_up(self, run_id: str, builds: Sequence[FinishedBuild]) -> None:
        """Go on with a run that an earlier process kept."""
        self._kept_id = run_id
        for build in builds:
            self._restored.setdefault(build.run_id, []).append(build)

    def take_restored(self, run_id: str) -> list[FinishedBuild]:
        """What an earlier process had built in this very run; asked for once."""
        return self._restored.pop(run_id, [])

    def forget(self) -> None:
        """The run has ended, so nothing of it need be kept."""
        if self._kept_id:
            self._log.remove_waiting_run(self._kept_id)
            self._kept_id = ""


def _storable(build: FinishedBuild) -> FinishedBuild:
    return msgspec.structs.replace(build, values=store_values(build.values))
