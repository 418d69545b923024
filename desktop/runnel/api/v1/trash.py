"""The trash: what was deleted in the last 30 days, to be brought back or deleted for ever."""

from __future__ import annotations

import asyncio
from uuid import UUID

from runnel.api.auth import Caller
from runnel.schemas.flow import FlowRead, TrashItem
from runnel.schemas.folder import FolderRead
from runnel.state import AppState
from runnel.storage import trash


async def list_trash(state: AppState, caller: Caller) -> list[TrashItem]:
    """List what is in the trash, the newest first."""
    return await state.database.run(trash.list_all, caller.user_id)


async def empty_trash(state: AppState, caller: Caller, messages: bool = False, files: bool = False) -> None:
    """Delete all that is in the trash for ever; ``messages`` and uploaded ``files`` of its flows only when asked."""
    gone = await state.database.run(trash.delete_all, caller.user_id, with_messages=messages)
    await _delete_files(state, gone if files else [])


async def restore_flow(state: AppState, caller: Caller, flow_id: UUID) -> FlowRead:
    """Bring a flow back with its id, its revisions and its builds."""
    return (await state.database.run(trash.restore_flow, caller.user_id, flow_id)).flow


async def restore_folder(state: AppState, caller: Caller, folder_id: UUID) -> FolderRead:
    """Bring a folder back with the flows that went with it."""
    return await state.database.run(trash.restore_folder, caller.user_id, folder_id)


async def delete_trashed_flow(
    state: AppState, caller: Caller, flow_id: UUID, messages: bool = False, files: bool = False
) -> None:
    """Delete a flow for ever; its ``messages`` and uploaded ``files`` only when asked."""
    gone = await state.database.run(trash.delete_flow, caller.user_id, flow_id, with_messages=messages)
    await _delete_files(state, gone if files else [])


async def delete_trashed_folder(
    state: AppState, caller: Caller, folder_id: UUID, messages: bool = False, files: bool = False
) -> None:
    """Delete a folder and the flows that went with it for ever; their ``messages`` and ``files`` only when asked."""
    gone = await state.database.run(trash.delete_folder, caller.user_id, folder_id, with_messages=messages)
    await _delete_files(state, gone if files else [])


async def _delete_files(state: AppState, flow_ids: list[str]) -> None:
    for flow_id in flow_ids:
        await asyncio.to_thread(state.files.delete_all, UUID(flow_id))
