"""The files of a folder that can be read, and when each last changed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from runnel.errors import ComponentError
from runnel.knowledge.documents import is_readable

MOST_FILES = 20_000
LARGEST_FILE_BYTES = 50_000_000


@dataclass(frozen=True, slots=True)
class FolderFile:
    """A file: its path, its name from the folder on with ``/``, and a stamp that changes with its content."""

    path: Path
    name: str
    stamp: str


def open_folder(typed: str, field: str = "folder") -> Path:
    """The folder that was typed; ``~`` is the home folder. Raises `ComponentError` for ``field`` if there is none."""
    folder = Path(typed.strip()).expanduser()
    if not folder.is_absolute():
        raise ComponentError(
            "The folder was not found.",
            f'"{typed}" does not say where it begins.',
            "Write the whole path, such as ~/Documents.",
            field=field,
        )
    if not folder.is_dir():
        raise ComponentError(
            "The folder was not found.",
            f'There is no folder "{typed}".',
            "Correct the path, or make the folder.",
            field=field,
        )
    return folder


def list_files(folder: Path, *, with_hidden: bool = False) -> Iterator[FolderFile]:
    """Readable files in name order, folder by folder. Leaves out links, files over 50 MB, and mostly hidden ones.

    Raises `ComponentError` when there are more than `MOST_FILES`.
    """
    count = 0
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if with_hidden or not name.startswith("."))
        for name in sorted(names):
            path = Path(root, name)
            is_hidden = name.startswith(".") and not with_hidden
            if is_hidden or not is_readable(name) or path.is_symlink():
                continue
            try:
                status = path.stat()
            except OSError:
                continue  # gone since it was listed
            if status.st_size > LARGEST_FILE_BYTES:
                continue
            count += 1
            if count > MOST_FILES:
                raise ComponentError(
                    "The folder was not read.",
                    f"It holds more than {MOST_FILES} documents.",
                    "Choose a smaller folder.",
                    field="folder",
                )
            yield FolderFile(path, path.relative_to(folder).as_posix(), f"{status.st_mtime_ns}:{status.st_size}")
