"""The last lines of the log, where the settings allow it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from starlette.responses import Response

from runnel.api.stream import Stream
from runnel.errors import Disabled, Invalid
from runnel.logs import LogBook
from runnel.runs.wire import encode_line
from runnel.state import AppState

_LINES = 10
_LOOK_SECONDS = 1.0
_IDLE_LOOKS = 5


async def get_logs(state: AppState, lines_before: int = 0, lines_after: int = 0, timestamp: int = 0) -> dict[int, str]:
    """Read lines under their time in epoch milliseconds: the last ones, or those before or after a timestamp."""
    book = _book(state)
    if lines_before > 0 and lines_after > 0:
        raise Invalid("Cannot request logs before and after the timestamp")
    if timestamp <= 0:
        if lines_after > 0:
            raise Invalid("Timestamp is required when requesting logs after the timestamp")
        return book.last(lines_before if lines_before > 0 else _LINES)
    if lines_after > 0:
        return book.after(timestamp, lines_after)
    return book.before(timestamp, lines_before if lines_before > 0 else _LINES)


async def stream_logs(state: AppState) -> Response:
    """Follow the log: a block of JSON for each line from now on, and ``keepalive`` when nothing was written."""
    book = _book(state)
    # Counted here, not when the first piece is asked for: by then the client may know that it is connected.
    return Stream(_follow(book, seen=book.written), media_type="text/event-stream")


async def _follow(book: LogBook, seen: int) -> AsyncIterator[bytes]:
    idle = 0
    while True:
        seen, lines = book.since(seen)
        for at, line in lines:
            yield encode_line({str(at): line}).replace(b'":"', b'": "', 1) + b"\n\n"
        idle = 0 if lines else idle + 1
        if idle >= _IDLE_LOOKS:
            idle = 0
            yield b"keepalive\n\n"
        await asyncio.sleep(_LOOK_SECONDS)


def _book(state: AppState) -> LogBook:
    if state.log.book is None:
        raise Disabled("Log retrieval is disabled")
    return state.log.book
