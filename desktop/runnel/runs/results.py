"""What a vertex build leaves: its values, and the forms in which events, answers and records show them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from msgspec import Struct, field

from runnel.graph import Vertex
from runnel.runs.wire import to_plain
from runnel.sdk import Data, DataFrame, LanguageModel, Message, Usage

_PLAIN_SCALAR = re.compile(r"[A-Za-z][A-Za-z0-9_./()+-]*(?: [A-Za-z0-9_./()+-]+)*\Z")
_RESERVED_SCALARS = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})


class VertexResult(Struct):
    """The outcome of one vertex build.

    ``values`` are the objects that go over edges, by output name. ``results``, ``outputs``, ``artifacts`` and ``logs``
    are JSON-ready forms of them, as the build stream records them; ``messages`` those of the run answer.
    ``inputs`` are the plain parameters, without secrets, for transactions.
    """

    values: dict[str, Any] = field(default_factory=dict)
    stopped: frozenset[str] = frozenset()
    results: dict[str, Any] = field(default_factory=dict)
    outputs: dict[str, Any] = field(default_factory=dict)
    artifacts: dict[str, Any] = field(default_factory=dict)
    logs: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    messages: list[dict[str, Any]] = field(default_factory=list)
    inputs: dict[str, Any] = field(default_factory=dict)
    params: str = "None"
    is_valid: bool = True
    duration_seconds: float = 0.0
    used_frozen_result: bool = False
    key: str = ""
    """What it was made from (`runs.input_key`); empty where it must not be reused."""
    model_name: str = ""
    """The model that made it, where that is not the one the node names."""
    usage: Usage | None = None
    """What its model calls have cost; None when there were none, and while the answer is still being written."""
    is_restored: bool = False
    """Built by an earlier process, before the run waited for a person."""
    is_reused: bool = False
    """Taken from an earlier build because nothing that goes in has changed."""

    def data(self, *, has_usage: bool = True) -> dict[str, Any]:
        """The ``data`` of an ``end_vertex`` event and of a kept build, with what it cost unless told otherwise."""
        return {
            "results": self.results,
            "outputs": self.outputs,
            "logs": self.logs,
            "message": self.artifacts,
            "artifacts": self.artifacts,
            "timedelta": self.duration_seconds,
            "duration": duration_text(self.duration_seconds),
            "used_frozen_result": self.used_frozen_result or self.is_reused,
            **({"reused": True} if self.is_reused else {}),
            **({"usage": self.usage} if has_usage and self.usage is not None else {}),
        }

    def answer(self, vertex: Vertex) -> dict[str, Any]:
        """The entry of the run answer."""
        return {
            "results": self.results,
            "artifacts": self.artifacts,
            "outputs": self.outputs,
            "logs": self.logs,
            "messages": self.messages,
            "component_display_name": vertex.display_name,
            "component_id": vertex.id,
            "used_frozen_result": self.used_frozen_result,
        }

    def transaction_outputs(self, vertex: Vertex) -> dict[str, Any]:
        """The ``outputs`` of a transaction."""
        return {
            **self.answer(vertex),
            "timedelta": self.duration_seconds,
            "duration": duration_text(self.duration_seconds),
        }


def show_values(result: VertexResult, vertex: Vertex, output_names: tuple[str, ...], streaming: frozenset[str]) -> None:
    """Fill the JSON-ready forms of ``result`` from its values; the text of outputs in ``streaming`` is yet to come."""
    if vertex.is_chat:
        _show_chat(result, vertex, streaming)
        return
    is_text_input = vertex.type == "TextInput"
    for name in output_names:
        if name not in result.values:
            result.outputs[name] = {"message": "", "type": "unknown"}
            result.logs.setdefault(name, [])
            continue
        value = result.values[name]
        if is_text_input and isinstance(value, Message):
            shown: Any = {
                "text": value.text,
                "files": value.files,
                "timestamp": value.timestamp,
                "flow_id": value.flow_id,
            }
            kind = "message"
        else:
            shown, kind = show_value(value)
        result.outputs[name] = {"message": shown, "type": kind}
        result.logs.setdefault(name, [])
        if kind != "unknown":
            text = value.text if isinstance(value, Message) else shown if isinstance(shown, str) else None
            result.artifacts[name] = {
                "repr": shown if text is None else text,
                "raw": shown,
                "type": "stream" if name in streaming else kind,
            }
        if isinstance(value, Message) and (vertex.is_input or vertex.is_output):
            result.results[name] = full_message(value)
            result.params = _yaml({"Text": value.text})


def show_value(value: Any) -> tuple[Any, str]:
    """The JSON-ready form of a value and its log type: text, data, array, object, or unknown for handles."""
    if isinstance(value, Message):
        return value.text, "text"
    if isinstance(value, str):
        return value, "text"
    if isinstance(value, bool | int | float):
        return str(value), "text"
    if isinstance(value, Data):
        return value.data, "data"
    if isinstance(value, DataFrame):
        return value.rows, "array"
    if isinstance(value, list | tuple):
        return [_show_item(item) for item in value], "array"
    if isinstance(value, dict):
        return value, "object"
    if value is None:
        return "", "unknown"
    return (value.model_name if isinstance(value, LanguageModel) else type(value).__name__), "unknown"


def _show_item(value: Any) -> Any:
    return value if isinstance(value, str | int | float | bool | dict) or value is None else to_plain(value)


def _show_chat(result: VertexResult, vertex: Vertex, streaming: frozenset[str]) -> None:
    for name, value in result.values.items():
        result.logs.setdefault(name, [])
        if not isinstance(value, Message):
            result.outputs[name] = {"message": "", "type": "unknown"}
            continue
        result.results[name] = full_message(value)
        result.outputs[name] = {"message": value.record(), "type": "object"}
        result.artifacts = {
            "message": value.text,
            "sender": value.sender,
            "sender_name": value.sender_name,
            "files": value.files,
            "type": "object",
        }
        if name in streaming:
            result.artifacts["type"] = "stream"
            result.artifacts["stream_url"] = f"/api/v1/build/{value.flow_id}/{vertex.id}/stream"
        result.messages = [
            {
                "message": value.text,
                "sender": value.sender,
                "sender_name": value.sender_name,
                "session_id": value.session_id,
                "component_id": vertex.id,
                "files": value.files,
                "type": "message",
            }
        ]
        result.params = _yaml(result.artifacts)


def full_message(message: Message) -> dict[str, Any]:
    """A message as ``results`` hold it: the record under ``data``, and its parts once more beside it."""
    record = message.record()
    return {
        "text_key": "text",
        "data": record,
        "default_value": "",
        "text": record.text,
        "sender": record.sender,
        "sender_name": record.sender_name,
        "files": record.files,
        "session_id": record.session_id,
        "timestamp": message.timestamp.astimezone(UTC),
        "flow_id": record.flow_id,
        "error": record.error,
        "edit": record.edit,
        "properties": record.properties,
        "category": record.category,
        "content_blocks": record.content_blocks,
    }


def duration_text(seconds: float) -> str:
    """``74 ms``, ``1.03 seconds``, ``1 minute, 2.5 seconds``."""
    if seconds < 1:
        return f"{round(seconds * 1000)} ms"
    minutes, rest = divmod(seconds, 60)
    text = f"{rest:.2f}".rstrip("0").rstrip(".")
    shown = f"{text} second" if text == "1" else f"{text} seconds"
    if not minutes:
        return shown
    return f"{int(minutes)} minute{'' if minutes == 1 else 's'}, {shown}"


def timestamp_text(moment: datetime) -> str:
    """``2024-12-23 19:20:11 UTC``."""
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")


def _yaml(values: Mapping[str, Any]) -> str:
    """A list of one mapping in YAML: keys as titles, sorted."""
    lines = [f"{_title(key)}: {_yaml_scalar(value)}" for key, value in sorted(values.items(), key=lambda item: item[0])]
    return "- " + "\n  ".join(lines) + "\n"


@lru_cache(maxsize=32)
def _title(key: str) -> str:
    return key.replace("_", " ").title()


def _yaml_scalar(value: Any) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(_yaml_scalar(item) for item in value) + "]"
    if value is None:
        return "null"
    text = str(value)
    if _PLAIN_SCALAR.match(text) and text.lower() not in _RESERVED_SCALARS:
        return text
    if text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return '"' + "".join(c if c.isprintable() else rf"\u{ord(c):04x}" for c in escaped) + '"'
