"""Split what PyInstaller found into what each start needs and what is imported late; pack the latter as one archive.

Used by `runnel.spec`. The other half is `runnel.late_libraries`, which unpacks the archive once per version. Late is
every package of another project that is not named in `EARLY`.
"""

from __future__ import annotations

import functools
import importlib._bootstrap_external as pyc_format  # type: ignore[import-not-found]
import importlib.metadata
import importlib.util
import lzma
import platform
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterable
from pathlib import Path

from environment import LOCK, lock_subset

EARLY = frozenset(
    """anyio bottle click h11 httptools idna itsdangerous msgspec multipart peewee playhouse proxy_tools
    python_multipart runnel sniffio starlette typing_extensions uvicorn webview""".split()  # noqa: SIM905
)
"""Top-level names of other projects that the server or the window imports at each start."""

NOT_FOR_PROGRAMS = frozenset(
    """__phello__ _aix_support _bootsubprocess _dbm _gdbm _msi _osx_support _pyrepl _tkinter antigravity crypt distutils
    ensurepip idlelib lib2to3 msilib nis ossaudiodev pip pydoc_data spwd test this tkinter turtle turtledemo
    venv""".split()  # noqa: SIM905
)
"""Of the standard library: what no component could want."""

Entry = tuple[str, str, str]
"""Name in the program, path of the file, PyInstaller's kind."""


@functools.cache
def project_modules() -> set[str]:
    """Top-level names of the packages that the project needs by its lock, and not those of its tests."""
    lock = lock_subset(LOCK.read_text(encoding="utf-8"), {"project"})
    wanted = {_plain(name) for name in re.findall(r"^([A-Za-z0-9._-]+)==", lock, re.MULTILINE)} | {"runnel"}
    by_module = importlib.metadata.packages_distributions()
    return {module for module, owners in by_module.items() if wanted & {_plain(owner) for owner in owners}}


def other_modules() -> set[str]:
    """Top-level names of what is installed beside the project's own packages: nothing of that goes in."""
    return set(importlib.metadata.packages_distributions()) - project_modules() - {"gi"}


def standard_modules() -> list[str]:
    """The rest of the standard library, by top-level names: users' own components may import any of it."""
    return sorted(set(sys.stdlib_module_names) - NOT_FOR_PROGRAMS)


def is_late_module(name: str) -> bool:
    """Whether a module (by its dotted name) is imported late."""
    return _top(name) in _late_packages()


def is_late(path: str) -> bool:
    """Whether a file of the program (by its path in there) belongs to a package that is imported late."""
    first = re.split(r"[/\\]", path, maxsplit=1)[0]
    # A folder is named as its package (or `<package>.libs`), a module at the top `<name>.<platform>.so`.
    return first.partition(".")[0] in _late_packages() and not first.startswith("python")


@functools.cache
def _late_packages() -> frozenset[str]:
    for_window = {"cffi", "_cffi_backend", "clr", "clr_loader", "pycparser", "pythonnet"}  # Windows' web view
    return frozenset(project_modules() - EARLY - (for_window if sys.platform == "win32" else set()))


def pack(modules: Iterable[Entry], files: Iterable[Entry], folder: Path, *, strip: bool) -> Path:
    """Write ``late.tar.xz`` and ``late.names`` into ``folder``; the path of the former.

    Packages of nothing but Python go into a zip within, from which they are imported; the others lie open.
    """
    tree = folder / "late"
    shutil.rmtree(tree, ignore_errors=True)
    tree.mkdir(parents=True)
    modules, files = sorted(modules), sorted(files)
    open_packages = {_top(name) for name, _, _ in files}
    packages = {name.rpartition(".")[0] for name, _, _ in modules}
    named = {name for name, source, _ in modules if source not in (None, "-")}
    open_packages |= {_top(name) for name in packages if name and name not in named}  # namespace packages
    with zipfile.ZipFile(tree / "pure.zip", "w", zipfile.ZIP_STORED) as pure:
        for name, source, _ in modules:
            if source in (None, "-"):
                continue
            is_package = Path(source).stem == "__init__"
            place = name.replace(".", "/") + ("/__init__.pyc" if is_package else ".pyc")
            compiled = _compiled(Path(source), name)
            if _top(name) in open_packages:
                target = tree / place
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(compiled)
            else:
                pure.writestr(zipfile.ZipInfo(place), compiled)
    for name, source, kind in files:
        target = tree / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(source, target)
        if strip and kind in ("BINARY", "EXTENSION") and ".libs" not in Path(name).parts[0]:
            subprocess.run(["strip", target], check=True)
    archive = folder / "late.tar.xz"
    _write_tar(tree, archive)
    names = sorted({_top(name) for name in named} | {_top(name) for name, _, _ in files if ".libs" not in name})
    archive.with_suffix(".names").write_text("\n".join(names), encoding="utf-8")
    return archive


def _write_tar(tree: Path, archive: Path) -> None:
    filters: list[dict[str, int]] = [{"id": lzma.FILTER_LZMA2, "preset": 8, "dict_size": 1 << 25}]
    if platform.machine().lower() in ("x86_64", "amd64"):
        filters.insert(0, {"id": lzma.FILTER_X86})

    def plain(member: tarfile.TarInfo) -> tarfile.TarInfo:
        member.mtime, member.uid, member.gid, member.uname, member.gname = 0, 0, 0, "", ""
        return member

    with lzma.open(archive, "wb", filters=filters) as packed, tarfile.open(fileobj=packed, mode="w") as tar:
        # Files of one kind beside each other: they are alike.
        for path in sorted(tree.rglob("*"), key=lambda path: (path.suffix, path.as_posix())):
            if path.is_file():
                tar.add(path, path.relative_to(tree).as_posix(), filter=plain)


def _compiled(source: Path, name: str) -> bytes:
    content = source.read_bytes()
    if source.suffix == ".pyc":
        return content
    code = compile(content, f"{name.replace('.', '/')}.py", "exec", dont_inherit=True)
    return bytes(pyc_format._code_to_hash_pyc(code, importlib.util.source_hash(content), False))


def _top(name: str) -> str:
    return re.split(r"[./\\]", name, maxsplit=1)[0]


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
