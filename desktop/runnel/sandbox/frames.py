"""How parent and child talk: JSON objects over a pipe, each behind its length in four bytes.

The parent sends ``{"act": …}`` once, the job, and then answers questions. The child sends ``{"tell": <what>, …}`` while
it works, ``{"ask": <what>, "number": n, …}`` for what only the parent can do, and at last ``{"done": …}`` or
``{"failed": …}``.
"""

from __future__ import annotations

import json
import struct
from typing import Any, BinaryIO

HEADER = struct.Struct(">I")
MOST_BYTES = 128 * 1024 * 1024
"""No frame is longer: what is, is refused by whoever would send it."""


class TooLong(Exception):
    """What was to be sent is longer than a frame may be."""


def pack(frame: dict[str, Any]) -> bytes:
    """A frame as it goes over the pipe. Raises `TooLong`, and `TypeError` or `ValueError` for what JSON cannot hold."""
    payload = json.dumps(frame, separators=(",", ":")).encode()
    if len(payload) > MOST_BYTES:
        raise TooLong(f"it would take {len(payload) // 1_000_000} MB, and {MOST_BYTES // 1_000_000} are allowed")
    return HEADER.pack(len(payload)) + payload


def read(stream: BinaryIO) -> dict[str, Any] | None:
    """The next frame of a blocking pipe; None at its end."""
    header = stream.read(HEADER.size)
    if len(header) < HEADER.size:
        return None
    (length,) = HEADER.unpack(header)
    payload = stream.read(length)
    return unpack(payload) if len(payload) == length else None


def unpack(payload: bytes) -> dict[str, Any]:
    """The frame of a payload."""
    frame: dict[str, Any] = json.loads(payload)
    return frame
