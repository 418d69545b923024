"""Files of flows: uploaded, listed, fetched, removed."""

from __future__ import annotations

import asyncio
import hashlib
from pathlib import Path
from uuid import UUID

from starlette.requests import Request
from starlette.responses import FileResponse

from runnel.api.attachment import attachment
from runnel.api.auth import Caller
from runnel.api.uploads import receive_file
from runnel.errors import NotFound, UnsupportedMedia
from runnel.schemas.detail import Notice
from runnel.schemas.file import FileList, FileUploaded
from runnel.state import AppState
from runnel.storage import flows

_IMAGES = {
    "apng": "image/apng",
    "avif": "image/avif",
    "bmp": "image/bmp",
    "gif": "image/gif",
    "ico": "image/x-icon",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "png": "image/png",
    "svg": "image/svg+xml",
    "tif": "image/tiff",
    "tiff": "image/tiff",
    "webp": "image/webp",
}
_INERT = {
    "content-security-policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'",
    "x-content-type-options": "nosniff",
}
"""What is stored came from anywhere: a browser may show it, but never run anything in it."""


async def upload_file(state: AppState, caller: Caller, request: Request, flow_id: UUID) -> FileUploaded:
    """Store a file for a flow: multipart form, field ``file``."""
    incoming = state.files.incoming()
    received = await receive_file(request, incoming, state.settings.max_file_size_upload)
    try:
        await state.database.run(flows.get_revision_id, caller.user_id, flow_id)
        path = await asyncio.to_thread(state.files.keep, incoming, flow_id, received.name)
    finally:
        incoming.unlink(missing_ok=True)
    return FileUploaded(str(flow_id), path)


async def upload_file_by_content(state: AppState, request: Request, flow_id: UUID) -> FileUploaded:
    """Store a file under the digest of its content (deprecated: use ``/files/upload``)."""
    incoming = state.files.incoming()
    received = await receive_file(request, incoming, state.settings.max_file_size_upload)
    try:
        digest = await asyncio.to_thread(_digest, incoming)
        path = await asyncio.to_thread(state.files.keep_by_content, incoming, flow_id, digest, received.name)
    finally:
        incoming.unlink(missing_ok=True)
    return FileUploaded(str(flow_id), str(path))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


async def list_files(state: AppState, caller: Caller, flow_id: UUID) -> FileList:
    """List the names of a flow's files."""
    await state.database.run(flows.get_revision_id, caller.user_id, flow_id)
    return FileList(await asyncio.to_thread(state.files.list_names, flow_id))


async def download_file(state: AppState, flow_id: UUID, file_name: str) -> FileResponse:
    """Fetch a file to be saved. The flow need not exist any more."""
    path = _find(state, flow_id, file_name)
    headers = {**_INERT, "content-disposition": attachment(file_name)}
    return FileResponse(path, media_type="application/octet-stream", headers=headers)


async def get_image(state: AppState, flow_id: UUID, file_name: str) -> FileResponse:
    """Fetch an image to be shown."""
    extension = file_name.rpartition(".")[2].lower() if "." in file_name else ""
    if extension not in _IMAGES:
        kind = f"application/{extension}" if extension.isalnum() else "application/octet-stream"
        raise UnsupportedMedia(f"Content type {kind} is not an image")
    return FileResponse(_find(state, flow_id, file_name), media_type=_IMAGES[extension], headers=_INERT)


async def delete_file(state: AppState, caller: Caller, flow_id: UUID, file_name: str) -> Notice:
    """Remove a file of a flow, if it is there."""
    await state.database.run(flows.get_revision_id, caller.user_id, flow_id)
    await asyncio.to_thread(state.files.delete, flow_id, file_name)
    return Notice(f"File {file_name} deleted successfully")


def _find(state: AppState, flow_id: UUID, file_name: str) -> Path:
    path = state.files.find(flow_id, file_name)
    if path is None:
        raise NotFound(f"File {file_name} not found in flow {flow_id}")
    return path
