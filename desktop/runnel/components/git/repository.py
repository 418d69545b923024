"""Reading a branch: of a folder by the computer's ``git``, which changes nothing in it, or as an archive by HTTP."""

from __future__ import annotations

import asyncio
import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote, urlsplit

from runnel.sdk import ComponentError, Http

LARGEST_FILE_BYTES = 5_000_000
MOST_BYTES = 200_000_000
_ARCHIVE_TIMEOUT_S = 120.0

Filter = Callable[[str], bool]


async def read_branch(folder: Path, branch: str, is_wanted: Filter) -> dict[str, bytes]:
    """The wanted files of a branch by path; those over 5 MB are left out. Raises `ComponentError`."""
    if branch.startswith("-"):
        raise _not_read(f'"{branch}" is no branch.', "branch")
    listed = await _git(folder, "ls-tree", "-r", "-l", "-z", "--full-tree", f"{branch}^{{tree}}")
    chosen: list[tuple[str, str]] = []
    total = 0
    for line in filter(None, listed.decode("utf-8", "replace").split("\0")):
        about, _, path = line.partition("\t")
        _, kind, identity, size = about.split()
        if kind == "blob" and int(size) <= LARGEST_FILE_BYTES and is_wanted(path):
            chosen.append((path, identity))
            total += int(size)
    if total > MOST_BYTES:
        raise _not_read(f"The files are over {MOST_BYTES // 1_000_000} MB together.", "file_filter")
    asked = "".join(f"{identity}\n" for _, identity in chosen)
    return _split_batch(await _git(folder, "cat-file", "--batch", asked=asked.encode()), [path for path, _ in chosen])


async def fetch_archive(http: Http, address: str, branch: str, is_wanted: Filter) -> dict[str, bytes]:
    """The wanted files of a branch from the archive that the repository's server makes. Raises `ComponentError`."""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https"):
        raise _not_read("Its address does not begin with https://.", "clone_url")
    place = address.rstrip("/").removesuffix(".git")
    name = place.rpartition("/")[2]
    ref = quote(branch, safe="/")
    if "gitlab" in (parts.hostname or ""):
        archive = f"{place}/-/archive/{ref}/{name}-{ref.replace('/', '-')}.zip"
    else:
        archive = f"{place}/archive/{ref}.zip"
    answer = await http.request("GET", archive, timeout_seconds=_ARCHIVE_TIMEOUT_S)
    if answer.status != 200:
        raise _not_read(f"The server has no archive of its branch {branch} (status {answer.status}).", "clone_url")
    return await asyncio.to_thread(_unpack, answer.content, is_wanted)


def _unpack(content: bytes, is_wanted: Filter) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    total = 0
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for member in archive.infolist():
                # All of it lies in one folder, named for the repository and the branch.
                path = member.filename.partition("/")[2]
                if member.is_dir() or not path or member.file_size > LARGEST_FILE_BYTES or not is_wanted(path):
                    continue
                total += member.file_size
                if total > MOST_BYTES:
                    raise _not_read(f"The files are over {MOST_BYTES // 1_000_000} MB together.", "file_filter")
                with archive.open(member) as opened:
                    files[path] = opened.read(LARGEST_FILE_BYTES + 1)
    except (zipfile.BadZipFile, RuntimeError, EOFError, OSError):
        raise _not_read("What its server sent is no archive.", "clone_url") from None
    return files


def _split_batch(output: bytes, paths: list[str]) -> dict[str, bytes]:
    """The contents from ``git cat-file --batch``: for each a line ``identity kind size``, the content, a newline."""
    files: dict[str, bytes] = {}
    at = 0
    for path in paths:
        end = output.index(b"\n", at)
        size = int(output[at:end].split()[2])
        files[path] = output[end + 1 : end + 1 + size]
        at = end + size + 2
    return files


async def _git(folder: Path, *arguments: str, asked: bytes = b"") -> bytes:
    # What the repository's own configuration could start is switched off, and so is every way to another computer.
    settings = ("protocol.allow=never", "core.fsmonitor=false", f"core.hooksPath={os.devnull}")
    options = [option for setting in settings for option in ("-c", setting)]
    command = ("git", *options, "--no-optional-locks", "--no-pager", "-C", str(folder), *arguments)
    try:
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
    except FileNotFoundError:
        raise _not_read("There is no git on this computer.", "repo_path", "Install Git, or give an address.") from None
    try:
        output, said = await process.communicate(asked)
    except asyncio.CancelledError:
        process.kill()
        raise
    if process.returncode:
        lines = said.decode("utf-8", "replace").strip().splitlines() or [""]
        raise _not_read(f"Git says: {lines[-1].removeprefix('fatal: ').rstrip('.')}.", "branch")
    return output


def _not_read(why: str, field: str, do: str = "") -> ComponentError:
    return ComponentError("The repository was not read.", why, do or "Correct the node's fields.", field=field)
