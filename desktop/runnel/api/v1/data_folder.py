"""Where the user's data lies, how much there is of it, and what the log says."""

from __future__ import annotations

import asyncio
import os
import shutil
from pathlib import Path
from typing import Annotated

from msgspec import Meta

from runnel.schemas.server import DataFolderRead, DataPart, LogRead
from runnel.state import AppState

_LOG_BYTES = 400_000
"""So much of the log's end is read; a line is seldom longer than 200 bytes."""

_PARTS = {
    "files": "Files of flows and chats",
    "knowledge": "Search indexes, which can be made anew",
    "backups": "Backups",
    "logs": "Logs",
    "damaged": "Databases set aside because they were damaged",
}


async def get_data_folder(state: AppState) -> DataFolderRead:
    """Say where the data folder is and how much its parts take, in bytes."""
    folder = state.settings.data_dir
    parts = await asyncio.to_thread(_measure, folder, state.database.path)
    sizes = {part.name: part.bytes for part in parts}
    return DataFolderRead(
        path=str(folder),
        database_bytes=sizes["database"],
        files_bytes=sizes["files"],
        log_path=str(state.log.path),
        parts=parts,
        free_bytes=(await asyncio.to_thread(shutil.disk_usage, folder)).free,
        notices=state.database.notices,
        was_interrupted=state.database.lock.was_interrupted,
    )


async def get_log(state: AppState, lines: Annotated[int, Meta(ge=1, le=2000)] = 200) -> LogRead:
    """Read the last lines of the log."""
    return LogRead(str(state.log.path), await asyncio.to_thread(_last_lines, state.log.path, lines))


def _measure(folder: Path, database: Path) -> list[DataPart]:
    pieces = [database.with_name(database.name + ending) for ending in ("", "-wal", "-shm")]
    whole = DataPart("database", "Flows, their history, messages and runs", sum(map(_size, pieces)))
    return [whole, *(DataPart(name, title, _folder_size(folder / name)) for name, title in _PARTS.items())]


def _folder_size(folder: Path) -> int:
    return sum(_size(Path(place) / name) for place, _, names in os.walk(folder) for name in names)


def _size(file: Path) -> int:
    try:
        return file.lstat().st_size
    except OSError:
        return 0


def _last_lines(path: Path, count: int) -> list[str]:
    try:
        with path.open("rb") as file:
            file.seek(max(0, _size(path) - _LOG_BYTES))
            return file.read().decode(errors="replace").splitlines()[-count:]
    except FileNotFoundError:
        return []
