"""Acts of the native window, for its page alone; and what a second start of the program asks of the first."""

from __future__ import annotations

import asyncio
import hashlib
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse

from runnel.api.attachment import attachment
from runnel.api.auth import Caller
from runnel.errors import AppError, Conflict, Forbidden, Invalid, NotFound
from runnel.runs.wire import encode_line
from runnel.schemas.window import (
    FolderShow,
    LentFile,
    OpenedFiles,
    SavedFile,
    WindowQuit,
    WindowRead,
    WindowShown,
    WindowTheme,
)
from runnel.state import AppState
from runnel.storage import flow_files, flows
from runnel.storage import settings as setting_rows
from runnel.window.acts import WindowActs
from runnel.window.file_manager import show

_OPENED = "opened_files"
_KEPT_OPENED = 200
_TOLD_CRASH = "crash.told"


async def get_window(state: AppState, caller: Caller) -> WindowRead:
    """Say where the page is shown, and whether there is a crash to tell of."""
    report = state.crash_report
    is_new = report is not None and report.name != await state.database.run(setting_rows.get, _TOLD_CRASH)
    return WindowRead(
        is_window=caller.is_window,
        crash_report=str(report) if is_new else None,
        can_show_folders=caller.has_session,
        is_logged_in=caller.is_logged_in,
    )


async def follow_window(state: AppState, caller: Caller) -> AsyncIterator[bytes]:
    """Follow what the window tells its page: ``open_flow``, ``quit_asked``, ``act``, ``files_held``, ``files_gone`` and
    ``files_dropped``; ``alive`` from time to time.
    """
    _acts(state, caller)
    async for event in state.window.follow():
        yield encode_line(event) + b"\n"


async def save_file(state: AppState, caller: Caller, request: Request, name: str) -> SavedFile:
    """Save the body as a file where the user says, in the system's own dialog."""
    acts = _acts(state, caller)
    incoming = state.files.incoming()
    try:
        with incoming.open("wb") as file:
            async for piece in request.stream():
                file.write(piece)
        path = await asyncio.to_thread(acts.ask_where_to_save, Path(name.replace("\\", "/")).name or "file")
        if path is not None:
            await asyncio.to_thread(_copy, incoming, path)
    finally:
        incoming.unlink(missing_ok=True)
    return SavedFile(None if path is None else str(path))


async def open_files(state: AppState, caller: Caller) -> OpenedFiles:
    """Let the user choose flow files in the system's own dialog."""
    paths = await asyncio.to_thread(_acts(state, caller).ask_what_to_open)
    return OpenedFiles([LentFile(**file) for file in state.window.lend(paths)])


async def read_lent_file(state: AppState, caller: Caller, file_id: str) -> FileResponse:
    """Read a file that the user chose in the window's dialog or dropped on the window, once."""
    _acts(state, caller)
    path = state.window.take_lent(file_id)
    if path is None:
        raise NotFound("This file was not chosen in the window, or was read already.")
    try:
        with path.open("rb"):
            pass
    except OSError as error:
        raise Invalid(f"{path.name} cannot be read: {error.strerror}.") from None
    headers = {"content-disposition": attachment(path.name), "cache-control": "no-store"}
    return FileResponse(path, media_type="application/octet-stream", headers=headers)


async def set_window_theme(state: AppState, caller: Caller, body: WindowTheme) -> None:
    """Dress the window as the page is."""
    await asyncio.to_thread(_acts(state, caller).set_theme, body.theme, body.is_dark)


async def quit_window(state: AppState, caller: Caller, body: WindowQuit) -> None:
    """Close the window, stopping runs or letting them end in the background first."""
    await asyncio.to_thread(_acts(state, caller).quit, finish_runs=body.runs == "finish")


async def show_window(state: AppState, caller: Caller, request: Request, name: str = "") -> WindowShown:
    """Bring the window forward, at the flow of the file in the body if there is one.

    A file that was opened before, byte for byte, opens the flow that it became then. Several flows in one file are all
    brought in, and the first is shown.
    """
    content = await request.body()
    flow_id = await _open(state, caller, content, name) if content else None
    acts = state.window.acts
    if acts is None:
        path = f"/launch/{state.launch_tokens.make('session')}" + (f"?flow_id={flow_id}" if flow_id else "")
        return WindowShown(is_shown=False, flow_id=flow_id, launch_path=path)
    if flow_id:
        state.window.tell("open_flow", flow_id=flow_id)
    await asyncio.to_thread(acts.bring_forward)
    return WindowShown(is_shown=True, flow_id=flow_id, launch_path=None)


async def show_crash_report(state: AppState) -> None:
    """Open the report of the last crash with the user's program for texts."""
    if state.crash_report is None:
        raise NotFound("There is no crash report.")
    await asyncio.to_thread(show, state.crash_report)


async def forget_crash(state: AppState) -> None:
    """Tell of the last crash no more; its report stays where it is."""
    if state.crash_report is not None:
        await state.database.run(setting_rows.set, _TOLD_CRASH, state.crash_report.name)


async def show_data_folder(state: AppState, body: FolderShow) -> None:
    """Show the data folder, or the folder of log and crash reports, in the system's file manager."""
    folder = state.settings.data_dir if body.folder == "data" else state.log.path.parent
    await asyncio.to_thread(show, folder)


def _acts(state: AppState, caller: Caller) -> WindowActs:
    if not caller.is_window:
        raise Forbidden("Only the page in Runnel's own window may ask this.")
    if state.window.acts is None:
        raise Conflict("There is no window any more.")
    return state.window.acts


def _copy(source: Path, target: Path) -> None:
    try:
        shutil.copyfile(source, target)
    except OSError as error:
        raise AppError(f"The file could not be saved as {target}: {error.strerror}.") from None


async def _open(state: AppState, caller: Caller, content: bytes, name: str) -> str:
    digest = hashlib.sha256(content).hexdigest()
    opened = await state.database.run(setting_rows.get, _OPENED) or {}
    known = opened.get(digest)
    if known is not None and await state.journal.get_flow(known) is not None:
        return str(known)
    new = await asyncio.to_thread(flow_files.read_flows, content, name or "flow.json")
    made = await state.database.run(flows.create_many, caller.user_id, new, None)
    flow_id = str(made[0].id)
    kept = dict([*((key, value) for key, value in opened.items() if key != digest), (digest, flow_id)][-_KEPT_OPENED:])
    await state.database.run(setting_rows.set, _OPENED, kept)
    return flow_id
