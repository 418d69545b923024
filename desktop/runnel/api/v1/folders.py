"""Folders of flows, also as files."""

from __future__ import annotations

import asyncio
from typing import Annotated
from uuid import UUID

from msgspec import Meta
from starlette.responses import Response

from runnel.api.auth import Caller
from runnel.api.endpoint import Upload
from runnel.api.v1.flows import read_upload, zip_response
from runnel.errors import NotFound
from runnel.schemas.flow import FlowRead
from runnel.schemas.folder import FolderCreate, FolderRead, FolderUpdate, FolderWithFlows, FolderWithPage
from runnel.state import AppState
from runnel.storage import flow_files, flows, folders

_PAGE_SIZE = 50


async def list_folders(state: AppState, caller: Caller) -> list[FolderRead]:
    """List the folders, the default one first."""
    return await state.database.run(folders.list_all, caller.user_id)


async def create_folder(state: AppState, caller: Caller, body: FolderCreate) -> FolderRead:
    """Make a folder and move the named flows into it; a taken name is numbered."""
    return await state.database.run(folders.create, caller.user_id, body)


async def get_folder(
    state: AppState,
    caller: Caller,
    folder_id: UUID,
    page: Annotated[int, Meta(ge=0)] | None = None,
    size: Annotated[int, Meta(ge=1, le=100)] | None = None,
    is_component: bool = False,
    is_flow: bool = False,
    search: str = "",
) -> FolderWithFlows | FolderWithPage:
    """Read a folder with all its flows, or with ``page`` or ``size`` one page of them, newest change first."""
    if page is None and size is None:
        return await state.database.read(folders.get_with_flows, caller.user_id, folder_id)
    return await state.database.run(
        folders.get_with_page,
        caller.user_id,
        folder_id,
        page=page or 1,
        size=size or _PAGE_SIZE,
        is_component=is_component,
        is_flow=is_flow,
        search=search,
    )


async def update_folder(state: AppState, caller: Caller, folder_id: UUID, body: FolderUpdate) -> FolderRead:
    """Change what is sent of a folder; ``flows`` and ``components`` together become its whole content."""
    return await state.database.run(folders.update, caller.user_id, folder_id, body)


async def delete_folder(state: AppState, caller: Caller, folder_id: UUID) -> None:
    """Move a folder and the flows in it to the trash."""
    await state.database.run(folders.delete, caller.user_id, folder_id)


async def download_folder(state: AppState, caller: Caller, folder_id: UUID, without_secrets: bool = False) -> Response:
    """Take out the flows of a folder as a ZIP, without the keys in them.

    ``without_secrets`` (ours) empties every secret that is written out, not just API keys and tokens.
    """
    folder = await state.database.read(folders.get_with_flows, caller.user_id, folder_id)
    if not folder.flows:
        raise NotFound("No flows found in folder")
    extras = await state.database.run(flows.list_extras, [flow.id for flow in folder.flows])
    content = await asyncio.to_thread(
        flow_files.write_zip, folder.flows, extras, is_every_secret_emptied=without_secrets
    )
    return zip_response(content, f"{flow_files.stamp()}_{folder.name}_flows.zip")


async def upload_folder(state: AppState, caller: Caller, file: Upload) -> list[FlowRead]:
    """Bring in a folder from a file (JSON, or a ZIP of flows): all of it or nothing."""
    content, name = await read_upload(state, file)
    folder = await asyncio.to_thread(flow_files.read_folder, content, name)
    return await state.database.run(
        folders.create_with_flows, caller.user_id, folder.folder_name, folder.folder_description, folder.flows
    )
