"""Background tasks."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from runnel.schemas.run import TaskStatus


class TaskRead(Struct):
    """How far a task is; ``result`` is null until it has ended, and says why when it failed."""

    status: TaskStatus
    result: Any = None
