"""Have a running Runnel show itself, at a flow file if one is given: what a second start and a double-click do."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import msgspec

from runnel.errors import AppError, Invalid
from runnel.instance import Running, ask_running
from runnel.schemas.window import WindowShown


def open_in(running: Running, file: Path | None) -> WindowShown:
    """Bring its window forward, at the flow that the file holds.

    Raises `Invalid` when the file cannot be read or holds no flow, and `AppError` when nothing answers.
    """
    try:
        content = file.read_bytes() if file is not None else b""
    except OSError as error:
        raise Invalid(f"{file} cannot be read: {error.strerror}.") from None
    name = quote(file.name) if file is not None else ""
    with ask_running(running, f"/api/v1/window/show?name={name}", content) as response:
        answer = response.read()
    if response.status == 400:
        raise Invalid(msgspec.json.decode(answer)["detail"])
    if response.status != 200:
        raise AppError(f"The running Runnel at {running.base_url} answered {response.status}: {answer.decode()}")
    return msgspec.json.decode(answer, type=WindowShown)
