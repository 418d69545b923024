"""Build events as they go out: one line of JSON and an empty line each."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any

from runnel.errors import AppError
from runnel.runs.wire import encode_line

_log = logging.getLogger(__name__)

Sink = Callable[[bytes], None]
"""Takes an encoded event. Never waits."""


def encode_event(name: str, data: Any) -> bytes:
    """``{"event": name, "data": data}`` and two line ends."""
    return b'{"event":"%b","data":%b}\n\n' % (name.encode(), encode_line(data))


def error_event(error: BaseException) -> bytes:
    """The event that tells why a run could not begin, or broke off: of unforeseen errors, only that there was one."""
    if isinstance(error, AppError):
        return encode_event("error", {"error": str(error), "statusCode": error.status})
    _log.error("A run broke off", exc_info=error)
    return encode_event("error", {"error": "The run failed unexpectedly; the log says more.", "statusCode": 500})


async def stream_events(execute: Callable[[Sink], Coroutine[Any, Any, None]]) -> AsyncIterator[bytes]:
    """Run ``execute`` in a task of its own and give what it tells, as it tells it.

    Closing the stream cancels the task. What the task raises is raised at the end.
    """
    queue: asyncio.Queue[bytes | None] = asyncio.Queue()
    task = asyncio.create_task(execute(queue.put_nowait))
    task.add_done_callback(lambda _: queue.put_nowait(None))
    try:
        while (event := await queue.get()) is not None:
            yield event
        await task
    finally:
        if not task.done():
            task.cancel()
            await asyncio.wait([task])
