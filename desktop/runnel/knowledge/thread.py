"""The thread on which indexes are kept: one, so that no two writers meet, and the event loop is never held."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TypeVar

Result = TypeVar("Result")


async def run(work: Callable[[threading.Event], Result]) -> Result:
    """``work`` on the thread. When the waiting task is cancelled, the event that ``work`` was given is set."""
    stop = threading.Event()
    try:
        return await asyncio.get_running_loop().run_in_executor(_executor(), work, stop)
    except asyncio.CancelledError:
        stop.set()
        raise


def submit(work: Callable[[], Result]) -> Result:
    """``work`` on the thread, waited for by another one. Raises `RuntimeError` when the program ends."""
    return _executor().submit(work).result()


@cache
def _executor() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="knowledge")
