"""Before the database is opened: a damaged file is set aside, never deleted, and the newest good backup replaces it."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from runnel.storage.backups import is_whole, list_backups

_PARTS = ("", "-wal", "-shm")


def prepare(path: Path, *, was_interrupted: bool) -> list[str]:
    """Make sure that ``path`` can be opened; returns what to tell the user.

    The thorough check reads the whole file, so it is made only when the last process did not end cleanly.
    """
    if not path.exists() or _is_sound(path, thorough=was_interrupted):
        return []
    aside = _set_aside(path)
    for backup in list_backups(path):
        if is_whole(backup):
            shutil.copyfile(backup, path)
            return [
                f"The database was damaged. It was set aside in {aside}; Runnel went back to the backup {backup.name}."
            ]
    return [f"The database was damaged and there was no backup. It was set aside in {aside}; Runnel started afresh."]


def _is_sound(path: Path, *, thorough: bool) -> bool:
    if thorough:
        return is_whole(path)
    try:
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.DatabaseError:
        return False
    return True


def _set_aside(path: Path) -> Path:
    folder = path.parent / "damaged" / datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
    folder.mkdir(parents=True)
    for part in _PARTS:
        piece = path.with_name(path.name + part)
        if piece.exists():
            piece.rename(folder / piece.name)
    return folder
