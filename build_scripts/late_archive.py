"""Lay out the libraries that no start needs, past PyInstaller's analysis, and pack what the one-file program carries.

Used by `runnel.spec`. The other halves are `runnel.late_libraries` and `runnel.carried`. Late is
every package of another project that is not named in `EARLY`: the files that its installation wrote down, less those
of `NOT_LATE`. To follow the imports of six thousand modules of model vendors took most of a build.

On macOS nothing is late: the bundle's libraries must each be found, mended and signed by PyInstaller.
"""

from __future__ import annotations

import functools
import hashlib
import importlib._bootstrap_external as pyc_format  # type: ignore[import-not-found]
import importlib.metadata
import importlib.util
import json
import lzma
import platform
import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from environment import LOCK, lock_subset
from runnel.late_libraries import PURE

EARLY = frozenset(
    """anyio bottle click h11 httptools idna itsdangerous msgspec multipart peewee playhouse proxy_tools
    python_multipart runnel sniffio starlette typing_extensions uvicorn webview""".split()  # noqa: SIM905
)
"""Top-level names of other projects that the server or the window imports at each start."""

NOT_FOR_PROGRAMS = frozenset(
    """__phello__ _aix_support _bootsubprocess _curses _curses_panel _dbm _gdbm _msi _osx_support _pyrepl _tkinter
    antigravity crypt curses distutils ensurepip idlelib lib2to3 msilib nis ossaudiodev pip pydoc_data spwd test
    this tkinter turtle turtledemo venv""".split()  # noqa: SIM905
)
"""Of the standard library: what no component could want."""

LATE_EXTENSIONS = frozenset(
    """_codecs_cn _codecs_hk _codecs_iso2022 _codecs_jp _codecs_kr _codecs_tw _crypt _lsprof _md5 _multibytecodec
    _posixshmem _sha1 _sha256 _sha3 _statistics audioop cmath resource syslog""".split()  # noqa: SIM905
)
"""Compiled modules of the standard library that neither the server nor the window imports at its start."""

NOT_LATE = frozenset(
    """cffi.recompiler genai_prices._cli lxml.builder lxml.cssselect lxml.html lxml.isoschematron lxml.objectify
    lxml.sax numpy.distutils numpy.f2py numpy.random numpy.testing peewee-stubs pwiz pycparser regex
    sqlalchemy.dialects.mssql sqlalchemy.dialects.mysql sqlalchemy.dialects.oracle sqlalchemy.ext sqlalchemy.orm
    sqlalchemy.testing tiktoken tiktoken_ext""".split()  # noqa: SIM905
)
"""Parts of late packages that we never open: doors to other libraries, dialects without a driver, tests."""

_NOT_AT_RUN_TIME = frozenset((".a", ".c", ".cpp", ".h", ".lib", ".md", ".pxd", ".pxi", ".pyi", ".pyx", ".rst"))
_METADATA = frozenset({"METADATA", "entry_points.txt"})


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
    """The rest of the standard library, whole: late packages and users' own components may import any of it."""
    names = set(sys.stdlib_module_names) - NOT_FOR_PROGRAMS
    library = Path(sysconfig.get_path("stdlib"))
    for name in list(names):
        for path in (library / name).rglob("*.py"):
            place = path.relative_to(library).with_suffix("")
            if not {"test", "tests", "__main__"} & set(place.parts):
                names.add(".".join(place.parts).removesuffix(".__init__"))
    return sorted(names)


@functools.cache
def late_packages() -> frozenset[str]:
    """Top-level names of what is imported late."""
    if sys.platform == "darwin":
        return frozenset()
    for_window = {"cffi", "_cffi_backend", "clr", "clr_loader", "pycparser", "pythonnet"}  # Windows' web view
    return frozenset(project_modules() - EARLY - (for_window if sys.platform == "win32" else set()))


