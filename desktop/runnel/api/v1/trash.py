"""The trash: what was deleted in the last 30 days, to be brought back or deleted for ever."""

from __future__ import annotations

from uuid import UUID

from runnel.api.auth import Caller
from runnel.schemas.flow import FlowRead, TrashItem
from runnel.schemas.folder import FolderRead
from runnel.state import AppState
from runnel.storage import trash


async def list_trash(state: AppState, caller: Caller) -> list[TrashItem]:
    """List what is in the trash, the newest first."""
    return await state.database.run(trash.list_all, caller.user_id)


async def empty_trash(state: AppState, caller: Caller) -> None:
    """Delete all that is in the trash for ever."""
    await state.database.run(trash.delete_all, caller.user_id)


async def restore_flow(state: AppState, caller: Caller, flow_id: UUID) -> FlowRead:
    """Bring a flow back with its id, its revisions and its builds."""
    return (await state.database.run(trash.restore_flow, caller.user_id, flow_id)).flow


async def restore_folder(state: AppState, caller: Caller, folder_id: UUID) -> FolderRead:
    """Bring a folder back with the flows that went with it."""
    return await state.database.run(trash.restore_folder, caller.user_id, folder_id)


async def delete_trashed_flow(state: AppState, caller: Caller, flow_id: UUID) -> None:
    """Delete a flow for ever; its messages and uploaded files stay."""
    await state.database.run(trash.delete_flow, caller.user_id, flow_id)


async def delete_trashed_folder(state: AppState, caller: Caller, folder_id: UUID) -> None:
    """Delete a folder and the flows that went with it for ever."""
    await state.database.run(trash.delete_folder, caller.user_id, folder_id)
