"""Messages of a run on their way to the journal: those that come close together share a commit."""

from __future__ import annotations

import asyncio

from runnel.runs.journal import Journal
from runnel.sdk import Message

_DELAY_S = 0.005
"""So long a message waits for others of its run."""


class MessageWriter:
    """Stores messages very soon, and says when all are stored. Runs within a run share the writer of the outermost."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._unwritten: list[Message] = []
        self._timer: asyncio.TimerHandle | None = None
        self._writes: list[asyncio.Future[None]] = []

    def write(self, message: Message) -> None:
        """Store a message very soon, with others if there are any."""
        self._unwritten.append(message)
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(_DELAY_S, self.write_now)

    def write_now(self) -> None:
        """Begin to store what has not been stored."""
        messages = self._take()
        if messages:
            self._writes.append(asyncio.ensure_future(self._journal.add_messages(messages)))

    def _take(self) -> list[Message]:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        messages, self._unwritten = self._unwritten, []
        return messages

    async def written(self) -> None:
        """Wait until everything written so far is stored. Raises what kept it from being stored."""
        if self._unwritten and not self._writes:
            messages = self._take()
            await self._journal.add_messages(messages)
            return
        self.write_now()
        writes, self._writes = self._writes, []
        if writes:
            await asyncio.gather(*writes)
