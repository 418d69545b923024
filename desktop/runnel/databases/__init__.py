"""The user's own databases: asked in SQL. SQLite by the standard library, all others by SQLAlchemy.

`open_database` gives a `Database`, the value of a ``SQLDatabase`` handle. May import: ``sdk``, ``errors``. SQLAlchemy
and the drivers are imported when an address asks for them. Runnel's own database is ``storage``'s, and is refused here.
"""

from runnel.databases.database import Database, Rows, open_database

__all__ = ["Database", "Rows", "open_database"]