def lay_out(folder: Path, extensions: Iterable[Path], *, strip: bool) -> Path:
    """Lay all late packages, and these compiled modules, into the folder ``late`` below `folder`, and give it.

    Packages of nothing but Python go into a zip within, from which they are imported; the others lie open. In
    ``late.names`` beside it stand the names by which all are imported.
    """
    tree = folder / "late"
    shutil.rmtree(tree, ignore_errors=True)
    tree.mkdir(parents=True)
    files = {**dict(sorted(_late_files())), **{path.name: path for path in extensions}}
    open_packages = {_top(place) for place in files if PurePosixPath(place).suffix != ".py"}
    packages = {parent.as_posix() for place in files for parent in PurePosixPath(place).parents if parent.name}
    # Namespace packages: a zip would not be looked into for them.
    open_packages |= {_top(place) for place in packages if f"{place}/__init__.py" not in files}
    with zipfile.ZipFile(tree / PURE, "w", zipfile.ZIP_STORED) as pure:
        for place, source in files.items():
            target = tree / place
            if source.suffix != ".py":
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(source, target)
                # `strip` breaks libraries whose wheel has moved their segments.
                if strip and source.suffix == ".so" and not PurePosixPath(place).parts[0].endswith(".libs"):
                    subprocess.run(["strip", target], check=True)
            elif _top(place) in open_packages:
                target.parent.mkdir(parents=True, exist_ok=True)
                target.with_suffix(".pyc").write_bytes(_compiled(source, place))
            else:
                pure.writestr(zipfile.ZipInfo(f"{place}c"), _compiled(source, place))
    names = {_top(place).partition(".")[0] for place in files if "-" not in _top(place) and ".libs" not in place}
    tree.with_suffix(".names").write_text("\n".join(sorted(names)), encoding="utf-8")
    return tree


def files_below(tree: Path) -> dict[str, Path]:
    """All files of a folder, by their place in it."""
    return {path.relative_to(tree).as_posix(): path for path in tree.rglob("*") if path.is_file()}


def carry(program: Path, archives: Mapping[str, Mapping[str, Path]]) -> Path:
    """Write each of the archives (files by their places in it) behind the archive of a one-file program's modules.

    Gives the index of them, ``carried.json``, which lies beside.
    """
    index = {}
    with program.open("ab") as behind:
        for name, files in archives.items():
            archive = program.with_name(f"{name}.tar.xz")
            _write_tar(files, archive)
            content = archive.read_bytes()
            digest = hashlib.sha256(content).hexdigest()[:16]
            index[name] = {"offset": behind.tell(), "size": len(content), "digest": digest}
            behind.write(content)
    written = program.with_name("carried.json")
    written.write_text(json.dumps(index), encoding="utf-8")
    return written


def _late_files() -> Iterator[tuple[str, Path]]:
    """The files of late packages: where each lies among them, with slashes, and where it is from."""
    owners = importlib.metadata.packages_distributions()
    # Of the early ones that is what tells their versions: none but late packages ask.
    for name in {_plain(owner) for module in project_modules() - NOT_LATE for owner in owners[module]}:
        for file in importlib.metadata.distribution(name).files or ():
            source = Path(str(file.locate()))
            if ".." not in file.parts and _is_wanted(file) and source.is_file():
                yield file.as_posix(), source


def _is_wanted(file: PurePosixPath) -> bool:
    if file.parts[0].endswith(".dist-info"):
        return file.name in _METADATA and len(file.parts) == 2
    module = [*file.parts[:-1], file.name.partition(".")[0]]
    left_out = any(".".join(module[:length]) in NOT_LATE for length in range(1, len(module) + 1))
    return not (left_out or {"__pycache__", "tests"} & set(file.parts) or file.suffix in _NOT_AT_RUN_TIME) and (
        file.parts[0].endswith(".libs") or module[0] in late_packages()
    )


def _write_tar(files: Mapping[str, Path], archive: Path) -> None:
    # A higher preset takes four times as long to save a seventh.
    filters: list[dict[str, int]] = [{"id": lzma.FILTER_LZMA2, "preset": 1, "dict_size": 1 << 25}]
    if platform.machine().lower() in ("x86_64", "amd64"):
        filters.insert(0, {"id": lzma.FILTER_X86})

    def plain(member: tarfile.TarInfo) -> tarfile.TarInfo:
        member.mtime, member.uid, member.gid, member.uname, member.gname = 0, 0, 0, "", ""
        return member

    with lzma.open(archive, "wb", filters=filters) as packed, tarfile.open(fileobj=packed, mode="w") as tar:
        # Files of one kind beside each other: they are alike.
        for place in sorted(files, key=lambda place: (PurePosixPath(place).suffix, place)):
            tar.add(files[place], place, filter=plain)


def _compiled(source: Path, place: str) -> bytes:
    content = source.read_bytes()
    code = compile(content, place, "exec", dont_inherit=True)
    return bytes(pyc_format._code_to_hash_pyc(code, importlib.util.source_hash(content), False))


def _top(name: str) -> str:
    return re.split(r"[./\\]", name, maxsplit=1)[0]


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
