"""Runs first in a packed program: read its modules through one open file.

PyInstaller's reader opens the program's file anew for each of five hundred modules, so that the file may be replaced
meanwhile. Where a file in use can be replaced anyway, and the open one stays whole, that is not needed.
"""

import marshal
import os
import zlib
from typing import Any

from pyimod01_archive import PYZ_ITEM_MODULE, PYZ_ITEM_NSPKG, PYZ_ITEM_PKG  # type: ignore[import-not-found]
from pyimod02_importers import pyz_archive  # type: ignore[import-not-found]


def _read_through_one_file() -> None:
    file = os.open(pyz_archive._filename, os.O_RDONLY | os.O_CLOEXEC)

    def extract(name: str, raw: bool = False) -> Any:
        kind, offset, length = pyz_archive.toc[name]
        if kind == PYZ_ITEM_NSPKG:
            return None
        content = zlib.decompress(os.pread(file, length, pyz_archive._start_offset + offset))
        return marshal.loads(content) if kind in (PYZ_ITEM_MODULE, PYZ_ITEM_PKG) and not raw else content

    pyz_archive.extract = extract


if hasattr(os, "pread"):
    _read_through_one_file()
