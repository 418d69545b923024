"""The README's map is the house as it stands."""

from __future__ import annotations

import re

from tests.house.test_rooms import PACKAGE, ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def named_in(table: str) -> set[str]:
    """What the first column of a table of the README names, without the slash of folders."""
    start = README.index(f"| {table} |")
    rows = README[start : README.index("\n\n", start)].splitlines()[2:]
    return {name.rstrip("/") for row in rows for name in re.findall(r"`([^`]+)`", row.split("|")[1])}


def test_the_map_names_every_room_and_no_other() -> None:
    rooms = {path.name for path in PACKAGE.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert named_in("room of `desktop/runnel/`") == rooms - {"__init__.py"}


def test_the_map_names_every_folder() -> None:
    folders = named_in("folder")
    assert folders == {"webui", "assets", "build_scripts", "tests"}
    assert [name for name in folders if not (ROOT / name).is_dir()] == []


def test_the_commands_of_the_readme_exist() -> None:
    from runnel.cli import main

    assert set(re.findall(r"^\| `runnel ([a-z-]+)", README, flags=re.MULTILINE)) == set(main.commands)


def test_the_words_for_the_developers_door_exist() -> None:
    door = (ROOT / "build_scripts" / "dev.py").read_text(encoding="utf-8")
    words = set(re.findall(r"^    \"([a-z]+)\": \(", door, flags=re.MULTILINE))
    told = set(re.findall(r"`([a-z]+)` \(", README)) | set(re.findall(r"dev\.py ([a-z]+)$", README, flags=re.MULTILINE))
    assert told == words
