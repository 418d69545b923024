"""`Stop`: how a statement that is under way in a thread is broken off from outside of it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from runnel.databases.rows import Refused

_AGAIN_AFTER_S = 0.2


class Stop:
    """Whether a statement is to end. Statements that look now and then ask `is_set`; others say how they are ended."""

    def __init__(self) -> None:
        self._is_set = False
        self._break_off: Callable[[], None] | None = None
        self._has_ended = threading.Event()

    def is_set(self) -> bool:
        """Whether it is to end."""
        return self._is_set

    @contextmanager
    def breaks_off(self, act: Callable[[], None]) -> Iterator[None]:
        """Meanwhile, ``act`` breaks the statement off. Raises `Refused` if it was to end before it began."""
        self._break_off = act
        try:
            if self._is_set:
                raise Refused("the run was stopped")
            yield
        finally:
            self._break_off = None
            self._has_ended.set()

    def set(self) -> None:
        """End it. Blocks until it has ended: it may be told before it begins, and then has to be told again."""
        self._is_set = True
        while (act := self._break_off) is not None:
            act()
            self._has_ended.wait(_AGAIN_AFTER_S)
