"""Copies of the database, made by SQLite's own backup and verified before they count."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from runnel.errors import NotFound
from runnel.schemas.backup import BackupRead

FOLDER = "backups"
DAILY = "daily"
MANUAL = "manual"
BEFORE_RESTORE = "before-restore"
BEFORE_RESET = "before-reset"
KEEP_DAILY = 7
_DAY_SECONDS = 24 * 60 * 60
_STAMP = "%Y%m%dT%H%M%S%f"
_PAGES_AT_ONCE = 256
"""The backup gives way to the app after so many pages."""


def back_up(path: Path, reason: str) -> Path:
    """Copy the database at ``path`` into ``backups/`` beside it, on connections of its own; returns the copy.

    The copy is checked and gets its name only when it is whole. Raises `sqlite3.Error` or OSError when that fails.
    """
    folder = path.parent / FOLDER
    folder.mkdir(exist_ok=True)
    stamp = datetime.now(UTC).strftime(_STAMP)
    copy = folder / f"{stamp}-{reason}.db"
    for left_over in folder.glob("*.unfinished"):
        left_over.unlink(missing_ok=True)
    unfinished = copy.with_suffix(".unfinished")
    try:
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(unfinished)) as target:
            source.backup(target, pages=_PAGES_AT_ONCE, sleep=0.005)
            # The copy is a file of its own: no -wal beside it.
            target.execute("PRAGMA journal_mode=delete")
        if not is_whole(unfinished):
            raise sqlite3.DatabaseError(f"the backup {copy.name} is not whole")
        unfinished.replace(copy)
    finally:
        unfinished.unlink(missing_ok=True)
    return copy


def back_up_daily(path: Path) -> Path | None:
    """Make a backup when the newest is a day old; older daily ones go, but for a week of them. Returns the new one."""
    newest = next(iter(list_backups(path)), None)
    if newest is not None and time.time() - newest.stat().st_mtime < _DAY_SECONDS:
        return None
    backup = back_up(path, DAILY)
    for old in [copy for copy in list_backups(path) if copy.name.endswith(f"-{DAILY}.db")][KEEP_DAILY:]:
        old.unlink(missing_ok=True)
    return backup


def list_backups(path: Path) -> list[Path]:
    """The backups of a database, newest first."""
    return sorted((path.parent / FOLDER).glob("*.db"), key=lambda copy: copy.name, reverse=True)


def find(path: Path, name: str) -> Path:
    """The backup of this name of the database at ``path``. Raises `NotFound`."""
    for copy in list_backups(path):
        if copy.name == name:
            return copy
    raise NotFound("Backup not found")


def describe(copy: Path) -> BackupRead:
    """What there is to know of a backup without opening it."""
    stamp, _, reason = copy.stem.partition("-")
    try:
        made_at = datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)
    except ValueError:
        made_at = datetime.fromtimestamp(copy.stat().st_mtime, UTC)
    return BackupRead(name=copy.name, reason=reason, made_at=made_at, bytes=copy.stat().st_size)


def is_whole(path: Path) -> bool:
    """Whether a database file passes SQLite's quick check."""
    try:
        with closing(sqlite3.connect(path)) as connection:
            row = connection.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.DatabaseError:
        return False
    return row is not None and row[0] == "ok"
