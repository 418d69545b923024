"""What runs left behind: messages and their sessions, vertex builds, transactions."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from msgspec import Meta

from runnel.schemas.message import MessageRead, MessageRecord, MessageUpdate, SessionBranch
from runnel.schemas.monitor import TransactionPage, TransactionRead, VertexBuilds
from runnel.state import AppState
from runnel.storage import messages, records

_PAGE_SIZE = 50


async def list_builds(state: AppState, flow_id: UUID) -> VertexBuilds:
    """List the vertex builds of a flow by vertex, oldest first."""
    state.journal.write_records()
    return await state.database.run(records.list_builds, flow_id)


async def delete_builds(state: AppState, flow_id: UUID) -> None:
    """Remove all vertex builds of a flow."""
    state.journal.write_records()
    await state.database.run(records.delete_builds, flow_id)


async def list_messages(
    state: AppState,
    flow_id: UUID | None = None,
    session_id: str | None = None,
    sender: str | None = None,
    sender_name: str | None = None,
    order_by: str = "timestamp",
) -> list[MessageRead]:
    """List messages by these filters, in ascending order of a field."""
    filters = {
        "flow_id": None if flow_id is None else str(flow_id),
        "session_id": session_id,
        "sender": sender,
        "sender_name": sender_name,
    }
    return await state.database.read(messages.list_all, filters, order_by)


async def list_sessions(state: AppState, flow_id: UUID | None = None) -> list[str]:
    """List the ids of sessions that have messages, the newest first."""
    return await state.database.read(messages.list_sessions, None if flow_id is None else str(flow_id))


async def delete_messages(state: AppState, body: list[UUID]) -> None:
    """Remove messages; unknown ids are passed over."""
    await state.database.run(messages.delete, [str(message_id) for message_id in body])


async def update_message(state: AppState, message_id: UUID, body: MessageUpdate) -> MessageRecord:
    """Change what is sent of a message, and mark it as edited."""
    return await state.database.run(messages.update, message_id, body)


async def branch_session(state: AppState, message_id: UUID, body: SessionBranch) -> list[MessageRead]:
    """Copy a message's session up to that message into another session, which goes on from there."""
    return await state.database.run(messages.branch, message_id, body.session_id, is_included=body.is_included)


async def rename_session(state: AppState, session_id: str, new_session_id: str) -> list[MessageRead]:
    """Give all messages of a session another session id."""
    return await state.database.run(messages.rename_session, session_id, new_session_id)


async def delete_session(state: AppState, session_id: str) -> None:
    """Remove all messages of a session, if there are any."""
    await state.database.run(messages.delete_session, session_id)


async def list_transactions(
    state: AppState,
    flow_id: UUID,
    page: Annotated[int, Meta(ge=1)] | None = None,
    size: Annotated[int, Meta(ge=1, le=100)] | None = None,
) -> list[TransactionRead] | TransactionPage:
    """List the transactions of a flow, oldest first; with ``page`` or ``size`` one page of them."""
    state.journal.write_records()
    if page is None and size is None:
        return await state.database.run(records.list_transactions, flow_id)
    return await state.database.run(records.list_transaction_page, flow_id, page or 1, size or _PAGE_SIZE)
