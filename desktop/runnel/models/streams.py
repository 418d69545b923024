"""Reading a model's answer in a task of its own.

A reader may leave a stream at any moment, even without closing it. The libraries below nest generators and scopes that
want to be left in order, by the task that entered them; so they run in one task, which is cancelled when the reader
goes.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

Write = Callable[[str], None]


async def read_apart(produce: Callable[[Write], Awaitable[None]]) -> AsyncIterator[str]:
    """The texts that ``produce`` writes, as they come; then whatever it raised.

    Closing the iterator cancels ``produce`` and waits until it has ended, and with it the connection it holds.
    """
    texts: asyncio.Queue[str | None] = asyncio.Queue()

    async def run() -> None:
        try:
            await produce(texts.put_nowait)
        finally:
            texts.put_nowait(None)

    task = asyncio.create_task(run())
    try:
        while (text := await texts.get()) is not None:
            yield text
        await task
    finally:
        task.cancel()
        await asyncio.wait([task])
        if not task.cancelled():
            task.exception()  # Told above to whoever was still reading; else nobody wants it.
