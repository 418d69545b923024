"""Where the Runnel that holds a data folder answers, for a second start and for commands that need that folder.

The lock itself belongs to ``storage``; this is the address, in ``running.json`` beside the database, and a token that
only its user can read: whoever shows it is a command of that user, also where the server asks others for a key. The
file means something only while the folder is held: after a crash it is left behind, and the next holder writes its own.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from msgspec import Struct

from runnel.errors import AppError
from runnel.launch_tokens import COMMAND_TOKEN_HEADER

if TYPE_CHECKING:
    from http.client import HTTPResponse

_NAME = "running.json"


class Running(Struct, frozen=True):
    """A Runnel that holds a data folder."""

    base_url: str
    token: str = ""


def announce(data_dir: Path, running: Running) -> None:
    """Write down that this process holds `data_dir`, for its user alone to read."""
    made = data_dir / f"{_NAME}.new"
    made.unlink(missing_ok=True)
    content = {"pid": os.getpid(), "base_url": running.base_url, "token": running.token}
    with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        json.dump(content, file)
    made.replace(data_dir / _NAME)


def withdraw(data_dir: Path) -> None:
    """Take the address back, at a clean end."""
    (data_dir / _NAME).unlink(missing_ok=True)


def find_running(data_dir: Path) -> Running | None:
    """The holder of `data_dir`, by what it wrote down; None when it has written nothing."""
    try:
        content = json.loads((data_dir / _NAME).read_text(encoding="utf-8"))
        return Running(str(content["base_url"]), str(content.get("token", "")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


@contextmanager
def ask_running(running: Running, path: str, body: Any, *, method: str = "POST") -> Iterator[HTTPResponse]:
    """Send a JSON body, or bytes as they are, to a running Runnel; its answer can be read while the ``with`` lasts.

    Raises `AppError` when it does not answer, or breaks off.
    """
    from http.client import HTTPConnection

    address = urlsplit(running.base_url)
    connection = HTTPConnection(address.hostname or "127.0.0.1", address.port)
    is_raw = isinstance(body, bytes)
    headers = {"content-type": "application/octet-stream" if is_raw else "application/json"}
    try:
        connection.request(
            method, path, body if is_raw else json.dumps(body), {**headers, COMMAND_TOKEN_HEADER: running.token}
        )
        yield connection.getresponse()
    except OSError as error:
        raise AppError(
            f"The Runnel that holds the data folder does not answer at {running.base_url}: {error}."
        ) from None
    finally:
        connection.close()
