"""Tasks: runs in the background, by their job's id."""

from __future__ import annotations

from runnel.errors import NotFound
from runnel.schemas.run import TaskStatus
from runnel.schemas.task import TaskRead
from runnel.state import AppState
from runnel.storage import jobs

_STATUS: dict[str, TaskStatus] = {
    "queued": "PENDING",
    "running": "STARTED",
    "waiting": "STARTED",
    "finished": "SUCCESS",
    "failed": "FAILURE",
    "cancelled": "REVOKED",
}


async def get_task(state: AppState, task_id: str) -> TaskRead:
    """Read how far a background run is; it is known after a restart, too."""
    record = await state.database.run(jobs.find, task_id)
    if record is None:
        raise NotFound("Task not found")
    return TaskRead(status=_STATUS[record.status], result=record.result)
