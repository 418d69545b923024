"""Values as they cross the boundary, on the parent's side. `child_values` is the same on the child's.

What JSON has goes as it is; everything else is an object with the mark ``$``. Models, embeddings and tools do not
cross: the child gets a number for each, by which it asks the parent to use it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from runnel.errors import ComponentError
from runnel.sdk import Data, DataFrame, EmbeddingModel, LanguageModel, Message, Tool

_MARK = "$"
_PLAIN_PARTS = ("sender", "sender_name", "session_id", "flow_id", "files", "id", "error", "edit", "category")

UseTool = Callable[[str, Mapping[str, Any]], Awaitable[Any]]
"""Uses a tool that the code has made, by its name, with these arguments."""


def encode(value: Any, handles: list[Any]) -> Any:
    """A value as it is sent; models and tools are added to ``handles``. Raises `ComponentError` for other handles."""
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, list | tuple):
        return [encode(item, handles) for item in value]
    if isinstance(value, Mapping):
        entries = {str(name): encode(item, handles) for name, item in value.items()}
        return {_MARK: "dict", "entries": entries} if _MARK in entries else entries
    if isinstance(value, Message):
        return _encode_message(value, handles)
    if isinstance(value, Data):
        data = encode(value.data, handles)
        return {_MARK: "Data", "data": data, "text_key": value.text_key, "default_value": value.default_value}
    if isinstance(value, DataFrame):
        return {_MARK: "DataFrame", "rows": encode(value.rows, handles)}
    if isinstance(value, Path):
        return {_MARK: "Path", "path": str(value)}
    return _encode_handle(value, handles)


def _encode_message(message: Message, handles: list[Any]) -> dict[str, Any]:
    return {
        _MARK: "Message",
        "text": message.text,
        **{name: getattr(message, name) for name in _PLAIN_PARTS},
        "timestamp": message.timestamp.astimezone(UTC).isoformat(),
        "properties": encode(message.properties, handles),
        "content_blocks": encode(message.content_blocks, handles),
    }


def _encode_handle(value: Any, handles: list[Any]) -> dict[str, Any]:
    handles.append(value)
    handle = len(handles) - 1
    if isinstance(value, Tool):
        about = {"name": value.name, "description": value.description, "parameters": dict(value.parameters)}
        return {_MARK: "Tool", "handle": handle, **about}
    if isinstance(value, LanguageModel):
        return {_MARK: "LanguageModel", "handle": handle, "model_name": value.model_name}
    if isinstance(value, EmbeddingModel):
        return {_MARK: "Embeddings", "handle": handle, "model_name": value.model_name}
    raise ComponentError(
        f"A {type(value).__name__} cannot be handed to code.",
        "Code runs in a process of its own; texts, records, tables, files, models and tools can be handed to it.",
        "Connect something else.",
    )


def decode(value: Any, use_tool: UseTool) -> Any:
    """The value that the child sent."""
    if isinstance(value, list):
        return [decode(item, use_tool) for item in value]
    if not isinstance(value, dict):
        return value
    kind = value.get(_MARK)
    if kind == "Message":
        return _decode_message(value, use_tool)
    if kind == "Data":
        return Data(decode(value["data"], use_tool), value["text_key"], value["default_value"])
    if kind == "DataFrame":
        return DataFrame(decode(value["rows"], use_tool))
    if kind == "Tool":
        return _tool(value, use_tool)
    entries = value["entries"] if kind == "dict" else value
    return {name: decode(item, use_tool) for name, item in entries.items()}


def _decode_message(value: Mapping[str, Any], use_tool: UseTool) -> Message:
    parts = {name: value[name] for name in _PLAIN_PARTS if value.get(name) is not None}
    moment = value.get("timestamp")
    try:
        parts["timestamp"] = datetime.fromisoformat(moment) if isinstance(moment, str) else datetime.now(UTC)
    except ValueError:
        parts["timestamp"] = datetime.now(UTC)
    if parts["timestamp"].tzinfo is None:
        parts["timestamp"] = parts["timestamp"].replace(tzinfo=UTC)
    for name, empty in (("properties", dict), ("content_blocks", list)):
        stated = decode(value.get(name), use_tool)
        parts[name] = stated if isinstance(stated, empty) else empty()
    return Message(text=value["text"], **parts)


def _tool(about: Mapping[str, Any], use_tool: UseTool) -> Tool:
    name = about["name"]

    async def call(arguments: Mapping[str, Any]) -> Any:
        return await use_tool(name, arguments)

    return Tool(name, about["description"], about["parameters"], call)
