"""Libraries of the one-file program that no start needs: they travel as one archive, unpacked once per version.

A one-file program writes all its parts into a temporary folder at every start. What is imported late (numpy, the
model libraries, document parsers …) would be most of that, so it is packed more tightly into ``late.tar.xz``, and put
into the user's cache folder when somebody first asks for it, or in the background once the app answers. The one-folder
program has them lie open in its folder ``late``. In every other form nothing here does anything.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterable, Sequence
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from runnel.paths import cache_dir, late_place

if TYPE_CHECKING:
    from importlib.metadata import Distribution, DistributionFinder

PURE = "pure.zip"
"""In the archive: the modules of those packages that are Python and nothing else."""

_KEPT_SECONDS = 30 * 24 * 60 * 60
"""For how long what another version unpacked is left, since that version was last started."""


def find_late_libraries() -> None:
    """Make the late libraries importable, if this program has such. To be called once, at the very start."""
    place = late_place()
    if place is not None:
        names = place.with_name("late.names").read_text(encoding="utf-8").split()
        sys.meta_path.append(_Finder(place, frozenset(names)))


def unpack_in_background() -> None:
    """Unpack now what would otherwise be unpacked at the first import."""
    for finder in sys.meta_path:
        if isinstance(finder, _Finder):
            threading.Thread(target=finder.unpacked, name="late-libraries", daemon=True).start()


class _Finder:
    """Finds the top-level names of the late libraries, whose archive it unpacks for the first of them."""

    def __init__(self, place: Path, names: frozenset[str]) -> None:
        self._archive = place
        self._names = names
        self._folder = place if place.is_dir() else None
        self._guard = threading.Lock()

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """As `importlib.abc.MetaPathFinder` has it. What lies within a package is found by that package's path."""
        if path is not None or fullname not in self._names:
            return None
        folder = self.unpacked()
        return PathFinder.find_spec(fullname, [str(folder), str(folder / PURE)])

    def find_distributions(self, context: DistributionFinder.Context) -> Iterable[Distribution]:
        """As `importlib.metadata.DistributionFinder` has it: some libraries ask for versions, mostly their own."""
        from importlib.metadata import DistributionFinder, MetadataPathFinder

        here = DistributionFinder.Context(name=context.name, path=[str(self.unpacked())])
        return MetadataPathFinder.find_distributions(here)

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
