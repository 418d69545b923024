"""A streamed answer that ends its source as soon as the client leaves."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import suppress
from typing import cast

from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from runnel.errors import AppError


class ClientLeft(AppError):
    """The client left before there was an answer; this one reaches nobody."""

    status = 499

    def __init__(self) -> None:
        super().__init__("The client has left.")


class Stream(Response):
    """Sends each piece as it comes. When the client disconnects, the source is cancelled where it waits.

    Cancelling the source is what stops a run: its generator is awaiting the run's queue, and leaving it cancels the
    tasks of the run and the model call in them.
    """

    def __init__(
        self,
        pieces: AsyncIterator[bytes | str],
        status_code: int = 200,
        media_type: str = "application/x-ndjson",
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.pieces = pieces
        self.status_code = status_code
        self.media_type = media_type
        self.background = None
        self.init_headers(headers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send until the source ends or the client leaves. An error of the source ends the connection."""
        sending = asyncio.ensure_future(self._send(send))
        leaving = asyncio.ensure_future(wait_for_disconnect(receive))
        try:
            await asyncio.wait((sending, leaving), return_when=asyncio.FIRST_COMPLETED)
            if sending.done():
                sending.result()
        finally:
            await _cancel(sending)
            await _cancel(leaving)
            if isinstance(self.pieces, AsyncGenerator):
                await cast("AsyncGenerator[bytes | str]", self.pieces).aclose()

    async def _send(self, send: Send) -> None:
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        async for piece in self.pieces:
            body = piece.encode() if isinstance(piece, str) else piece
            await send({"type": "http.response.body", "body": body, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def wait_for_disconnect(receive: Receive) -> None:
    """Return when the client has gone. To be used only after the body was read."""
    while True:
        message: Message = await receive()
        if message["type"] == "http.disconnect":
            return


async def _cancel(task: asyncio.Future[None]) -> None:
    if not task.done():
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
