"""The child's end of the pipe: telling, and asking the parent for what only it can do."""

from __future__ import annotations

import asyncio
import os
import threading
from concurrent.futures import Future
from typing import Any, BinaryIO

from runnel.sandbox import frames

_MOST_PRINTED = 1_000_000
"""So many characters of output are told; what is printed beyond is dropped, and that is said once."""


class Refused(Exception):
    """The parent could not do what it was asked for; the text says why."""


class Channel:
    """Safe to use from any thread of the child."""

    def __init__(self, reading: BinaryIO, writing: BinaryIO) -> None:
        self._reading = reading
        self._writing = writing
        self._guard = threading.Lock()
        self._open: dict[int, Future[Any]] = {}
        self._asked = 0
        self._printed = 0

    def receive_job(self) -> dict[str, Any] | None:
        """The first frame."""
        return frames.read(self._reading)

    def listen(self) -> None:
        """Take answers until the parent is gone, and end this process then: nobody waits for it any more."""
        while (frame := frames.read(self._reading)) is not None:
            waiting = self._open.pop(frame["answer"], None)
            if waiting is None:
                continue
            if "refused" in frame:
                waiting.set_exception(Refused(frame["refused"]))
            else:
                waiting.set_result(frame.get("value"))
        os._exit(1)

    def send(self, frame: dict[str, Any]) -> None:
        """Send a frame. Raises as `runnel.sandbox.frames.pack`."""
        packed = frames.pack(frame)
        with self._guard:
            self._writing.write(packed)
            self._writing.flush()

    def tell(self, what: str, **data: Any) -> None:
        """Tell the parent something."""
        self.send({"tell": what, **data})

    def print(self, text: str) -> None:
        """Tell what was printed."""
        room = _MOST_PRINTED - self._printed
        if room <= 0:
            return
        self._printed += len(text)
        self.tell(
            "print", text=text if len(text) <= room else f"{text[:room]}\n… The rest of the output is left out.\n"
        )

    def ask(self, what: str, **data: Any) -> Any:
        """Ask the parent, and wait for the answer in this thread. Raises `Refused`."""
        return self._ask(what, data).result()

    async def ask_async(self, what: str, **data: Any) -> Any:
        """As `ask`, without holding up the event loop."""
        return await asyncio.wrap_future(self._ask(what, data))

    def _ask(self, what: str, data: dict[str, Any]) -> Future[Any]:
        waiting: Future[Any] = Future()
        with self._guard:
            self._asked += 1
            number = self._asked
        self._open[number] = waiting
        self.send({"ask": what, "number": number, **data})
        return waiting
