from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from runnel.storage import Cipher, Database, FileStore, Journal


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    database = await Database.open(tmp_path)
    yield database
    await database.close()


@pytest.fixture
def journal(database: Database, tmp_path: Path) -> Journal:
    return Journal(database, FileStore(tmp_path), Cipher(tmp_path))
