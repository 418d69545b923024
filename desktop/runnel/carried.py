"""What the one-file program carries in its own file: archives, each unpacked once per version into a cache folder.

A one-file program writes its parts into a temporary folder at every start, file by file. So only what every start
imports is left to that. The rest lies in two archives right behind the program's modules: ``late`` (libraries that no
start needs, see `runnel.late_libraries`) and ``parts`` (pages, assets, the bindings to the system's GTK). The build
writes down in ``carried.json`` where each begins. In every other form all of it lies open, and nothing here does
anything.
"""

from __future__ import annotations

import json
import sys
import threading
from functools import cache
from pathlib import Path
from typing import Any

_KEPT_SECONDS = 30 * 24 * 60 * 60
"""For how long what another version unpacked is left, since that version was last started."""
_UNFINISHED_SECONDS = 10 * 60
"""For how long what is not whole is left: a program that was ended while it unpacked does not go on."""

_guard = threading.Lock()
_folders: dict[str, Path] = {}


def is_carried(name: str) -> bool:
    """Whether this program has such an archive in its file."""
    return name in _index()


def unpacked(name: str, cache_dir: Path) -> Path:
    """The folder with the content of an archive, made if it is not there yet.

    It lies in `cache_dir`, named by the archive's content, and appears under its name only when it is whole. Where that
    cannot be written it lies beside the other parts of the program, for as long as this runs. Raises `OSError` when
    neither can be written.
    """
    with _guard:
        if name not in _folders:
            _folders[name] = _unpack(name, cache_dir)
        return _folders[name]


@cache
def _index() -> dict[str, dict[str, Any]]:
    root = getattr(sys, "_MEIPASS", None)
    try:
        found: dict[str, dict[str, Any]] = json.loads(Path(root, "carried.json").read_bytes()) if root else {}
    except FileNotFoundError:
        return {}
    return found


def _unpack(name: str, cache_dir: Path) -> Path:
    import logging
    import os

    log = logging.getLogger(__name__)
    archive = _index()[name]
    for place in (cache_dir, Path(sys._MEIPASS)):  # type: ignore[attr-defined]
        folder = place / f"{name}-{archive['digest']}"
        try:
            if not folder.is_dir():
                place.mkdir(parents=True, exist_ok=True, mode=0o700)
                _extract(archive, folder)
            os.utime(folder)
            _drop_old(name, place)
            return folder
        except OSError as error:
            log.warning(
                "Parts of the program cannot be kept in %s (%s): they are unpacked at each start.", place, error
            )
            reason = error
    raise reason


def _extract(archive: dict[str, Any], folder: Path) -> None:
    import io
    import shutil
    import tarfile
    import tempfile

    from pyimod02_importers import pyz_archive  # type: ignore[import-not-found]  # of PyInstaller: the modules' archive

    with open(pyz_archive._filename, "rb") as program:
        program.seek(pyz_archive._start_offset + archive["offset"])
        content = program.read(archive["size"])
    made = Path(tempfile.mkdtemp(prefix=f"{folder.name}.", dir=folder.parent))
    try:
        with tarfile.open(fileobj=io.BytesIO(content)) as packed:
            packed.extractall(made, filter="data")
        made.rename(folder)
    except OSError:
        shutil.rmtree(made, ignore_errors=True)
        if not folder.is_dir():  # else another process was faster
            raise


def _drop_old(name: str, place: Path) -> None:
    import shutil
    import time

    for old in place.glob(f"{name}-*"):
        kept_seconds = _UNFINISHED_SECONDS if "." in old.name else _KEPT_SECONDS
        if old.stat().st_mtime < time.time() - kept_seconds:
            shutil.rmtree(old, ignore_errors=True)
