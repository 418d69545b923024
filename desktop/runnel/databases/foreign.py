"""Databases that are servers, by SQLAlchemy and whichever driver is there. All functions block.

Their drivers open the connections themselves; who asks writes them into the network's ledger.
"""

from __future__ import annotations

import getpass
import importlib.util
import logging
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import TYPE_CHECKING

from runnel.databases.rows import Refused, Rows
from runnel.databases.stop import Stop
from runnel.errors import ComponentError

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

_DRIVERS = {
    "postgresql": ("psycopg", "psycopg2", "pg8000"),
    "mysql": ("mysqldb", "pymysql"),
    "mariadb": ("mysqldb", "pymysql"),
    "oracle": ("oracledb",),
    "mssql": ("pyodbc", "pymssql"),
}
"""Kinds of databases and the drivers for them, the best first; each is a module's name and SQLAlchemy's name for it."""
_OTHER_NAMES = {"postgres": "postgresql"}
_MODULES = {"mysqldb": "MySQLdb"}
_PORTS = {"postgresql": 5432, "mysql": 3306, "mariadb": 3306, "oracle": 1521, "mssql": 1433}
_ENDING = {
    "postgresql": ("SELECT pg_backend_pid()", "SELECT pg_cancel_backend({})"),
    "mysql": ("SELECT connection_id()", "KILL QUERY {}"),
    "mariadb": ("SELECT connection_id()", "KILL QUERY {}"),
}
"""How a connection learns its number, and how another one ends what that asked."""
_CONNECT_TIMEOUT_S = 10

_log = logging.getLogger(__name__)


def find(address: str, field: str) -> tuple[str, str]:
    """The kind of a database, and its address with a driver that is there. Raises `ComponentError` for ``field``."""
    if not _is_there("sqlalchemy"):
        raise _not_opened("SQLAlchemy is not installed.", "Install it beside Runnel: pip install sqlalchemy", field)
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        raise _not_opened("The address cannot be read.", "Write it as kind://user:password@host/name.", field) from None
    kind, _, wanted = url.drivername.partition("+")
    kind = _OTHER_NAMES.get(kind.lower(), kind.lower())
    # A file names the driver of the computer it was made on; any other of that kind does as well.
    for driver in (wanted, *_DRIVERS.get(kind, ())):
        if driver and _is_there(_MODULES.get(driver, driver)):
            # Without a user it is the one at this computer, as PostgreSQL's own programs have it.
            user = url.username or (getpass.getuser() if kind == "postgresql" else None)
            named = url.set(drivername=f"{kind}+{driver}", username=user)
            return kind, named.render_as_string(hide_password=False)
    drivers = ", ".join(_DRIVERS.get(kind, ()))
    raise _not_opened(
        f"There is no driver for {kind} databases here.",
        f"Run Runnel from its sources and install one of {drivers} beside it."
        if drivers
        else f"Use one of these: sqlite, {', '.join(sorted(_DRIVERS))}.",
        field,
    )


def run(address: str, statement: str, most_rows: int, stop: Stop) -> Rows:
    """The rows of one statement, in a transaction of its own. Raises `Refused`.

    ``stop`` breaks it off where its server can be told to, by a second connection.
    """
    with _engine(address) as engine, engine.begin() as connection, _breaking_off(address, engine, connection, stop):
        result = connection.exec_driver_sql(statement)
        if not result.returns_rows:
            return Rows((), [])
        values = [tuple(row) for row in result.fetchmany(most_rows + 1)]
        return Rows(tuple(result.keys()), values[:most_rows], len(values) > most_rows)


def list_tables(address: str) -> list[str]:
    """The names of the tables and views of the default schema."""
    from sqlalchemy import inspect

    with _engine(address) as engine:
        inspector = inspect(engine)
        return sorted([*inspector.get_table_names(), *inspector.get_view_names()])


def describe(address: str, tables: Sequence[str]) -> str:
    """Statements that would make the tables, an empty line between them; all of them for no names."""
    from sqlalchemy import MetaData
    from sqlalchemy.schema import CreateTable

    with _engine(address) as engine:
        known = MetaData()
        known.reflect(engine, views=True, only=list(tables) or None)
        return "\n\n".join(f"{str(CreateTable(table).compile(engine)).strip()};" for table in known.sorted_tables)


def shown(address: str) -> str:
    """Which server and database an address means, without user and password: for the ledger."""
    from sqlalchemy.engine import make_url

    url = make_url(address)
    kind = url.get_backend_name()
    port = url.port or _PORTS.get(kind)
    return f"{kind}://{url.host or 'localhost'}{f':{port}' if port else ''}/{url.database or ''}"


def _breaking_off(address: str, engine: Engine, connection: Connection, stop: Stop) -> AbstractContextManager[None]:
    """Meanwhile, ``stop`` has the server end what this connection asked."""
    found = _ENDING.get(engine.dialect.name)
    if found is None:
        return nullcontext()
    ask_number, end = found
    number = int(connection.exec_driver_sql(ask_number).scalar_one())

    def act() -> None:
        try:
            with _engine(address) as other, other.connect() as second:
                second.exec_driver_sql(end.format(number))
        except Refused as error:
            _log.warning("A query could not be broken off: %s", error)

    return stop.breaks_off(act)


@contextmanager
def _engine(address: str) -> Iterator[Engine]:
    from sqlalchemy import create_engine
    from sqlalchemy.exc import DBAPIError, SQLAlchemyError
    from sqlalchemy.pool import NullPool

    try:
        yield create_engine(address, poolclass=NullPool, connect_args=_connect_arguments(address))
    except DBAPIError as error:
        raise Refused(_said(error.orig)) from None
    except (SQLAlchemyError, OSError) as error:
        raise Refused(error) from None


def _connect_arguments(address: str) -> dict[str, int]:
    # pg8000 knows no limit of its own for connecting, only one for every answer.
    driver = address.partition("://")[0].partition("+")[2]
    return {"connect_timeout": _CONNECT_TIMEOUT_S} if driver in ("psycopg", "psycopg2", "pymysql", "mysqldb") else {}


def _said(error: BaseException | None) -> str:
    """A driver's error as its server's sentence, where it holds one."""
    given = error.args[0] if error is not None and error.args else error
    if isinstance(given, dict):
        return str(given.get("M") or given)
    if error is not None and len(error.args) > 1 and isinstance(given, int):
        return str(error.args[1])
    return str(given)


def _is_there(module: str) -> bool:
    return importlib.util.find_spec(module) is not None


def _not_opened(why: str, do: str, field: str) -> ComponentError:
    return ComponentError("The database was not opened.", why, do, field=field)
