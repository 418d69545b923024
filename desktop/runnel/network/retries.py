"""When a server says "come back in n seconds", how long to wait; at most what a person would wait for."""

from __future__ import annotations

import email.utils
import time
from collections.abc import Mapping

MAX_RETRIES = 2
LONGEST_WAIT_S = 20.0
_FIRST_WAIT_S = 0.25

_BUSY = frozenset({429, 503})


def get_retry_wait_s(
    status: int, headers: Mapping[str, str], *, attempt: int, max_retries: int = MAX_RETRIES
) -> float | None:
    """Seconds to wait before asking again, or None when the answer stands.

    That is what the server says, and each time at least twice as long as the time before.

    An answer is asked for again only when the server is busy (429, 503) and itself names a time (``retry-after`` or
    ``retry-after-ms``) of at most `LONGEST_WAIT_S`, and at most ``max_retries`` times. ``attempt`` counts from 0.
    """
    if status not in _BUSY or attempt >= max_retries:
        return None
    wait_s = _named_wait_s(headers)
    if wait_s is None or wait_s > LONGEST_WAIT_S:
        return None
    return max(wait_s, _FIRST_WAIT_S * 2.0**attempt)


def _named_wait_s(headers: Mapping[str, str]) -> float | None:
    milliseconds = headers.get("retry-after-ms", "")
    text = headers.get("retry-after", "")
    try:
        if milliseconds:
            return max(0.0, float(milliseconds) / 1000)
        if text:
            return max(0.0, float(text))
    except ValueError:
        date = email.utils.parsedate_tz(text)
        if date is not None:
            return max(0.0, email.utils.mktime_tz(date) - time.time())
    return None
