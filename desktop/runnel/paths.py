"""Where things lie on disk: the user's data by the convention of the OS, and the assets that came with the program.

The program runs in three forms: frozen by PyInstaller (assets in the unpacked bundle), installed from a wheel (assets
inside the package), and from a source checkout (assets at the top of the repository).
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def default_data_dir() -> Path:
    """The folder for the user's data where none is given: database, files, indexes, logs and the window's storage."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "Runnel"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "Runnel"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "runnel"


def assets_dir() -> Path:
    """Starter flows, avatars, icons and licences."""
    return _bundled("assets", source=("assets",))


def webui_dir() -> Path:
    """The built web UI (``index.html`` and its assets). It may be absent in a checkout that was never built."""
    return _bundled("webui", source=("webui", "dist"))


def _bundled(name: str, *, source: tuple[str, ...]) -> Path:
    frozen_root = getattr(sys, "_MEIPASS", None)
    if frozen_root is not None:
        return Path(frozen_root) / name
    in_wheel = _PACKAGE / name
    if in_wheel.is_dir():
        return in_wheel
    return _PACKAGE.parent.parent.joinpath(*source)
