"""The file manager of the system, for showing a folder of ours."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from runnel.errors import AppError


def show_folder(folder: Path) -> None:
    """Show a folder. Raises `AppError` naming it when the system has no program for that."""
    if not folder.is_dir():
        raise AppError(f"The folder {folder} is not there.")
    try:
        if sys.platform == "win32":
            import os

            os.startfile(folder)
        else:
            opener = "open" if sys.platform == "darwin" else "xdg-open"
            subprocess.run([opener, folder], check=True, timeout=20, capture_output=True)
    except (OSError, subprocess.SubprocessError):
        raise AppError(f"No file manager could be opened. The folder is {folder}.") from None
