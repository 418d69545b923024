"""Files of a user, outside any flow: uploaded once, used in many flows by their path."""

from __future__ import annotations

import asyncio
import io
import zipfile
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Annotated
from uuid import UUID

from msgspec import Meta
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from runnel.api.attachment import attachment
from runnel.api.auth import Caller
from runnel.api.uploads import receive_file
from runnel.errors import NotFound
from runnel.schemas.detail import Detail, Notice
from runnel.schemas.user_file import UserFileCreated, UserFileRead
from runnel.state import AppState
from runnel.storage import user_files
from runnel.storage.files import FileStore, check_name


async def upload_user_file(state: AppState, caller: Caller, request: Request) -> UserFileCreated:
    """Store a file: multipart form, field ``file``. A taken name is numbered."""
    incoming = state.files.incoming()
    received = await receive_file(request, incoming, state.settings.max_file_size_upload)
    try:
        name = check_name(received.name)
        state.files.resolve(f"{caller.user_id}/{name}")
        made = await state.database.run(user_files.create, caller.user_id, name, received.size_bytes)
        await asyncio.to_thread(state.files.keep_as, incoming, made.path)
    finally:
        incoming.unlink(missing_ok=True)
    return made


async def list_user_files(state: AppState, caller: Caller) -> list[UserFileRead]:
    """List the caller's files."""
    return await state.database.run(user_files.list_all, caller.user_id)


async def download_user_file(state: AppState, caller: Caller, file_id: UUID) -> Response:
    """Fetch a file to be saved."""
    file = await state.database.run(user_files.get, caller.user_id, file_id)
    path = state.files.resolve(file.path)
    if not path.is_file():
        raise NotFound("File not found")
    headers = {"content-disposition": attachment(_file_name(file)), "content-security-policy": "sandbox"}
    return FileResponse(path, media_type="application/octet-stream", headers=headers)


async def rename_user_file(
    state: AppState, caller: Caller, file_id: UUID, name: Annotated[str, Meta(min_length=1, max_length=200)]
) -> UserFileRead:
    """Give a file another name; its path stays, so flows that use it go on doing so."""
    return await state.database.run(user_files.rename, caller.user_id, file_id, check_name(name))


async def delete_user_file(state: AppState, caller: Caller, file_id: UUID) -> Detail:
    """Remove a file."""
    file = await state.database.run(user_files.get, caller.user_id, file_id)
    await _delete(state, caller, [file])
    return Detail(f"File {file.name} deleted successfully")


async def download_user_files(state: AppState, caller: Caller, body: list[UUID]) -> Response:
    """Fetch several files as a ZIP."""
    files = await _find(state, caller, body)
    content = await asyncio.to_thread(_zip, state.files, files)
    headers = {"content-disposition": attachment("files.zip")}
    return Response(content, media_type="application/x-zip-compressed", headers=headers)


async def delete_user_files(state: AppState, caller: Caller, body: list[UUID]) -> Notice:
    """Remove several files."""
    files = await _find(state, caller, body)
    await _delete(state, caller, files)
    return Notice(f"{len(files)} files deleted successfully")


async def delete_all_user_files(state: AppState, caller: Caller) -> Notice:
    """Remove all the caller's files."""
    files = await state.database.run(user_files.list_all, caller.user_id)
    await _delete(state, caller, files)
    return Notice(f"All {len(files)} files deleted successfully")


async def _find(state: AppState, caller: Caller, file_ids: Sequence[UUID]) -> list[UserFileRead]:
    files = await state.database.run(user_files.list_some, caller.user_id, file_ids)
    if not files:
        raise NotFound("File not found")
    return files


async def _delete(state: AppState, caller: Caller, files: Sequence[UserFileRead]) -> None:
    await state.database.run(user_files.delete, caller.user_id, [file.id for file in files])
    for file in files:
        await asyncio.to_thread(state.files.resolve(file.path).unlink, missing_ok=True)


def _file_name(file: UserFileRead) -> str:
    return file.name + PurePosixPath(file.path).suffix


def _zip(store: FileStore, files: Sequence[UserFileRead]) -> bytes:
    """A ZIP of the files by their paths' names, which are unique. Held in memory: uploads are bounded."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            path = store.resolve(file.path)
            if path.is_file():
                archive.write(path, PurePosixPath(file.path).name)
    return content.getvalue()
