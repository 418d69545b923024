"""What running Python in a process of its own gives back."""

from __future__ import annotations

from typing import Any

from msgspec import Struct


class PythonResult(Struct, frozen=True):
    """``value`` is that of the function that was called, or of a script's last expression."""

    value: Any
    printed: str
    """What was written to standard output and error."""
