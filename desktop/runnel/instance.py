"""Where the Runnel that holds a data folder answers, for a second start and for commands that need that folder.

The lock itself belongs to ``storage``; this is only the address, in ``running.json`` beside the database. It means
something only while the folder is held: after a crash the file is left behind, and the next holder writes its own.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from runnel.errors import AppError

if TYPE_CHECKING:
    from http.client import HTTPResponse

_NAME = "running.json"


def announce(data_dir: Path, base_url: str) -> None:
    """Write down that this process holds `data_dir` and answers at `base_url`."""
    made = data_dir / f"{_NAME}.new"
    made.write_text(json.dumps({"pid": os.getpid(), "base_url": base_url}), encoding="utf-8")
    made.replace(data_dir / _NAME)


def withdraw(data_dir: Path) -> None:
    """Take the address back, at a clean end."""
    (data_dir / _NAME).unlink(missing_ok=True)


def running_url(data_dir: Path) -> str | None:
    """The address that the holder of `data_dir` wrote down; None when it has written none."""
    try:
        url = json.loads((data_dir / _NAME).read_text(encoding="utf-8"))["base_url"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return url if isinstance(url, str) else None


@contextmanager
def ask_running(
    base_url: str, path: str, body: Any, *, method: str = "POST", headers: Mapping[str, str] | None = None
) -> Iterator[HTTPResponse]:
    """Send a JSON body to the Runnel at ``base_url``; its answer can be read while the ``with`` lasts.

    Raises `AppError` when it does not answer, or breaks off.
    """
    from http.client import HTTPConnection

    address = urlsplit(base_url)
    connection = HTTPConnection(address.hostname or "127.0.0.1", address.port)
    try:
        connection.request(method, path, json.dumps(body), {"content-type": "application/json", **(headers or {})})
        yield connection.getresponse()
    except OSError as error:
        raise AppError(f"The Runnel that holds the data folder does not answer at {base_url}: {error}.") from None
    finally:
        connection.close()
