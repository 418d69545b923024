"""A message as a record: the entries that templates and data components see."""

from __future__ import annotations

from typing import Any

from runnel.sdk import Message


def message_record(message: Message) -> dict[str, Any]:
    """The message's entries by the format's names; ``timestamp`` is UTC, to the second."""
    return {
        "text": message.text,
        "sender": message.sender,
        "sender_name": message.sender_name,
        "session_id": message.session_id,
        "flow_id": message.flow_id,
        "files": list(message.files),
        "timestamp": f"{message.timestamp:%Y-%m-%d %H:%M:%S} UTC",
        "id": message.id,
        "error": message.error,
        "category": message.category,
    }
