"""Libraries of the packed program that no start needs (numpy, the model libraries, document parsers …).

The one-folder program has them lie open in its folder ``late``. The one-file program carries them as an archive, which
is unpacked when somebody first asks for one of them, or in the background once the app answers. In every other form
nothing here does anything.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterable, Sequence
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import TYPE_CHECKING

from runnel.paths import late_dir, late_names

if TYPE_CHECKING:
    from importlib.metadata import Distribution, DistributionFinder

PURE = "pure.zip"
"""Among them: the modules of those packages that are Python and nothing else."""


def find_late_libraries() -> None:
    """Make the late libraries importable, if this program has such. To be called once, at the very start."""
    names = late_names()
    if names:
        sys.meta_path.append(_Finder(names))


def unpack_in_background() -> None:
    """Unpack now what would otherwise be unpacked at the first import."""
    if late_names():
        threading.Thread(target=late_dir, name="late-libraries", daemon=True).start()


class _Finder:
    """Finds the top-level names of the late libraries."""

    def __init__(self, names: frozenset[str]) -> None:
        self._names = names

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """As `importlib.abc.MetaPathFinder` has it. What lies within a package is found by that package's path."""
        if path is not None or fullname not in self._names:
            return None
        folder = late_dir()
        return PathFinder.find_spec(fullname, [str(folder), str(folder / PURE)])

    def find_distributions(self, context: DistributionFinder.Context) -> Iterable[Distribution]:
        """As `importlib.metadata.DistributionFinder` has it: some libraries ask for versions, mostly their own."""
        from importlib.metadata import DistributionFinder, MetadataPathFinder

        here = DistributionFinder.Context(name=context.name, path=[str(late_dir())])
        return MetadataPathFinder.find_distributions(here)
