"""Where the user's data lies, and how much there is of it."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

from runnel.schemas.server import DataFolderRead
from runnel.state import AppState


async def get_data_folder(state: AppState) -> DataFolderRead:
    """Say where the data folder is and how much its parts take, in bytes."""
    folder = state.settings.data_dir
    database, files = await asyncio.to_thread(_measure, folder, state.database.path)
    return DataFolderRead(path=str(folder), database_bytes=database, files_bytes=files, log_path=str(state.log.path))


def _measure(folder: Path, database: Path) -> tuple[int, int]:
    parts = [database.with_name(database.name + ending) for ending in ("", "-wal", "-shm")]
    files = [Path(place) / name for place, _, names in os.walk(folder / "files") for name in names]
    return sum(map(_size, parts)), sum(map(_size, files))


def _size(file: Path) -> int:
    try:
        return file.lstat().st_size
    except OSError:
        return 0
