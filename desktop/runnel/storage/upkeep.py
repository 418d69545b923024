"""Upkeep in the background: history thinned and packed, quotas kept, the trash emptied, a backup made each day.

All of it goes in small steps, so that the storage thread is never held for long.
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from contextlib import closing
from pathlib import Path

from runnel.errors import AppError
from runnel.storage import backups, flow_documents, history, records, results, runs, trash
from runnel.storage.database import Database
from runnel.storage.tables import connection

log = logging.getLogger(__name__)

FIRST_AFTER_SECONDS = 30.0
EVERY_SECONDS = 300.0
CHECKPOINT_SECONDS = 2.0
CHECKPOINT_BYTES = 4_000_000
_PAUSE_SECONDS = 0.01
_PACKED_AT_ONCE = 4
_PAGES_AT_ONCE = 200


class Upkeep:
    """The upkeep of one database; it runs from `start` until the database closes."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._tasks: list[asyncio.Task[None]] = []
        database.before_close(self.stop)

    def start(self) -> None:
        """Begin, a little after the start of the app."""
        self._tasks = [
            asyncio.create_task(self._run(), name="upkeep"),
            asyncio.create_task(self._checkpoint(), name="checkpoint"),
        ]

    async def stop(self) -> None:
        """End; a step that is under way is finished."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks = []

    async def _run(self) -> None:
        await asyncio.sleep(FIRST_AFTER_SECONDS)
        while True:
            try:
                await self.run_once()
            except (AppError, sqlite3.Error, OSError):
                # A full disk, say. The app works on; the next round tries again.
                log.exception("Upkeep could not be finished")
            await asyncio.sleep(EVERY_SECONDS)

    async def _checkpoint(self) -> None:
        """Move what was written from the log into the file, beside the storage thread instead of within a save."""
        log_file = self._database.path.with_name(self._database.path.name + "-wal")
        while True:
            await asyncio.sleep(CHECKPOINT_SECONDS)
            try:
                if _size(log_file) > CHECKPOINT_BYTES:
                    await asyncio.to_thread(_checkpoint_now, self._database.path)
            except sqlite3.Error:
                log.exception("The log of the database could not be moved into it")

    async def run_once(self) -> None:
        """Do all that is due."""
        run = self._database.run
        await run(trash.delete_expired)
        for flow_id in await run(history.list_long):
            await run(history.thin, flow_id)
            await asyncio.sleep(_PAUSE_SECONDS)
        while unpacked := await run(history.list_unpacked, _PACKED_AT_ONCE):
            for document_id, content in unpacked:
                packed = await asyncio.to_thread(flow_documents.pack, content)
                await run(history.set_packed, document_id, packed)
            await asyncio.sleep(_PAUSE_SECONDS)
        for flow_id in await run(records.list_flows_over_quota):
            await run(records.thin, flow_id)
            await asyncio.sleep(_PAUSE_SECONDS)
        for flow_id in await run(runs.list_flows_over_quota):
            await run(runs.thin, flow_id)
            await asyncio.sleep(_PAUSE_SECONDS)
        while True:
            removed = await run(results.thin)
            if removed == 0:
                break
            await asyncio.sleep(_PAUSE_SECONDS)
        while True:
            left = await run(_give_back_pages)
            if left == 0:
                break
            await asyncio.sleep(_PAUSE_SECONDS)
        await asyncio.to_thread(backups.back_up_daily, self._database.path)


def _give_back_pages() -> int:
    """Give some unused pages of the file back to the system; returns how many are left."""
    connection().execute(f"PRAGMA incremental_vacuum({_PAGES_AT_ONCE})").fetchall()
    left: int = connection().execute("PRAGMA freelist_count").fetchone()[0]
    # A few are kept for what comes next; a file made without incremental vacuum gives none back.
    gives_back: int = connection().execute("PRAGMA auto_vacuum").fetchone()[0]
    return max(left - _PAGES_AT_ONCE, 0) if gives_back == 2 else 0


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _checkpoint_now(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
