"""Writing a file, as later files have it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from runnel.sdk import (
    BoolInput,
    Component,
    ComponentError,
    Context,
    DropdownInput,
    HandleInput,
    Message,
    Output,
    StrInput,
)
from runnel.shaping.written_file import file_content

_SUFFIXES = {"csv": "csv", "excel": "xlsx", "json": "json", "markdown": "md", "txt": "txt", "html": "html"}
_LOCAL = "Local"
_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f/\\<>:"|?*]+')
_LONGEST_NAME = 120


class SaveToFile(Component):
    """Write what comes in into a file of this flow: a text, a record or a table.

    It lies among the flow's files, where a File node reads it, and the chat offers it. Each run writes it anew.
    """

    display_name = "Write File"
    is_repeatable = False
    is_blocking = True
    icon = "save"
    inputs = (
        HandleInput(
            "input",
            "File Content",
            required=True,
            input_types=("Data", "JSON", "DataFrame", "Table", "Message"),
            info="What to write.",
        ),
        StrInput("file_name", "File Name", required=True, info="The name of the file; its ending follows the format."),
        DropdownInput(
            "local_format",
            "File Format",
            options=tuple(_SUFFIXES),
            value="json",
            info="For tables csv, excel, html or json; for texts txt or markdown.",
        ),
        BoolInput("append_mode", "Append", info="Add to the file, if it is there: lines of text, or rows (not excel)."),
    )
    outputs = (Output("message", "save_to_file", display_name="File Path"),)

    def save_to_file(
        self,
        context: Context,
        input: Any = None,
        file_name: str = "",
        local_format: str = "json",
        append_mode: bool = False,
        **fields: Any,
    ) -> Message:
        """The file's path in the store, which is attached too."""
        places = [str(place.get("name")) for place in fields.get("storage_location") or [] if isinstance(place, dict)]
        if places and _LOCAL not in places:
            raise _failed(context, f"Runnel does not write to {places[0]}.", "Choose Local.", "storage_location")
        if input is None:
            raise _failed(context, "Nothing came in.", "Connect a text, a record or a table.", "input")
        suffix = _SUFFIXES.get(local_format, "txt")
        name = _NOT_IN_NAMES.sub("-", file_name).strip(" .").removesuffix(f".{suffix}")[:_LONGEST_NAME].strip(" .")
        if not name:
            raise _failed(context, "The file has no name.", "Give it one.", "file_name")
        stored = f"{context.flow_id}/{name}.{suffix}"
        path = context.file_path(stored)
        content = file_content(input, suffix)
        if append_mode and path.is_file():
            content = _appended(context, path, content)
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            written = path.with_name(f".{path.name}.part")
            written.write_bytes(content)
            written.replace(path)
        except OSError as error:
            raise _failed(context, f"{error.strerror}.", "Make room on the disk, or change its name.", "") from None
        context.note(f"Wrote {path.name}, {len(content):,} bytes.")
        return Message(text=stored, files=[stored])


def _appended(context: Context, path: Path, content: bytes) -> bytes:
    """What is in the file, and the new content behind it."""
    before = path.read_bytes()
    match path.suffix:
        case ".txt" | ".md":
            return before.rstrip(b"\n") + b"\n" + content
        case ".csv":
            return before + content.partition(b"\n")[2]
        case ".json":
            try:
                entries = [_listed(json.loads(text)) for text in (before, content)]
            except ValueError:
                raise _failed(context, f"{path.name} holds no JSON.", "Choose another name.", "file_name") from None
            return json.dumps(entries[0] + entries[1], ensure_ascii=False, indent=2).encode() + b"\n"
    raise _failed(context, f"A {path.suffix[1:]} file cannot be added to.", "Turn Append off.", "append_mode")


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _failed(context: Context, why: str, do: str, field: str) -> ComponentError:
    return ComponentError(f"{context.display_name} wrote no file.", why, do, field=field or None)
