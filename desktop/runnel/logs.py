"""The application's log: a rotating file in the data folder, and the last lines in memory for ``/logs``."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from datetime import datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path

from runnel.settings import Settings

LINES_BY_DEFAULT = 10_000
_FILE_BYTES = 2_000_000
_OLD_FILES = 3
_CHATTY = ("httpx", "httpx2", "httpcore", "httpcore2", "asyncio", "openai", "anthropic", "peewee")
"""Libraries whose lines below a warning say nothing about this app (and may name addresses and keys)."""


class LogBook(logging.Handler):
    """The last lines, each under its time in epoch milliseconds. Holds nothing while retrieval is off."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self._lines: deque[tuple[int, int, str]] = deque(maxlen=size)
        self._written = 0
        self._guard = threading.Lock()

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a line."""
        with self._guard:
            self._written += 1
            self._lines.append((self._written, int(record.created * 1000), self.format(record) + "\n"))

    def last(self, count: int) -> dict[int, str]:
        """The last ``count`` lines, oldest first."""
        return self._lines_of(self._kept()[-count:] if count > 0 else [])

    def before(self, timestamp: int, count: int) -> dict[int, str]:
        """The last ``count`` lines written before a time."""
        earlier = sorted((line for line in self._kept() if line[1] < timestamp), key=_time)
        return self._lines_of(earlier[-count:] if count > 0 else [])

    def after(self, timestamp: int, count: int) -> dict[int, str]:
        """The first ``count`` lines from a time on."""
        later = sorted((line for line in self._kept() if line[1] >= timestamp), key=_time)
        return self._lines_of(later[:count] if count > 0 else [])

    def since(self, number: int) -> tuple[int, list[tuple[int, str]]]:
        """The lines after the ``number``-th ever written, and the number reached."""
        kept = self._kept()
        return self._written, [(at, text) for written, at, text in kept if written > number]

    @property
    def written(self) -> int:
        """How many lines were ever written."""
        return self._written

    def _kept(self) -> list[tuple[int, int, str]]:
        with self._guard:
            return list(self._lines)

    @staticmethod
    def _lines_of(lines: list[tuple[int, int, str]]) -> dict[int, str]:
        return {at: text for _, at, text in lines}


def _time(line: tuple[int, int, str]) -> int:
    return line[1]


class _LineFormat(logging.Formatter):
    """``2025-01-08T12:03:11.151218-0500 DEBUG text``."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(message)s")

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:
        """Local time with microseconds and zone."""
        moment = datetime.fromtimestamp(record.created).astimezone()
        return moment.strftime("%Y-%m-%dT%H:%M:%S.%f%z")


class Log:
    """What `open_log` opened: the file, and the book of last lines (None while retrieval is off)."""

    def __init__(self, handlers: list[logging.Handler], book: LogBook | None, path: Path) -> None:
        self.handlers = handlers
        self.book = book
        self.path = path
        self.opened_at = time.time()

    def close(self) -> None:
        """Write no further lines."""
        for handler in self.handlers:
            logging.getLogger().removeHandler(handler)
            handler.close()


def open_log(settings: Settings) -> Log:
    """Start writing what is logged at or above the set level."""
    path = settings.data_dir / "logs" / "runnel.log"
    path.parent.mkdir(parents=True, exist_ok=True)
    file = RotatingFileHandler(path, maxBytes=_FILE_BYTES, backupCount=_OLD_FILES, encoding="utf-8", delay=True)
    handlers: list[logging.Handler] = [file]
    book = None
    if settings.logs_enabled:
        book = LogBook(settings.log_retriever_buffer_size or LINES_BY_DEFAULT)
        handlers.append(book)
    root = logging.getLogger()
    level = logging.getLevelNamesMapping().get(settings.log_level.upper(), logging.INFO)
    root.setLevel(min(level, root.level) if root.handlers else level)
    for handler in handlers:
        handler.setFormatter(_LineFormat())
        handler.setLevel(level)
        root.addHandler(handler)
    for name in _CHATTY:
        logging.getLogger(name).setLevel(max(logging.WARNING, level))
    return Log(handlers, book, path)
