"""A vertex that failed: how its error is told, to people and on the wire."""

from __future__ import annotations

import traceback
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from msgspec import Struct

from runnel.errors import AppError, ComponentError
from runnel.graph import Vertex
from runnel.runs.results import VertexResult, timestamp_text
from runnel.schemas.message import fill_properties
from runnel.sdk import Message

_OTHER_NAMES = {"base_url": ("api_base", "api_url", "endpoint")}
"""How nodes call a field, beside the name that errors have for it."""


class RunFailed(AppError):
    """A run did not come to its end; ``detail`` is what happened."""

    status = 500


class SourceFailed(Exception):
    """Another vertex (``vertex_id``) failed while this one was waiting for what it gives; the cause says why."""

    def __init__(self, vertex_id: str, cause: Exception) -> None:
        super().__init__(str(cause))
        self.vertex_id = vertex_id
        self.cause = cause


class VertexFailure(Struct, frozen=True):
    """What a vertex failed of: ``text`` names the component too, ``reason`` says it in one short sentence."""

    error: ComponentError
    vertex_id: str
    text: str
    reason: str = ""

    @classmethod
    def of(cls, vertex: Vertex, error: ComponentError) -> VertexFailure:
        """The failure of a vertex, by its error."""
        return cls(error, vertex.id, error_text(vertex, error), f"{vertex.display_name}: {error.what}")


def as_component_error(error: BaseException) -> ComponentError:
    """The error in three parts, whatever it was."""
    if isinstance(error, ComponentError):
        return error
    if isinstance(error, AppError):
        return ComponentError(error.detail if isinstance(error.detail, str) else str(error))
    text = str(error).strip()
    return ComponentError(f"{type(error).__name__}: {text}" if text else type(error).__name__)


def error_text(vertex: Vertex, error: ComponentError) -> str:
    """The whole error in one text that names the component."""
    return f"Error building Component {vertex.display_name}: {error}"


def trace(error: BaseException) -> str:
    """Where an unforeseen error came from: functions and lines without folders; empty for errors that are told."""
    if isinstance(error, AppError):
        return ""
    frames = traceback.extract_tb(error.__traceback__)
    names = (frame.filename.replace("\\", "/").rpartition("/")[2] for frame in frames)
    return "\n".join(f"{name}:{frame.lineno} in {frame.name}" for name, frame in zip(names, frames, strict=True))


def failed_result(
    vertex: Vertex, output_names: tuple[str, ...], error: ComponentError, trace_text: str
) -> VertexResult:
    """The result of a failed build: no values, the text under its first output."""
    text = error_text(vertex, error)
    name = output_names[0] if output_names else "output"
    return VertexResult(
        outputs={name: {"message": {"errorMessage": text, "stackTrace": trace_text}, "type": "error"}},
        params=text,
        is_valid=False,
    )


def error_message(vertex: Vertex, error: ComponentError, trace_text: str, session_id: str, flow_id: str) -> Message:
    """The chat message that tells of a failed vertex, to be stored."""
    reason = " ".join(part for part in (error.what, error.why) if part)
    return Message(
        id=str(uuid4()),
        text=f"**{vertex.display_name}**: {reason}" + (f"\n\n{error.do}" if error.do else ""),
        sender=vertex.display_name,
        sender_name=vertex.display_name,
        session_id=session_id,
        flow_id=flow_id,
        timestamp=datetime.now(UTC),
        error=True,
        category="error",
        properties={
            "text_color": "red",
            "background_color": "red",
            "source": {"id": vertex.id, "display_name": vertex.display_name, "source": vertex.display_name},
            "icon": "error",
        },
        content_blocks=[
            {
                "title": "Error",
                "contents": [
                    {
                        "type": "error",
                        "duration": None,
                        "header": {},
                        "component": vertex.display_name,
                        "field": _field_at_fault(vertex, error),
                        "reason": reason,
                        "solution": error.do or None,
                        "traceback": trace_text,
                    }
                ],
                "allow_markdown": True,
                "media_url": None,
            }
        ],
    )


def _field_at_fault(vertex: Vertex, error: ComponentError) -> str | None:
    """The vertex's own field for what the error names: those of vendors are called ``mistral_api_key`` and the like."""
    if error.field is None:
        return None
    for name in (error.field, *_OTHER_NAMES.get(error.field, ())):
        for field in vertex.template:
            if field == name or field.endswith(f"_{name}"):
                return field
    return error.field


def error_event(message: Message) -> dict[str, Any]:
    """The data of an ``error`` event for an error message."""
    properties = fill_properties(message.properties)
    return {
        "text": message.text,
        "sender": message.sender,
        "sender_name": message.sender_name,
        "session_id": message.session_id,
        "flow_id": message.flow_id,
        "timestamp": timestamp_text(message.timestamp),
        "files": [],
        "error": True,
        "edit": False,
        "category": "error",
        "format_type": "error",
        "properties": properties,
        "content_blocks": message.content_blocks,
        "id": message.id,
        "background_color": properties["background_color"],
        "text_color": properties["text_color"],
        "allow_markdown": False,
    }
