"""Crash reports: what went wrong, on this computer alone. Nothing is ever sent.

An error that nobody handles is written to a file of its own beside the log; so is the state of all threads when the
process is brought down by a fault in compiled code. The next start tells of the report.
"""

from __future__ import annotations

import faulthandler
import platform
import sys
import threading
import traceback
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType

from runnel import __version__
from runnel.about.commit import find_commit
from runnel.errors import AppError

_KEPT_REPORTS = 10
_FAULT = "fault.txt"
"""What is written while the process comes down; the next start makes a report of it."""


def write_crash_reports(folder: Path) -> None:
    """Write reports into `folder`, which lies in the data folder, from now on, and drop all but the last few.

    Raises `AppError` when nothing can be written there.
    """
    try:
        # What is said in chats is nobody else's business.
        folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.mkdir(exist_ok=True)
        with suppress(OSError):
            _keep_fault(folder / _FAULT)
        for old in _reports(folder)[:-_KEPT_REPORTS]:
            old.unlink(missing_ok=True)
        # Stays open for as long as the process lives: it is written when nothing else works any more.
        faulthandler.enable((folder / _FAULT).open("a", encoding="utf-8"))
    except OSError as error:
        reason = error.strerror or error
        raise AppError(
            f"The data folder {folder.parent} cannot be used: {reason}. Choose another with --data-dir."
        ) from None
    say, say_in_thread = sys.excepthook, threading.excepthook

    def report(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, Exception):
            _write(folder, error)
        say(kind, error, trace)

    def report_of_thread(told: threading.ExceptHookArgs) -> None:
        if told.exc_value is not None and issubclass(told.exc_type, Exception):
            _write(folder, told.exc_value)
        say_in_thread(told)

    sys.excepthook = report
    threading.excepthook = report_of_thread


def last_report(folder: Path) -> Path | None:
    """The newest report in `folder`; None when nothing ever went wrong."""
    return next(reversed(_reports(folder)), None)


def _reports(folder: Path) -> list[Path]:
    """All reports, the oldest first."""
    return sorted(folder.glob("crash-*.txt"))


def _keep_fault(fault: Path) -> None:
    if fault.exists() and fault.stat().st_size:
        at = datetime.fromtimestamp(fault.stat().st_mtime)
        fault.rename(_report_at(fault.parent, at))


def _report_at(folder: Path, at: datetime) -> Path:
    return folder / f"crash-{at:%Y%m%d-%H%M%S}.txt"


def _write(folder: Path, error: BaseException) -> None:
    now = datetime.now()
    head = f"Runnel {__version__} ({find_commit() or 'unknown commit'}), {now.isoformat(timespec='seconds')}\n"
    machine = f"Python {platform.python_version()}, {platform.platform()}\n\n"
    text = "".join(traceback.format_exception(error))
    with suppress(OSError):  # The disk may be what failed; the error itself is still said.
        _report_at(folder, now).write_text(head + machine + text, encoding="utf-8")
