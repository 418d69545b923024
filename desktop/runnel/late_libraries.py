"""Libraries of the one-file program that no start needs: they travel as one archive, unpacked once per version.

A one-file program writes all its parts into a temporary folder at every start. What is imported late (numpy, the
model libraries, document parsers …) would be most of that, so it is packed more tightly into ``late.tar.xz``, and put
into the user's cache folder when somebody first asks for it, or in the background once the app answers. In every other
form of the program there is no such archive, and nothing here does anything.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from types import ModuleType

from runnel.paths import cache_dir, late_archive

PURE = "pure.zip"
"""In the archive: the modules of those packages that are Python and nothing else."""

_KEPT_SECONDS = 30 * 24 * 60 * 60
"""For how long what another version unpacked is left, since that version was last started."""


def find_late_libraries() -> None:
    """Make the libraries of the archive importable, if this program has one. To be called once, at the very start."""
    archive = late_archive()
    if archive is not None:
        names = archive.with_suffix(".names").read_text(encoding="utf-8").split()
        sys.meta_path.append(_Finder(archive, frozenset(names)))


def unpack_in_background() -> None:
    """Unpack now what would otherwise be unpacked at the first import."""
    for finder in sys.meta_path:
        if isinstance(finder, _Finder):
            threading.Thread(target=finder.unpacked, name="late-libraries", daemon=True).start()


class _Finder:
    """Finds the top-level names of the archive, and unpacks it for the first of them."""

    def __init__(self, archive: Path, names: frozenset[str]) -> None:
        self._archive = archive
        self._names = names
        self._folder: Path | None = None
        self._guard = threading.Lock()

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """As `importlib.abc.MetaPathFinder` has it. What lies within a package is found by that package's path."""
        if path is not None or fullname not in self._names:
            return None
        folder = self.unpacked()
        return PathFinder.find_spec(fullname, [str(folder), str(folder / PURE)])

    def unpacked(self) -> Path:
        """The folder of the libraries, made if it is not there yet."""
        with self._guard:
            if self._folder is None:
                self._folder = _unpack(self._archive)
            return self._folder


def _unpack(archive: Path) -> Path:
    """Unpack into the cache folder; where that cannot be written, beside the archive, for as long as this program runs.

    The folder is named by the archive's content and appears under its name only when it is whole.
    """
    import hashlib
    import logging
    import os

    digest = hashlib.sha256(archive.read_bytes()).hexdigest()[:16]
    for place in (cache_dir(), archive.parent):
        folder = place / f"libraries-{digest}"
        try:
            if not folder.is_dir():
                place.mkdir(parents=True, exist_ok=True, mode=0o700)
                _extract(archive, folder)
                _drop_old(place)
            os.utime(folder)
            return folder
        except OSError as error:
            logging.getLogger(__name__).warning("Libraries cannot be unpacked into %s: %s", place, error)
            reason = error
    raise reason


def _extract(archive: Path, folder: Path) -> None:
    import shutil
    import tarfile
    import tempfile

    made = Path(tempfile.mkdtemp(prefix=f"{folder.name}.", dir=folder.parent))
    try:
        with tarfile.open(archive) as packed:
            packed.extractall(made, filter="data")
        made.rename(folder)
    except OSError:
        shutil.rmtree(made, ignore_errors=True)
        if not folder.is_dir():  # else another process was faster
            raise


def _drop_old(place: Path) -> None:
    import shutil
    import time

    for old in place.glob("libraries-*"):
        if old.stat().st_mtime < time.time() - _KEPT_SECONDS:
            shutil.rmtree(old, ignore_errors=True)
