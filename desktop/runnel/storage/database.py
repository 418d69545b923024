"""`Database`: one SQLite file, one storage thread, one transaction per call.

Only the storage thread writes, so "database is locked" cannot happen inside the app, and the functions of this package
need no locks of their own. Every function that `Database.run` calls runs between BEGIN IMMEDIATE and COMMIT; an
exception rolls everything back. What only reads, and much, goes by `Database.read` to a thread beside it, so that a
long list holds up no save and no run.
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast

import peewee

from runnel.errors import AppError
from runnel.storage import history, tables
from runnel.storage.backups import BEFORE_RESET, BEFORE_RESTORE, back_up, is_whole
from runnel.storage.folder_lock import FolderLock
from runnel.storage.migrations import check_is_known, migrate
from runnel.storage.recovery import prepare

P = ParamSpec("P")
T = TypeVar("T")

log = logging.getLogger(__name__)

FILE_NAME = "runnel.db"


def durable(function: Callable[P, T]) -> Callable[P, T]:
    """Mark a function whose changes must be on the disk itself, not only with the system, before it is answered.

    Its transaction commits with ``synchronous=FULL`` (about a millisecond more), so a power cut takes nothing back.
    """
    function.is_durable = True  # type: ignore[attr-defined]
    return function


class Database:
    """The application's database. Make it with `await Database.open(folder)`, end it with `await database.close()`."""

    def __init__(self, folder: Path, lock: FolderLock) -> None:
        """Use `open`; this only takes what is already prepared."""
        self.folder = folder
        self.path = folder / FILE_NAME
        self.owner_id = ""
        """The one user of this computer: the superuser, made with the database."""
        self.notices: list[str] = []
        """What happened at opening that the user should be told (a database set aside, a backup made)."""
        self.flow_changes = 0
        """Grows with each change of a flow's row, whoever made it: what was read of flows before may be out of date."""
        self.lock = lock
        self._before_close: list[Callable[[], Any]] = []
        self._executor = ThreadPoolExecutor(1, thread_name_prefix="storage")
        self._reader = ThreadPoolExecutor(1, thread_name_prefix="storage-reader")
        self._sqlite = peewee.SqliteDatabase(
            str(self.path),
            autoconnect=False,
            lock_type="IMMEDIATE",
            timeout=5,
            pragmas={
                "journal_mode": "wal",
                "foreign_keys": 1,
                "synchronous": "normal",
                "busy_timeout": 5000,
                "cache_size": -4_000,
                "temp_store": "memory",
                # The log is moved into the file by `upkeep`; this is for when that does not keep up.
                "wal_autocheckpoint": 16_000,
                "journal_size_limit": 16_000_000,
            },
        )

    @classmethod
    async def open(cls, folder: Path) -> Database:
        """Open (or make) the database of a data folder, which then belongs to this process.

        A damaged file is set aside and the newest good backup takes its place; an older one is migrated after a
        verified backup. Raises `runnel.errors.Conflict` when another process holds the folder or the database was
        written by a newer Runnel, and `runnel.errors.AppError` when the folder cannot be written.
        """
        loop = asyncio.get_running_loop()
        try:
            lock = await loop.run_in_executor(None, _take_lock, folder)
        except OSError as error:
            raise AppError(
                f"The data folder {folder} cannot be used: {error.strerror}. Choose another with --data-dir."
            ) from error
        database = cls(folder, lock)
        try:
            await loop.run_in_executor(database._executor, database._open)
        except BaseException:
            database._executor.shutdown(wait=True)
            lock.release()
            raise
        return database

    def _open(self) -> None:
        self.notices += prepare(self.path, was_interrupted=self.lock.was_interrupted)
        tables.bind_thread(self._sqlite)
        if not self.path.exists():
            _make(self.path)
        self._sqlite.connect()
        try:
            self.notices += migrate(self._sqlite, self.path)
            self.owner_id = self._transact(tables.ground, (), {})
            self._count_flow_changes()
        except BaseException:
            self._sqlite.close()
            raise

    def _count_flow_changes(self) -> None:
        def count() -> None:
            self.flow_changes += 1

        connection = self._sqlite.connection()
        connection.create_function("flow_changed", 0, count)
        for event in ("UPDATE", "DELETE"):
            connection.execute(f"DROP TRIGGER IF EXISTS temp.flow_{event.lower()}")
            connection.execute(
                f"CREATE TEMP TRIGGER flow_{event.lower()} AFTER {event} ON main.flow BEGIN SELECT flow_changed(); END"
            )

    async def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call a storage function on the storage thread inside one transaction, and give back what it returns.

        Raises what the function raises; disk trouble becomes an `AppError` that says what to do.
        """
        answer: asyncio.Future[T] = asyncio.get_running_loop().create_future()

        def tell(result: T | None, error: BaseException | None) -> None:
            if answer.done():
                return  # Whoever asked has left.
            if error is None:
                answer.set_result(cast(T, result))
            else:
                answer.set_exception(error)

        self.begin(tell, function, *args, **kwargs)
        return await answer

    def begin(
        self,
        tell: Callable[[T | None, BaseException | None], None],
        function: Callable[P, T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> None:
        """As `run`, for several who wait for the same call: ``tell`` is given the result or the error, on the loop.

        Futures of an executor would say the same, each in two more rounds of the loop.
        """
        loop = asyncio.get_running_loop()

        def call() -> None:
            try:
                result, error = self._transact(function, args, kwargs), None
            except BaseException as raised:  # noqa: BLE001 - whoever asked is told
                result, error = None, raised
            loop.call_soon_threadsafe(tell, result, error)

        self._executor.submit(call)

    async def read(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call a storage function that only reads, beside the storage thread; it sees all that was answered before.

        Raises what the function raises.
        """
        return await asyncio.get_running_loop().run_in_executor(
            self._reader, lambda: self._look(function, args, kwargs)
        )

    async def restore(self, backup: Path) -> Path:
        """Put the content of a backup in the place of all that is there; returns a backup of what was there before.

        SQLite copies it in one transaction: what interrupts it leaves things as they were. Raises `sqlite3.Error` when
        the backup is damaged, and `Conflict` when a newer Runnel wrote it.
        """
        return await asyncio.get_running_loop().run_in_executor(self._executor, self._restore, backup)

    def _restore(self, backup: Path) -> Path:
        if not is_whole(backup):
            raise sqlite3.DatabaseError("it is damaged")
        check_is_known(backup)
        return self._replace(backup, BEFORE_RESTORE)

    async def reset(self) -> Path:
        """Empty all, as before the first start, in one transaction; returns a backup of what was there before."""
        return await asyncio.get_running_loop().run_in_executor(self._executor, self._reset)

    def _reset(self) -> Path:
        with tempfile.TemporaryDirectory() as folder:
            empty = Path(folder) / FILE_NAME
            _make(empty)
            return self._replace(empty, BEFORE_RESET)

    def _replace(self, content: Path, reason: str) -> Path:
        before = back_up(self.path, reason)
        last_revision_id = self._transact(history.last_revision_id, (), {})
        with closing(sqlite3.connect(content)) as source:
            source.backup(self._sqlite.connection())
        self.notices += migrate(self._sqlite, self.path)
        self.owner_id = self._transact(tables.ground, (), {})
        # A window that was open meanwhile knows its flow by one of the ids before.
        self._transact(history.number_from, (last_revision_id,), {})
        self._count_flow_changes()
        self.flow_changes += 1
        return before

    def submit(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> None:
        """Queue a call whose result nobody waits for; a failure is logged. Calls keep their order."""

        def call() -> None:
            try:
                self._transact(function, args, kwargs)
            except Exception:
                log.exception("A queued write failed")

        self._executor.submit(call)

    def before_close(self, function: Callable[[], Any]) -> None:
        """Have a coroutine function called at the start of `close`, to flush what it still holds."""
        self._before_close.append(function)

    async def close(self) -> None:
        """Write all that is queued, close the file, and give the folder free."""
        for flush in self._before_close:
            await flush()
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self._reader, self._sqlite.close)
        await loop.run_in_executor(self._executor, self._close)
        await loop.run_in_executor(None, self._reader.shutdown)
        await loop.run_in_executor(None, self._executor.shutdown)
        self.lock.release()

    def _close(self) -> None:
        try:
            # A backup may still be reading: it is not waited for.
            self._sqlite.execute_sql("PRAGMA busy_timeout=100")
            self._sqlite.execute_sql("PRAGMA optimize")
            self._sqlite.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        except peewee.DatabaseError:
            log.exception("The database could not be tidied at closing; it is whole all the same")
        self._sqlite.close()

    def _transact(self, function: Callable[..., T], args: tuple[Any, ...], kwargs: dict[str, Any]) -> T:
        connection = self._sqlite.connection()
        is_durable = getattr(function, "is_durable", False)
        try:
            if is_durable:
                connection.execute("PRAGMA synchronous=FULL")
            connection.execute("BEGIN IMMEDIATE")
            try:
                result = function(*args, **kwargs)
                connection.execute("COMMIT")
            except BaseException:
                # A full disk may have ended the transaction already.
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
            return result
        except (peewee.DatabaseError, connection.Error) as error:
            raise _explained(error, self.folder) from error
        finally:
            if is_durable:
                connection.execute("PRAGMA synchronous=NORMAL")

    def _look(self, function: Callable[..., T], args: tuple[Any, ...], kwargs: dict[str, Any]) -> T:
        if self._sqlite.is_closed():
            # peewee keeps a connection for each thread; this one is the reader's.
            tables.bind_thread(self._sqlite)
            self._sqlite.connect()
            self._sqlite.execute_sql("PRAGMA query_only=1")
            self._sqlite.execute_sql("PRAGMA cache_size=-1000")
        connection = self._sqlite.connection()
        try:
            connection.execute("BEGIN")
            try:
                return function(*args, **kwargs)
            finally:
                connection.execute("ROLLBACK")
        except (peewee.DatabaseError, connection.Error) as error:
            raise _explained(error, self.folder) from error


def _take_lock(folder: Path) -> FolderLock:
    # What is said in chats is nobody else's business.
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return FolderLock.take(folder)


def _make(path: Path) -> None:
    """An empty database from which the room of what is removed can be given back piece by piece.

    That has to be said before anything is written, the journal's mode included.
    """
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA synchronous=off")  # there is nothing yet that the disk could lose
        connection.execute("PRAGMA auto_vacuum=incremental")
        connection.execute("PRAGMA journal_mode=wal")


def _explained(error: Exception, folder: Path) -> Exception:
    text = str(error)
    if "disk is full" in text:
        return AppError(
            f"The disk of {folder} is full, so nothing was changed. Free some space and try again.", status=507
        )
    if "readonly" in text or "unable to open" in text:
        return AppError(f"The data folder {folder} cannot be written, so nothing was changed.", status=507)
    if "malformed" in text or "not a database" in text:
        return AppError("The database is damaged. Restart Runnel: it will start from the newest good backup.")
    return error
