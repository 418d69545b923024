"""Nodes that take their text from a file, a path or a field: exactly one of the three."""

from __future__ import annotations

import re
from pathlib import Path

from runnel.knowledge.documents import decode_text, shown_name
from runnel.sdk import ComponentError, Context

_STORED = re.compile(r"[0-9a-fA-F-]{32,36}/[^/]+")


def read_one_source(context: Context, file: Path | None, path: str, text: str, kind: str) -> str:
    """The text of whichever is given; ``kind`` names it in errors (``CSV``). Raises `ComponentError`."""
    given = [file is not None, bool(path.strip()), bool(text.strip())]
    if sum(given) != 1:
        raise ComponentError(
            f"{context.display_name} has {'nothing' if not any(given) else 'too much'} to read.",
            f"{'None' if not any(given) else 'More than one'} of file, path and text is given.",
            f"Give exactly one: a {kind} file, the path of one, or {kind} text.",
        )
    if text.strip():
        return text
    return read_text(file if file is not None else local_path(context, path))


def read_text(path: Path) -> str:
    """A text file's text. Raises `ComponentError` that names it."""
    try:
        return decode_text(path.read_bytes())
    except OSError as error:
        raise ComponentError(
            f"{shown_name(path)} could not be read.", f"{error.strerror or error}.", "Correct the path."
        ) from None


def local_path(context: Context, typed: str) -> Path:
    """A path that was typed: of a stored file (``<flow id>/<name>``), or of any file on this computer (``~/x.csv``)."""
    typed = typed.strip()
    return context.file_path(typed) if _STORED.fullmatch(typed) else Path(typed).expanduser()
