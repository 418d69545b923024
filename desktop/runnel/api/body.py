"""The body of a request: its bytes, bounded in depth, decoded into a type with the recorded errors."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

import msgspec
from starlette.requests import Request

from runnel.api.problems import missing, problem
from runnel.api.reading import read_as
from runnel.errors import InvalidFields

MAX_DEPTH = 120
"""Nesting of a JSON body. Real flows stay below 20; deeper ones only serve to exhaust the stack."""

_LARGE_BYTES = 100_000
"""Texts of this size have more than a few brackets: counting them first is for nothing."""
_ALL_BUT_STRUCTURE = bytes(set(range(256)) - set(b'[]{}"'))
_STRING = re.compile(rb'"[^"]*"')
_REQUIRED: Any = object()


async def read_body(request: Request, wanted: Any, default: Any = _REQUIRED) -> Any:
    """The JSON body as ``wanted`` (a Struct, a list of UUIDs …), or ``default`` if there is no body.

    JSON is read with a JSON content type only; any other, or none, makes the body a mere text.
    Raises `InvalidFields` listing everything that is wrong with it.
    """
    content = await request.body()
    if not content:
        return _absent(default)
    if not _is_json(request.headers.get("content-type", "")):
        return _read_value(content.decode("utf-8", errors="replace"), wanted)
    if content.strip() == b"null":
        return _absent(default)
    if is_too_deep(content):
        raise InvalidFields([_malformed(0, f"nested deeper than {MAX_DEPTH} levels")])
    try:
        return _decoder(wanted).decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return _read_value(decode_json(content), wanted)


def decode_json(content: bytes) -> Any:
    """Any JSON value. Raises `InvalidFields` with the offset at which it breaks."""
    if is_too_deep(content):
        raise InvalidFields([_malformed(0, f"nested deeper than {MAX_DEPTH} levels")])
    try:
        return msgspec.json.decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InvalidFields([_locate(content, str(error))]) from None


def is_too_deep(content: bytes) -> bool:
    """Whether JSON text is nested deeper than `MAX_DEPTH`; linear, free for small texts, a few ms for megabytes."""
    if len(content) < _LARGE_BYTES and content.count(b"[") + content.count(b"{") <= MAX_DEPTH:
        return False
    if b'\\\\"' in content:
        content = content.replace(b"\\\\", b"")
    quoted = content.replace(b'\\"', b"").translate(None, _ALL_BUT_STRUCTURE)
    # Most strings hold no bracket: they are gone at once, and the few others after them.
    brackets = rest = _STRING.sub(b"", quoted.replace(b'""', b""))
    for _ in range(MAX_DEPTH // 2):
        if not rest:
            return False
        # Takes away one or two of the innermost levels.
        rest = rest.replace(b"{}", b"").replace(b"[]", b"")
    depth = deepest = 0
    for byte in brackets:
        depth += 1 if byte in b"[{" else -1
        deepest = max(deepest, depth)
    return deepest > MAX_DEPTH


def _absent(default: Any) -> Any:
    if default is _REQUIRED:
        raise InvalidFields([missing(("body",), None)])
    return default


def _read_value(value: Any, wanted: Any) -> Any:
    problems: list[dict[str, Any]] = []
    result = read_as(value, wanted, ("body",), problems)
    if problems:
        raise InvalidFields(problems)
    return result


def _is_json(content_type: str) -> bool:
    media = content_type.partition(";")[0].strip().lower()
    return media == "application/json" or (media.startswith("application/") and media.endswith("+json"))


def _locate(content: bytes, reason: str) -> dict[str, Any]:
    try:
        json.loads(content)
    except json.JSONDecodeError as error:
        return _malformed(error.pos, error.msg)
    except UnicodeDecodeError as error:
        return _malformed(error.start, "not UTF-8")
    except (RecursionError, ValueError):
        pass
    # JSON for Python, but not for the standard: NaN, lone surrogates, numbers without end.
    return _malformed(0, reason)


def _malformed(offset: int, reason: str) -> dict[str, Any]:
    return problem("json_invalid", ("body", offset), "JSON decode error", {}, error=reason)


@cache
def _decoder(wanted: Any) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(wanted)
