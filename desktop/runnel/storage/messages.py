"""Chat messages. They outlive the flow that made them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Literal
from uuid import UUID

import msgspec

from runnel.errors import Invalid, NotFound
from runnel.schemas.message import MessageRead, MessageRecord, MessageUpdate, fill_properties
from runnel.sdk import Message
from runnel.storage import timestamps
from runnel.storage.tables import Message as MessageRow
from runnel.storage.tables import among, connection, new_id

_COLUMNS = (
    "id",
    "flow_id",
    "session_id",
    "timestamp",
    "sender",
    "sender_name",
    "text",
    "files",
    "error",
    "edit",
    "category",
    "properties",
    "content_blocks",
)
_PUT = (
    f"INSERT INTO message ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))}) "
    "ON CONFLICT (id) DO UPDATE SET " + ", ".join(f"{column} = excluded.{column}" for column in _COLUMNS[1:])
)
_SELECT = f"SELECT {', '.join(_COLUMNS)} FROM message"
_FILES = msgspec.json.Decoder(list[str])
_PROPERTIES = msgspec.json.Decoder(dict[str, Any])
_BLOCKS = msgspec.json.Decoder(list[dict[str, Any]])

Filters = dict[str, str | None]
"""Column → value that it must have; None: any."""


def put(messages: Iterable[Message]) -> None:
    """Store messages, replacing those of the same id. Each must have an id."""
    connection().executemany(_PUT, [_row(message) for message in messages])


def _row(message: Message) -> tuple[Any, ...]:
    return (
        message.id,
        message.flow_id,
        message.session_id,
        timestamps.of(message.timestamp),
        message.sender or "",
        message.sender_name or "",
        message.text,
        msgspec.json.encode(message.files).decode(),
        message.error,
        message.edit,
        message.category,
        msgspec.json.encode(message.properties).decode(),
        msgspec.json.encode(message.content_blocks).decode(),
    )


def _message(row: tuple[Any, ...]) -> Message:
    return Message(
        id=row[0],
        flow_id=row[1],
        session_id=row[2],
        timestamp=timestamps.moment(row[3]),
        sender=row[4],
        sender_name=row[5],
        text=row[6],
        files=_FILES.decode(row[7]),
        error=bool(row[8]),
        edit=bool(row[9]),
        category=row[10],
        properties=_PROPERTIES.decode(row[11]),
        content_blocks=_BLOCKS.decode(row[12]),
    )


def _read(row: tuple[Any, ...]) -> MessageRead:
    return MessageRead(
        id=row[0],
        flow_id=row[1],
        timestamp=timestamps.spaced(row[3]),
        sender=row[4],
        sender_name=row[5],
        session_id=row[2],
        text=row[6],
        files=row[7],
        edit=bool(row[9]),
        properties=fill_properties(_PROPERTIES.decode(row[11])),
        category=row[10],
        content_blocks=msgspec.Raw(row[12]),
    )


def _where(filters: Filters) -> tuple[str, list[str]]:
    wanted = {column: value for column, value in filters.items() if value is not None}
    if not wanted:
        return "", []
    return " WHERE " + " AND ".join(f"{column} = ?" for column in wanted), list(wanted.values())


def find(filters: Filters, order: Literal["ASC", "DESC"] = "ASC", limit: int | None = None) -> list[Message]:
    """Messages by these filters, by time; ``limit`` keeps the newest."""
    where, values = _where(filters)
    newest_first = limit is not None or order == "DESC"
    direction = "DESC" if newest_first else "ASC"
    rows = (
        connection()
        .execute(
            f"{_SELECT}{where} ORDER BY timestamp {direction}, number {direction} LIMIT ?",
            [*values, -1 if limit is None else limit],
        )
        .fetchall()
    )
    if newest_first and order == "ASC":
        rows.reverse()
    return [_message(row) for row in rows]


def list_all(filters: Filters, order_by: str = "timestamp") -> list[MessageRead]:
    """Messages by these filters in ascending order of a field. Raises `Invalid` for what is no field."""
    if order_by not in _COLUMNS:
        raise Invalid(f"order_by must be a field of messages, not {order_by!r}")
    where, values = _where(filters)
    rows = connection().execute(f"{_SELECT}{where} ORDER BY {order_by}, number", values).fetchall()
    return [_read(row) for row in rows]


def list_sessions(flow_id: str | None) -> list[str]:
    """Ids of the sessions that have messages (of a flow), the newest first."""
    where, values = _where({"flow_id": flow_id})
    rows = connection().execute(
        f"SELECT session_id FROM message{where} GROUP BY session_id ORDER BY max(timestamp) DESC",
        values,
    )
    return [session_id for (session_id,) in rows]


def update(message_id: UUID, change: MessageUpdate) -> MessageRecord:
    """Change what was sent (null counts as not sent) and mark the message as edited. Raises `NotFound`."""
    rows = connection().execute(f"{_SELECT} WHERE id = ?", [str(message_id)]).fetchall()
    if not rows:
        raise NotFound("Message not found")
    changes = {name: value for name, value in msgspec.structs.asdict(change).items() if value is not None}
    message = _message(rows[0]).copy(**{**changes, "edit": True})
    put([message])
    return _message(_row(message)).record()


def rename_session(old: str, new: str) -> list[MessageRead]:
    """Give all messages of a session another session id; they are returned. Raises `NotFound` when there are none."""
    ids = [row[0] for row in connection().execute("SELECT id FROM message WHERE session_id = ?", [old])]
    if not ids:
        raise NotFound("No messages found with the given session ID")
    connection().execute("UPDATE message SET session_id = ? WHERE session_id = ?", [new, old])
    rows = connection().execute(
        f"{_SELECT} WHERE id IN (SELECT value FROM json_each(?)) ORDER BY timestamp, number",
        [msgspec.json.encode(ids).decode()],
    )
    return [_read(row) for row in rows]


def branch(message_id: UUID, session_id: str, *, is_included: bool) -> list[MessageRead]:
    """Copy a message's session up to it, itself included or not, into another session. Raises `NotFound`."""
    rows = connection().execute(f"{_SELECT} WHERE id = ?", [str(message_id)]).fetchall()
    if not rows:
        raise NotFound("Message not found")
    here = _message(rows[0])
    before = find({"flow_id": here.flow_id, "session_id": here.session_id})
    end = [message.id for message in before].index(here.id) + is_included
    copies = [message.copy(id=new_id(), session_id=session_id) for message in before[:end]]
    put(copies)
    return [_read(_row(message)) for message in copies]


def delete(message_ids: Sequence[str]) -> None:
    """Remove messages; unknown ids are passed over."""
    connection().executemany("DELETE FROM message WHERE id = ?", [(message_id,) for message_id in message_ids])


def delete_session(session_id: str) -> None:
    """Remove all messages of a session, if there are any."""
    MessageRow.delete().where(MessageRow.session_id == session_id).execute()


def forget_flows(flow_ids: Iterable[str]) -> None:
    """Remove all messages of flows that are deleted for ever together with them."""
    MessageRow.delete().where(MessageRow.flow_id.in_(among(list(flow_ids)))).execute()


def with_id(message: Message) -> Message:
    """The message with an id: its own, or a new one."""
    return message if message.id else message.copy(id=new_id())
