"""What left this machine: one line per outbound call, the newest in memory and all of them in the log."""

from __future__ import annotations

import itertools
import logging
import time
from collections import deque

from msgspec import Struct, field

logger = logging.getLogger("runnel.network")

_KEPT = 1000
_LONGEST_SEGMENT = 40


class Call(Struct):
    """One outbound request. ``url`` has no query, no credentials and no long path segment, for these may be secrets.

    ``status`` is None until an answer began, and stays None when none came. ``outcome`` is ``running``, ``answered``,
    ``refused``, ``failed`` or ``cancelled``; ``reason`` names the kind of failure.
    """

    id: int
    purpose: str
    method: str
    url: str
    started_at: float
    status: int | None = None
    outcome: str = "running"
    reason: str = ""
    received_bytes: int = 0
    duration_ms: float = 0.0
    _began: float = field(default_factory=time.perf_counter)


class Ledger:
    """The last calls (`calls`, oldest first). Every finished call is also a line of the log ``runnel.network``."""

    def __init__(self) -> None:
        self._calls: deque[Call] = deque(maxlen=_KEPT)
        self._ids = itertools.count(1)

    @property
    def calls(self) -> list[Call]:
        """The newest calls, oldest first, running ones included."""
        return list(self._calls)

    def begin(self, *, purpose: str, method: str, scheme: str, host: str, port: int, path: str) -> Call:
        """Write down a call that is about to be made."""
        name = f"[{host}]" if ":" in host else host
        url = f"{scheme}://{name}:{port}{_shortened(path)}"
        call = Call(id=next(self._ids), purpose=purpose, method=method, url=url, started_at=time.time())
        self._calls.append(call)
        return call

    def end(self, call: Call, outcome: str, reason: str = "") -> None:
        """Write down how a call ended. Only the first end of a call counts."""
        if call.outcome != "running":
            return
        call.outcome, call.reason = outcome, reason
        call.duration_ms = round((time.perf_counter() - call._began) * 1000, 3)
        logger.info(
            "%s %s for %s: %s%s, %d bytes in %.0f ms",
            call.method,
            call.url,
            call.purpose,
            call.status or outcome,
            f" ({reason})" if reason else "",
            call.received_bytes,
            call.duration_ms,
        )


def _shortened(path: str) -> str:
    """A path without its query, long segments (tokens in addresses) cut."""
    segments = path.partition("?")[0].split("/")
    return "/".join(part if len(part) <= _LONGEST_SEGMENT else f"{part[:8]}…" for part in segments)
