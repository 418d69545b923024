"""``runnel api-key``: make an API key for scripts.

The key is made in the data folder. When a running Runnel holds that, it is asked to make the key.
"""

from __future__ import annotations

import asyncio
import json

from runnel.errors import AppError, Conflict
from runnel.instance import Running, ask_running, find_running
from runnel.settings import Settings


def create_api_key(settings: Settings, name: str) -> str:
    """A new key of the one user; kept as its hash, so this is the only time it can be read.

    Raises `Conflict` when another process holds the data folder and cannot be found, and `AppError` when it refuses.
    """
    try:
        return asyncio.run(_create_here(settings, name))
    except Conflict:
        running = find_running(settings.data_dir)
        if running is None:
            raise
        return _create_there(running, name)


async def _create_here(settings: Settings, name: str) -> str:
    from runnel.storage import api_keys
    from runnel.storage.database import Database

    database = await Database.open(settings.data_dir)
    try:
        created = await database.run(api_keys.create, database.owner_id, name)
    finally:
        await database.close()
    return created.api_key


def _create_there(running: Running, name: str) -> str:
    with ask_running(running, "/api/v1/api_key/", {"name": name}) as response:
        answer = response.read()
    if response.status != 200:
        raise AppError(f"The running Runnel at {running.base_url} answered {response.status}: {answer.decode()}")
    key: str = json.loads(answer)["api_key"]
    return key
