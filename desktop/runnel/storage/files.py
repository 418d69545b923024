"""The file store: ``files/<flow id>/<timestamp>_<name>`` in the data folder.

Names come from outside, so each is checked by the rules of every system that Runnel runs on, and every path is resolved
and must lie inside the store before anything is opened, made or removed.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
from datetime import datetime
from pathlib import Path
from uuid import UUID

from runnel.errors import Invalid

MOST_NAME_BYTES = 200
"""Longest name of an upload; file systems take 255 bytes with our timestamp before it."""

_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f/\\<>:"|?*]')
_RESERVED = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])\s*(\..*)?", re.IGNORECASE)


def check_name(name: str) -> str:
    """A name that every system can store as one file of one folder. Raises `Invalid` saying what is wrong with it."""
    if not name or name in (".", ".."):
        raise Invalid("The file has no name.", status=422)
    if _FORBIDDEN.search(name):
        raise Invalid(
            f"The file name {_shown(name)} has a slash, a colon, or another character that names cannot have.",
            status=422,
        )
    if name[-1] in ". " or name[0] == " ":
        raise Invalid(f"The file name {_shown(name)} begins with a space, or ends in a space or a dot.", status=422)
    if _RESERVED.fullmatch(name):
        raise Invalid(f"The file name {_shown(name)} is reserved by Windows.", status=422)
    try:
        size = len(name.encode())
    except UnicodeEncodeError:
        raise Invalid("The file name is not valid Unicode.", status=422) from None
    if size > MOST_NAME_BYTES:
        raise Invalid(f"The file name is too long: {size} bytes, at most {MOST_NAME_BYTES} are allowed.", status=422)
    return name


def _shown(name: str) -> str:
    short = name if len(name) <= 60 else name[:60] + "…"
    return ascii(short) if _FORBIDDEN.search(short) else f"'{short}'"


class FileStore:
    """The files of a data folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "files"
        self._incoming = self.folder / ".incoming"

    def clear_incoming(self) -> None:
        """Remove what uploads left behind that a crash interrupted. To be called once, at start."""
        shutil.rmtree(self._incoming, ignore_errors=True)

    def incoming(self) -> Path:
        """A fresh path for an upload to be written to; `keep` moves it in when it is complete."""
        self._incoming.mkdir(parents=True, exist_ok=True)
        return self._incoming / secrets.token_hex(16)

    def keep(self, incoming: Path, flow_id: UUID, name: str) -> str:
        """Move a complete upload into a flow's folder; returns its path in the store, ``<flow id>/<stored name>``.

        A second file of the same name within the same second gets a running number. Raises `Invalid` for the name.
        """
        check_name(name)
        folder = self._inside(self.folder / str(flow_id))
        folder.mkdir(parents=True, exist_ok=True)
        # Local time, as the API has it.
        stamp = datetime.now().astimezone().strftime("%Y-%m-%d_%H-%M-%S")
        stem, dot, extension = name.rpartition(".")
        if not stem:
            stem, dot, extension = name, "", ""
        number = 0
        while True:
            numbered = name if number == 0 else f"{stem} ({number}){dot}{extension}"
            target = folder / f"{stamp}_{numbered}"
            try:
                # Claims the name, so that two uploads at once cannot take the same.
                os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
            except FileExistsError:
                number += 1
                continue
            incoming.replace(target)
            return f"{flow_id}/{target.name}"

    def keep_by_content(self, incoming: Path, flow_id: UUID, digest: str, name: str) -> Path:
        """Move a complete upload to ``<flow id>/<digest of its content><extension>``; returns the absolute path."""
        extension = Path(name).suffix
        folder = self._inside(self.folder / str(flow_id))
        target = folder / check_name(digest + extension)
        folder.mkdir(parents=True, exist_ok=True)
        incoming.replace(target)
        return target

    def keep_as(self, incoming: Path, path: str) -> None:
        """Move a complete upload to its path in the store, ``<user id>/<name>``. Raises `Invalid` for the path."""
        target = self.resolve(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        incoming.replace(target)

    def list_names(self, flow_id: UUID) -> list[str]:
        """Names of a flow's files, oldest first; none when there is no folder yet."""
        folder = self._inside(self.folder / str(flow_id))
        try:
            return sorted(entry.name for entry in folder.iterdir() if entry.is_file() and not entry.is_symlink())
        except FileNotFoundError:
            return []

    def find(self, flow_id: UUID, name: str) -> Path | None:
        """The absolute path of a flow's file; None when there is no such file."""
        try:
            path = self.resolve(f"{flow_id}/{name}")
        except Invalid:
            return None
        return path if path.is_file() else None

    def delete(self, flow_id: UUID, name: str) -> None:
        """Remove a flow's file, if it is there."""
        path = self.find(flow_id, name)
        if path is not None:
            path.unlink(missing_ok=True)

    def delete_all(self, flow_id: UUID) -> None:
        """Remove all of a flow's files."""
        shutil.rmtree(self._inside(self.folder / str(flow_id)), ignore_errors=True)

    def resolve(self, path: str) -> Path:
        """``<flow id>/<name>`` → the absolute path. Raises `Invalid` when it lies outside of the store.

        An absolute path that lies in the store is fine too: the deprecated upload answers such.
        """
        relative = path
        given = Path(path)
        if given.is_absolute():
            try:
                relative = given.relative_to(self.folder.resolve()).as_posix()
            except ValueError:
                raise Invalid(_outside(path), status=422) from None
        parts = relative.split("/")
        if len(parts) != 2:
            raise Invalid(_outside(path), status=422)
        for part in parts:
            if part.startswith(".") or _FORBIDDEN.search(part):
                raise Invalid(_outside(path), status=422)
            check_name_on_disk(part)
        return self._inside(self.folder.joinpath(*parts))

    def _inside(self, path: Path) -> Path:
        """The path, if nothing in it leads out of the store: no ``..``, no link."""
        root = self.folder.resolve()
        try:
            resolved = path.resolve()
        except (OSError, ValueError, RuntimeError):
            raise Invalid(_outside(path.name), status=422) from None
        if resolved == root or not resolved.is_relative_to(root):
            raise Invalid(_outside(path.name), status=422)
        return resolved


def check_name_on_disk(name: str) -> None:
    """Like `check_name`, for a name that carries our timestamp already."""
    try:
        size = len(name.encode())
    except UnicodeEncodeError:
        raise Invalid("The file name is not valid Unicode.", status=422) from None
    if not name or name[-1] in ". " or size > 255 or _RESERVED.fullmatch(name):
        raise Invalid(_outside(name), status=422)


def _outside(path: str) -> str:
    return f"{_shown(path)} is no file of the file store. Upload the file, then choose it again."
