"""``/backups``: whole copies of the database: made, listed, removed, and gone back to; and the way to an empty one."""

from __future__ import annotations

import asyncio
import sqlite3

from runnel.errors import Conflict
from runnel.first_start import seed
from runnel.schemas.backup import BackupRead, RestoredRead
from runnel.state import AppState
from runnel.storage import backups
from runnel.storage import jobs as job_rows


async def list_backups(state: AppState) -> list[BackupRead]:
    """List the backups, newest first."""
    found = await asyncio.to_thread(backups.list_backups, state.database.path)
    return [backups.describe(copy) for copy in found]


async def create_backup(state: AppState) -> BackupRead:
    """Make a backup now."""
    state.journal.write_records()
    return backups.describe(await asyncio.to_thread(backups.back_up, state.database.path, backups.MANUAL))


async def delete_backup(state: AppState, name: str) -> None:
    """Remove a backup."""
    copy = await asyncio.to_thread(backups.find, state.database.path, name)
    await asyncio.to_thread(copy.unlink, missing_ok=True)


async def restore_backup(state: AppState, name: str) -> RestoredRead:
    """Go back to a backup. It is checked first; what is there now is backed up, and then replaced."""
    copy = await asyncio.to_thread(backups.find, state.database.path, name)
    _refuse_while_busy(state)
    try:
        state.journal.write_records()
        before = await state.database.restore(copy)
    except sqlite3.Error as error:
        raise Conflict(f"The backup {name} cannot be used: {error}. Nothing was changed.") from error
    # Of the jobs that the backup remembers none is at work.
    await state.database.run(job_rows.fail_interrupted)
    state.last_runs.clear()
    return RestoredRead(backups.describe(copy), backups.describe(before))


async def reset_data(state: AppState) -> BackupRead:
    """Begin as on the first day: without flows, messages, runs, variables and keys. All is backed up first."""
    _refuse_while_busy(state)
    state.journal.write_records()
    before = await state.database.reset()
    state.last_runs.clear()
    if state.settings.starter_flows:
        await seed(state)
    return backups.describe(before)


def _refuse_while_busy(state: AppState) -> None:
    if state.jobs.is_busy:
        raise Conflict("Flows are running. Stop them, or wait until they have ended, and try again then.")
