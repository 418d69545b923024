"""Build events as they go out: one line of JSON and an empty line each."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any

from runnel.runs.wire import encode

Sink = Callable[[bytes], None]
"""Takes an encoded event. Never waits."""


def encode_event(name: str, data: Any) -> bytes:
    """``{"event": name, "data": data}`` and two line ends."""
    return b'{"event":"%b","data":%b}\n\n' % (name.encode(), encode(data))


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
