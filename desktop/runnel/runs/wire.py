"""Values of a run as JSON bytes. Whatever a component made can be written, if need be as text."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec

from runnel.schemas.message import MessageRecord
from runnel.sdk import Data, DataFrame, LanguageModel, Message

_MAX_TEXT = 99_999
"""Longer texts are cut in kept records."""
_LINE_ENDS = tuple((chr(code).encode(), b"\\u%04x" % code) for code in (0x85, 0x2028, 0x2029))
"""What JSON may hold as it is and Unicode counts as a line's end, and the escape for it."""


def encode(value: Any) -> bytes:
    """JSON of any value: structs, plain values, and what components pass on; the rest as its text."""
    try:
        return _ENCODER.encode(value)
    except (OverflowError, TypeError, ValueError, RecursionError):
        # Integers beyond 64 bits, lone surrogates, keys that are no texts: slower, and never failing.
        import json

        return json.dumps(_plain(value), separators=(",", ":"), default=str).encode()


def encode_line(value: Any) -> bytes:
    """As `encode`, for streams of lines: those who split a text also where Unicode ends a line get whole lines too."""
    encoded = encode(value)
    for character, escaped in _LINE_ENDS:
        encoded = encoded.replace(character, escaped)
    return encoded


def encode_cut(value: Any, *, is_long: bool = False) -> bytes:
    """As `encode`, with texts over 99,999 characters cut; they then end in ``...``.

    ``is_long`` says that there are such texts: they are cut before anything is written of them.
    """
    if is_long:
        # What goes round in a circle, the encoder ends.
        with suppress(RecursionError):
            value = _cut(value)
    encoded = encode(value)
    if len(encoded) <= _MAX_TEXT:
        return encoded
    return encode(_cut(msgspec.json.decode(encoded)))


def has_long_text(values: Iterable[Any]) -> bool:
    """Whether one of the values is a text or message that is cut in kept records."""
    return any(
        isinstance(value, str | Message) and len(value.text if isinstance(value, Message) else value) > _MAX_TEXT
        for value in values
    )


def to_plain(value: Any) -> Any:
    """What JSON can hold of a value that travels along an edge."""
    if isinstance(value, Message):
        return value.text
    if isinstance(value, Data):
        return value.data
    if isinstance(value, DataFrame):
        return value.rows
    if isinstance(value, LanguageModel):
        return value.model_name
    if isinstance(value, Path):
        return value.name
    return str(value)


_ENCODER = msgspec.json.Encoder(enc_hook=to_plain)


def _plain(value: Any, depth: int = 0) -> Any:
    if depth > 50:
        return str(type(value).__name__)
    if isinstance(value, dict):
        return {str(key): _plain(item, depth + 1) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item, depth + 1) for item in value]
    if isinstance(value, msgspec.Struct):
        return {name: _plain(getattr(value, name), depth + 1) for name in value.__struct_fields__}
    if isinstance(value, msgspec.Raw):
        return msgspec.json.decode(value)
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, Data | DataFrame):
        return _plain(to_plain(value), depth + 1)
    try:
        return msgspec.to_builtins(value, enc_hook=to_plain)
    except (OverflowError, TypeError, ValueError):
        return str(value)


def _cut(value: Any) -> Any:
    """The value with its long texts cut; itself where there are none."""
    if isinstance(value, str):
        return value if len(value) <= _MAX_TEXT else f"{value[:_MAX_TEXT]}..."
    if isinstance(value, dict):
        items = {key: _cut(item) for key, item in value.items()}
        return items if any(items[key] is not item for key, item in value.items()) else value
    if isinstance(value, list):
        cut = [_cut(item) for item in value]
        return cut if any(new is not old for new, old in zip(cut, value, strict=True)) else value
    if isinstance(value, MessageRecord) and len(value.text) > _MAX_TEXT:
        return msgspec.structs.replace(value, text=_cut(value.text))
    return value
