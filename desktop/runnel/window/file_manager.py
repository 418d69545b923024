"""What the system opens a folder or a text of ours with."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from runnel.errors import AppError


def show(place: Path) -> None:
    """Show a folder in the file manager, or a text file in the user's program for such.

    Raises `AppError` naming the place when the system has no program for that.
    """
    if not place.exists():
        raise AppError(f"{place} is not there.")
    try:
        if sys.platform == "win32":
            import os

            os.startfile(place)
        else:
            opener = "open" if sys.platform == "darwin" else "xdg-open"
            subprocess.run([opener, place], check=True, timeout=20, capture_output=True)
    except (OSError, subprocess.SubprocessError):
        raise AppError(f"This system has no program that shows it. It lies at {place}.") from None
