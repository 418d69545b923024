"""`AppState`: what a request handler receives; made once at start, closed at the end.

Only this module knows who fills which seam: the journal that runs write to, the catalogue they build from, the models
and the network that components reach.
"""

from __future__ import annotations

import asyncio
import os
import secrets
from pathlib import Path
from typing import Any

from msgspec import Struct

from runnel.crash import last_report
from runnel.launch_tokens import LaunchTokens
from runnel.logs import Log, open_log
from runnel.models import Directory
from runnel.network import Network
from runnel.registry import Registry, find_components
from runnel.runs import Jobs, KeptResults, LastRuns, Outside, PreparedFlows, Questions, SavedFlows
from runnel.sandbox.process import Sandbox
from runnel.sandbox.trust import digest
from runnel.settings import Settings
from runnel.storage import Cipher, Database, FileStore, Journal, Upkeep
from runnel.storage import jobs as job_rows
from runnel.storage import questions as question_rows
from runnel.storage import runs as run_rows
from runnel.storage import settings as setting_rows
from runnel.storage import trust as trust_rows
from runnel.window.acts import WindowLink

_SECRET_BYTES = 32


class AppState(Struct, frozen=True):
    """The typed bundle of everything that lives as long as the server."""

    settings: Settings
    database: Database
    files: FileStore
    cipher: Cipher
    journal: Journal
    registry: Registry
    prepared_flows: PreparedFlows
    outside: Outside
    """What runs reach beyond themselves."""
    jobs: Jobs
    last_runs: LastRuns
    model_directory: Directory
    network: Network
    log: Log
    secret: bytes
    """Signs tokens and cookies; random per data folder."""
    launch_tokens: LaunchTokens
    command_token: str
    """What commands of the same user show; only they can read it."""
    window: WindowLink
    crash_report: Path | None
    """What the last crash before this start left behind."""

    async def close(self) -> None:
        """End runs, write what is queued, close files. Nothing answered is lost."""
        await self.jobs.close()
        await self.outside.kept.close()
        await self.network.close()
        await self.database.close()
        self.log.close()


async def open_state(settings: Settings) -> AppState:
    """Open the data folder and everything that works on it. Raises `runnel.errors.AppError` with a plain reason."""
    database = await Database.open(settings.data_dir)
    log = open_log(settings)
    files = FileStore(settings.data_dir)
    cipher = Cipher(settings.data_dir)
    network = Network()
    journal = Journal(database, files, cipher)
    registry = Registry(find_components())
    prepared_flows = PreparedFlows(registry)

    async def find_variable(name: str) -> str | None:
        value = await journal.get_variable(name)
        return settings.environment.get(name) if value is None else value

    directory = Directory(settings, network, _SettingRows(database), find_variable)
    await database.run(job_rows.fail_interrupted)
    going_on = await database.run(question_rows.list_going_on)
    await database.run(run_rows.mark_interrupted, but=going_on)
    await asyncio.to_thread(files.clear_incoming)
    Upkeep(database).start()
    return AppState(
        settings=settings,
        database=database,
        files=files,
        cipher=cipher,
        journal=journal,
        registry=registry,
        prepared_flows=prepared_flows,
        outside=Outside(
            journal=journal,
            http=network,
            models=directory,
            environment=settings.environment,
            index_dir=settings.data_dir / "knowledge",
            flows=SavedFlows(journal, prepared_flows),
            trust=_TrustRows(database),
            sandbox=Sandbox.make(
                settings.data_dir, settings.code_time_limit_s, settings.code_memory_limit_mb, settings.environment
            ),
            questions=Questions(journal, journal),
            kept=KeptResults(journal),
            results=journal,
        ),
        jobs=Jobs(journal),
        last_runs=LastRuns(),
        model_directory=directory,
        network=network,
        log=log,
        secret=_read_secret(settings.data_dir / "token.key"),
        launch_tokens=LaunchTokens(),
        command_token=secrets.token_urlsafe(_SECRET_BYTES),
        window=WindowLink(),
        crash_report=last_report(log.path.parent),
    )


class _SettingRows(Struct, frozen=True):
    """The rows of settings, for rooms that know nothing of the database."""

    database: Database

    async def get_setting(self, key: str) -> Any | None:
        return await self.database.run(setting_rows.get, key)

    async def set_setting(self, key: str, value: Any) -> None:
        await self.database.run(setting_rows.set, key, value)


class _TrustRows(Struct, frozen=True):
    """The trust ledger, for rooms that know nothing of the database."""

    database: Database

    async def is_trusted(self, text: str) -> bool:
        return await self.database.run(trust_rows.is_trusted, digest(text))


def _read_secret(path: Path) -> bytes:
    """The random secret of a data folder, made at first use with access for the user alone."""
    try:
        kept = path.read_bytes()
        if len(kept) >= _SECRET_BYTES:
            return kept
    except FileNotFoundError:
        pass
    secret = secrets.token_bytes(_SECRET_BYTES)
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(secret)
    return secret
