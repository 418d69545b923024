"""The only room that knows the application's database and the file store.

Each noun has one module (`flows`, `folders`, `messages` …) of plain functions that run on the one storage thread, each
call inside one transaction: ``await database.run(flows.update, flow_id, change)``. They take and return the structs of
``schemas`` or plain values, and raise the errors of ``runnel.errors``. Nothing outside this package sees peewee.

May import ``sdk``, ``schemas``, ``errors``, ``settings`` and ``paths``.
"""

from runnel.storage.cipher import Cipher
from runnel.storage.database import Database, durable
from runnel.storage.files import FileStore
from runnel.storage.journal import Journal
from runnel.storage.upkeep import Upkeep

__all__ = ["Cipher", "Database", "FileStore", "Journal", "Upkeep", "durable"]
