"""What runs in the child process: it takes one job, does it, and ends.

The pipes of the start become the channel to the parent; what the code prints, even from C, goes elsewhere.
"""

from __future__ import annotations

import asyncio
import contextlib
import io
import os
import sys
import threading
from typing import Any

from runnel.sandbox import frames
from runnel.sandbox.channel import Channel

_MEGABYTE = 1024 * 1024


def main() -> None:
    """Do the one job that comes in, and end this process, whatever threads the code has left behind."""
    channel = _take_pipes()
    job = channel.receive_job()
    if job is None:
        os._exit(1)
    threading.Thread(target=channel.listen, daemon=True).start()
    sys.stdout = sys.stderr = _Printed(channel)
    lift_limit = _limit_memory(job["memory_mb"])
    from runnel.sandbox import aliases, jobs

    sys.path.append(job["packages_dir"])
    aliases.install(channel)
    try:
        frame = {"done": asyncio.run(jobs.perform(job, channel))}
    except BaseException as error:  # noqa: BLE001 - whatever the code raises, SystemExit included, is told
        lift_limit()
        frame = {"failed": jobs.describe_failure(error)}
    sys.stdout.flush()
    try:
        channel.send(frame)
    except (TypeError, ValueError, frames.TooLong) as error:
        channel.send({"failed": {"type": "ValueError", "text": f"The result cannot be handed back: {error}."}})
    os._exit(0)


def _take_pipes() -> Channel:
    reading = os.fdopen(os.dup(0), "rb")
    writing = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(2, 1)
    sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115 - as long as the process lives
    return Channel(reading, writing)


def _limit_memory(megabytes: int) -> Any:
    """Allow so much memory beyond what is in use now; gives a function that lifts the limit. Nothing on Windows."""
    try:
        import resource
    except ImportError:
        return lambda: None
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    limit = _used_bytes() + megabytes * _MEGABYTE
    if hard not in (resource.RLIM_INFINITY, -1):
        limit = min(limit, hard)
    with contextlib.suppress(ValueError, OSError):  # macOS refuses limits below what its libraries map
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    return lambda: resource.setrlimit(resource.RLIMIT_AS, (hard, hard))


def _used_bytes() -> int:
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return 256 * _MEGABYTE


class _Printed(io.TextIOBase):
    """Standard output and error of the code: told line by line."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._line = ""

    encoding = "utf-8"

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self._line += text
        whole, newline, self._line = self._line.rpartition("\n")
        if newline:
            self._channel.print(whole + newline)
        return len(text)

    def flush(self) -> None:
        if self._line:
            self._channel.print(self._line)
            self._line = ""
