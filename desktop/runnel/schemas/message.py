"""Wire forms of a chat message.

Two of them: the *record* (events of a build, the answer of an update) and the *listed* form (``GET /monitor/messages``),
which differ in the timestamp's format, in ``files`` and in ``error``.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

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
