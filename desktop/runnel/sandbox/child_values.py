"""Values as they cross the boundary, on the child's side. `values` is the same on the parent's."""

from __future__ import annotations

import math
import os
import sys
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from runnel.sandbox.channel import Channel
from runnel.sandbox.handles import ChatText, Embeddings, GivenTool, LanguageModel
from runnel.sandbox.language import Data, DataFrame, Message
from runnel.sandbox.tools import StructuredTool

_MARK = "$"
_MESSAGE_PARTS = tuple(Message._PARTS)


def decode(value: Any, channel: Channel, *, as_sdk: bool = False) -> Any:
    """The value that was sent, in the component language (``as_sdk``: in that of `runnel.sdk`)."""
    if isinstance(value, list):
        return [decode(item, channel, as_sdk=as_sdk) for item in value]
    if not isinstance(value, dict):
        return value
    kind = value.get(_MARK)
    if kind is None:
        return {name: decode(item, channel, as_sdk=as_sdk) for name, item in value.items()}
    made = _decode_marked(kind, value, channel)
    return to_sdk(made) if as_sdk else made


def _decode_marked(kind: str, value: dict[str, Any], channel: Channel) -> Any:
    if kind == "Message":
        parts = {name: decode(value[name], channel) for name in _MESSAGE_PARTS if name in value}
        return Message(text=value["text"], **parts)
    if kind == "Data":
        return Data(decode(value["data"], channel), value["text_key"], value["default_value"])
    if kind == "DataFrame":
        return DataFrame(decode(value["rows"], channel))
    if kind == "Path":
        return _StoredPath(value["path"])
    if kind == "LanguageModel":
        return LanguageModel(channel, value["handle"], value["model_name"])
    if kind == "Embeddings":
        return Embeddings(channel, value["handle"], value["model_name"])
    if kind == "Tool":
        return GivenTool(channel, value)
    return {name: decode(item, channel) for name, item in value["entries"].items()}


class _StoredPath(str):
    """The path of a file: a text to code in the language of flow files."""


def to_sdk(value: Any) -> Any:
    """A value of the component language as `runnel.sdk` has it."""
    if isinstance(value, list):
        return [to_sdk(item) for item in value]
    if isinstance(value, _StoredPath):
        return Path(value)
    if isinstance(value, Data | DataFrame):
        from runnel import sdk

        if isinstance(value, Message):
            parts = {name: value.data[name] for name in _MESSAGE_PARTS if name != "timestamp"}
            moment = value.data.get("timestamp")
            if isinstance(moment, str) and moment:
                parts["timestamp"] = datetime.fromisoformat(moment)
            return sdk.Message(text=str(value.get_text()), **parts)
        if isinstance(value, Data):
            return sdk.Data(value.data, value.text_key, value.default_value)
        return sdk.DataFrame(value.rows)
    return value


def encode(value: Any, *, is_lenient: bool = False) -> Any:
    """A value as it is sent. Raises `TypeError` for what cannot leave the child; ``is_lenient`` sends its text."""
    if value is None or isinstance(value, bool | str | int):
        return str(value) if isinstance(value, str) else value
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, list | tuple | set | frozenset):
        return [encode(item, is_lenient=is_lenient) for item in value]
    if isinstance(value, Mapping):
        entries = {str(name): encode(item, is_lenient=is_lenient) for name, item in value.items()}
        return {_MARK: "dict", "entries": entries} if _MARK in entries else entries
    if isinstance(value, Message):
        parts = {name: encode(value.data.get(name), is_lenient=True) for name in _MESSAGE_PARTS}
        return {_MARK: "Message", "text": str(value.get_text()), **parts}
    if isinstance(value, Data):
        data = encode(dict(value.data), is_lenient=True)
        return {_MARK: "Data", "data": data, "text_key": value.text_key, "default_value": str(value.default_value)}
    if isinstance(value, DataFrame):
        return {_MARK: "DataFrame", "rows": [encode(row, is_lenient=True) for row in value.rows]}
    if isinstance(value, StructuredTool):
        about = {"name": value.name, "description": value.description, "parameters": value.parameters}
        return {_MARK: "Tool", **about}
    if isinstance(value, ChatText):
        return {_MARK: "Message", "text": value.text}
    if isinstance(value, date | os.PathLike):
        return value.isoformat() if isinstance(value, date) else os.fspath(value)
    return _encode_foreign(value, is_lenient)


def _encode_foreign(value: Any, is_lenient: bool) -> Any:
    """What other libraries make: records of `runnel.sdk`, tables of pandas, models of pydantic, numbers of numpy."""
    sdk = sys.modules.get("runnel.sdk")
    if sdk is not None and isinstance(value, sdk.Message):
        parts = {name: encode(getattr(value, name), is_lenient=True) for name in _MESSAGE_PARTS}
        return {_MARK: "Message", "text": value.text, **parts}
    if sdk is not None and isinstance(value, sdk.Data):
        return encode(Data(value.data, value.text_key, value.default_value))
    if sdk is not None and isinstance(value, sdk.DataFrame):
        return encode(DataFrame(value.rows))
    if type(value).__name__ == "DataFrame" and hasattr(value, "to_dict"):
        return encode(DataFrame(value.to_dict("records")))
    if hasattr(value, "model_dump"):
        return encode(value.model_dump(), is_lenient=is_lenient)
    if hasattr(value, "tolist"):
        return encode(value.tolist(), is_lenient=is_lenient)
    if is_lenient:
        return str(value)
    raise TypeError(
        f"The code gave a {type(value).__name__}. What leaves it must be a text, a number, a Message, Data, "
        "a DataFrame, a tool, or a list or dict of these"
    )


def encode_plain(value: Any) -> Any:
    """What an agent is told of a tool's result: a text or a JSON value."""
    if isinstance(value, Message):
        return str(value.get_text())
    if isinstance(value, Data):
        return encode(dict(value.data), is_lenient=True)
    if isinstance(value, DataFrame):
        return encode(value.rows, is_lenient=True)
    if isinstance(value, list | tuple):
        return [encode_plain(item) for item in value]
    return encode(value, is_lenient=True)
