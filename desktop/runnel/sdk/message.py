"""`Message`: a piece of conversation, the value that chat, prompt and model components exchange."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any, Literal

from msgspec import Struct, field
from msgspec.structs import replace

from runnel.schemas.message import MessageRecord, fill_properties


def _now() -> datetime:
    return datetime.now(UTC)


class Message(Struct):
    """A text with its sender, session and looks. The format's type name is ``Message`` (in old files also ``Text``).

    A message whose text is still being written has ``stream``: an iterator of pieces that exactly one reader consumes
    (a chat output, or the engine, which then sets ``text``). Receivers never change a message they were given: they
    `copy` it.
    """

    text: str = ""
    stream: AsyncIterator[str] | None = None
    sender: str | None = None
    """``User`` or ``Machine``; None outside a chat."""
    sender_name: str | None = None
    session_id: str = ""
    flow_id: str | None = None
    files: list[str] = field(default_factory=list)
    """Paths in the file store, ``<flow id>/<name>``."""
    timestamp: datetime = field(default_factory=_now)
    """When it was made, in UTC."""
    id: str | None = None
    """The id of its row, once it is stored."""
    error: bool = False
    edit: bool = False
    category: Literal["message", "error", "warning", "info"] = "message"
    properties: dict[str, Any] = field(default_factory=dict)
    """Only what differs from the defaults; the wire form in ``schemas/message.py`` fills in the rest."""
    content_blocks: list[dict[str, Any]] = field(default_factory=list)

    def copy(self, **changes: Any) -> Message:
        """A message like this one with some fields changed; lists and properties are its own."""
        own: dict[str, Any] = {
            "files": list(self.files),
            "properties": dict(self.properties),
            "content_blocks": list(self.content_blocks),
        }
        return replace(self, **{**own, **changes})

    def record(self) -> MessageRecord:
        """The message as build events and answers carry it: all properties, and the time in UTC without its zone."""
        return MessageRecord(
            timestamp=self.timestamp.astimezone(UTC).replace(tzinfo=None),
            sender=self.sender,
            sender_name=self.sender_name,
            session_id=self.session_id,
            text=self.text,
            files=self.files,
            error=self.error,
            edit=self.edit,
            properties=fill_properties(self.properties),
            category=self.category,
            content_blocks=self.content_blocks,
            id=self.id,
            flow_id=self.flow_id,
        )

    def __str__(self) -> str:
        return self.text
