"""One process holds a data folder's database: a lock that the system drops when the process ends, however it ends.

The lock file holds the word ``open`` while somebody works; finding it there at the next start means that the last
holder was cut short.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from runnel.errors import Conflict

LOCK_NAME = "database.lock"
_OPEN = b"open"


class FolderLock:
    """The held lock of a data folder."""

    def __init__(self, descriptor: int, *, was_interrupted: bool) -> None:
        """Use `take`."""
        self.was_interrupted = was_interrupted
        """Whether the last holder ended without releasing: a crash, a kill, a power cut."""
        self._descriptor = descriptor

    @classmethod
    def take(cls, folder: Path) -> FolderLock:
        """Lock the folder. Raises `Conflict` when another process has it, and OSError when it cannot be written."""
        descriptor = os.open(folder / LOCK_NAME, os.O_RDWR | os.O_CREAT, 0o600)
        if not _lock(descriptor):
            os.close(descriptor)
            raise Conflict(f"Another Runnel uses the data folder {folder}. Close it, or choose another --data-dir.")
        os.lseek(descriptor, 0, os.SEEK_SET)
        was_interrupted = os.read(descriptor, len(_OPEN)) == _OPEN
        os.lseek(descriptor, 0, os.SEEK_SET)
        os.write(descriptor, _OPEN)
        return cls(descriptor, was_interrupted=was_interrupted)

    def release(self) -> None:
        """Give the folder free, marked as cleanly left. Doing it twice does nothing."""
        if self._descriptor < 0:
            return
        os.ftruncate(self._descriptor, 0)
        os.close(self._descriptor)
        self._descriptor = -1


def _lock(descriptor: int) -> bool:
    if sys.platform == "win32":
        import msvcrt

        # Locks are mandatory there: take a byte that nobody reads.
        os.lseek(descriptor, 1 << 20, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
    import fcntl

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
