"""Wire forms of a chat message.

Two of them: the *record* (events of a build, the answer of an update) and the *listed* form (``/monitor/messages``),
which differ in the timestamp's format, in ``files`` and in ``error``.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal

import msgspec

Category = Literal["message", "error", "warning", "info"]

_PROPERTIES: Mapping[str, Any] = {
    "text_color": "",
    "background_color": "",
    "edited": False,
    "source": {"id": None, "display_name": None, "source": None},
    "icon": "",
    "allow_markdown": False,
    "state": "complete",
    "targets": [],
}


def fill_properties(properties: Mapping[str, Any]) -> dict[str, Any]:
    """All properties of a message: those given, the defaults for the rest."""
    return {**_PROPERTIES, **properties}


class MessageRecord(msgspec.Struct):
    """A message as build events and the answer of an update carry it. ``timestamp`` is UTC without its zone."""

    timestamp: datetime
    sender: str | None
    sender_name: str | None
    session_id: str
    text: str
    files: list[str]
    error: bool
    edit: bool
    properties: dict[str, Any]
    category: Category
    content_blocks: list[dict[str, Any]]
    id: str | None
    flow_id: str | None


class MessageRead(msgspec.Struct):
    """A message as lists show it: ``timestamp`` reads ``2024-12-23 19:20:11 UTC``, ``files`` is a JSON text."""

    id: str
    flow_id: str | None
    timestamp: str
    sender: str
    sender_name: str
    session_id: str
    text: str
    files: str
    edit: bool
    properties: dict[str, Any]
    category: str
    content_blocks: msgspec.Raw


class MessageUpdate(msgspec.Struct):
    """Changes of a message; null counts as not sent. Whatever is sent for ``edit``, it becomes true."""

    text: str | None = None
    sender: str | None = None
    sender_name: str | None = None
    session_id: str | None = None
    files: list[str] | None = None
    error: bool | None = None
    edit: bool | None = None


class SessionBranch(msgspec.Struct):
    """The session that a conversation is copied into, and whether the message where it parts goes along."""

    session_id: Annotated[str, msgspec.Meta(min_length=1)]
    is_included: bool = True
