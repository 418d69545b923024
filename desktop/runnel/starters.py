"""The starter flows that come with the program: read from the assets, ready to be put into a data folder."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Literal

import msgspec

from runnel.paths import assets_dir

Need = Literal["nothing", "chat_model"]


class Starter(msgspec.Struct, frozen=True):
    """A starter flow: what its file holds, and what must be there for it to run."""

    name: str
    description: str
    tags: tuple[str, ...]
    data: dict[str, Any]
    needs: Need
    files: tuple[Path, ...]
    """The sample files that its file fields name."""

    def data_with(self, stored: Mapping[str, str]) -> dict[str, Any]:
        """A copy of the data whose file fields point into the store: ``stored`` has the path of each name."""
        copied: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(self.data))
        for entry in _file_fields(copied):
            paths = entry["file_path"]
            if isinstance(paths, list):
                entry["file_path"] = [stored[name] for name in paths]
            else:
                entry["file_path"] = stored[paths]
        return copied


def list_starters() -> list[Starter]:
    """All starter flows in the order in which they are shown."""
    folder = assets_dir() / "starter_flows"
    return [_read(path) for path in sorted(folder.glob("*.json"))]


def _read(path: Path) -> Starter:
    flow = msgspec.json.decode(path.read_bytes())
    data = flow["data"]
    names = dict.fromkeys(name for entry in _file_fields(data) for name in _names(entry["file_path"]))
    return Starter(
        name=flow["name"],
        description=flow["description"],
        tags=tuple(flow["tags"]),
        data=data,
        needs="chat_model" if any(_needs_model(node) for node in data["nodes"]) else "nothing",
        files=tuple(path.parent / "files" / name for name in names),
    )


def _needs_model(node: Mapping[str, Any]) -> bool:
    description = node["data"]["node"]
    return (description.get("metadata") or {}).get("needs") == "local-model"


def _file_fields(data: Mapping[str, Any]) -> Iterable[dict[str, Any]]:
    for node in data["nodes"]:
        for entry in node["data"]["node"]["template"].values():
            if isinstance(entry, dict) and entry.get("type") == "file" and entry.get("file_path"):
                yield entry


def _names(paths: Any) -> list[str]:
    return paths if isinstance(paths, list) else [paths]
