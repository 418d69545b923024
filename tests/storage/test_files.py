"""The file store: whatever a name looks like, nothing is written or read outside of the store."""

from __future__ import annotations

import random
from pathlib import Path, PurePosixPath, PureWindowsPath
from uuid import UUID

import pytest

from runnel.errors import Invalid
from runnel.storage import FileStore
from runnel.storage.files import MOST_NAME_BYTES, check_name

FLOW = UUID("3fa85f64-5717-4562-b3fc-2c963f66afa6")

REFUSED = [
    "",
    ".",
    "..",
    "../x",
    "..\\x",
    "a/b",
    "a\\b",
    "/etc/passwd",
    "C:x",
    "C:\\x",
    "\\\\server\\share",
    "a\0b",
    "a\nb",
    "con",
    "CON",
    "nul.txt",
    "Com1.log",
    "lpt9",
    "aux .txt",
    "a.",
    "a ",
    " a",
    "a?",
    "a*",
    'a"',
    "a<b",
    "a|b",
    "file:stream",
    "x" * (MOST_NAME_BYTES + 1),
    "é" * (MOST_NAME_BYTES // 2 + 1),
    "\ud800",
]
TAKEN = ["a.txt", "sp ace é.txt", "noext", ".hidden", "a.b.c", "文件.pdf", "console.txt", "x" * MOST_NAME_BYTES]


def _store(tmp_path: Path, name: str) -> str:
    store = FileStore(tmp_path)
    incoming = store.incoming()
    incoming.write_bytes(b"content")
    return store.keep(incoming, FLOW, name)


@pytest.mark.parametrize("name", REFUSED)
def test_refused_names(tmp_path: Path, name: str) -> None:
    with pytest.raises(Invalid) as caught:
        _store(tmp_path, name)
    assert caught.value.status == 422
    assert str(tmp_path) not in str(caught.value)
    assert FileStore(tmp_path).list_names(FLOW) == []


@pytest.mark.parametrize("name", TAKEN)
def test_names_are_kept(tmp_path: Path, name: str) -> None:
    path = _store(tmp_path, name)
    assert path.startswith(f"{FLOW}/")
    assert path.endswith(f"_{name}")
    assert FileStore(tmp_path).resolve(path).read_bytes() == b"content"


def test_the_same_name_twice_makes_two_files(tmp_path: Path) -> None:
    for _ in range(3):
        _store(tmp_path, "a.txt")
    assert len(FileStore(tmp_path).list_names(FLOW)) == 3


def test_fuzzed_names_never_leave_the_store(tmp_path: Path) -> None:
    pieces = [
        "..",
        ".",
        "/",
        "\\",
        ":",
        "C:",
        "\0",
        "a",
        "con",
        "nul",
        " ",
        "é",
        "%2e",
        "~",
        "$",
        "-",
        "\u202e",
        "\ud800",
        "x" * 90,
    ]
    rng = random.Random(1)
    outside = tmp_path / "outside.txt"
    outside.write_text("secret")
    data = tmp_path / "data"
    store = FileStore(data)
    for _ in range(3000):
        name = "".join(rng.choices(pieces, k=rng.randint(1, 6)))
        try:
            check_name(name)
        except Invalid:
            pass
        else:
            # One part by the rules of both families of systems.
            assert PurePosixPath(name).name == name
            assert PureWindowsPath(name).name == name
            assert not PureWindowsPath(name).is_reserved()
        for path in (name, f"{FLOW}/{name}", f"{name}/{FLOW}"):
            try:
                resolved = store.resolve(path)
            except Invalid:
                continue
            assert resolved.is_relative_to(store.folder.resolve())
            assert len(resolved.relative_to(store.folder.resolve()).parts) == 2
        store.delete(FLOW, name)
    assert outside.read_text() == "secret"


def test_links_out_of_the_store_are_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.txt").write_text("secret")
    store = FileStore(tmp_path / "data")
    _store(tmp_path / "data", "a.txt")
    folder = store.folder / str(FLOW)
    (folder / "link.txt").symlink_to(outside / "secret.txt")
    other = UUID(int=1)
    (store.folder / str(other)).symlink_to(outside)

    assert store.find(FLOW, "link.txt") is None
    assert len(store.list_names(FLOW)) == 1
    store.delete(FLOW, "link.txt")
    assert (outside / "secret.txt").exists()
    assert store.find(other, "secret.txt") is None
    with pytest.raises(Invalid):
        store.list_names(other)
    incoming = store.incoming()
    incoming.write_bytes(b"x")
    with pytest.raises(Invalid):
        store.keep(incoming, other, "b.txt")
    assert [path.name for path in outside.iterdir()] == ["secret.txt"]


def test_what_a_crash_left_of_uploads_is_removed(tmp_path: Path) -> None:
    store = FileStore(tmp_path)
    store.incoming().write_bytes(b"half")
    store.clear_incoming()
    assert not any(path.is_file() for path in tmp_path.rglob("*"))
