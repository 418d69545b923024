"""Addresses as people type them."""

from __future__ import annotations

import re

_SCHEME = re.compile(r"^[a-zA-Z][a-zA-Z0-9+.-]*://")
_LOCAL = re.compile(r"^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(?=[:/?#]|$)", re.IGNORECASE)


def complete_address(typed: str) -> str:
    """The address with a scheme: as typed, ``http`` for this computer, else ``https``."""
    address = typed.strip()
    if not address or _SCHEME.match(address):
        return address
    return f"{'http' if _LOCAL.match(address) else 'https'}://{address}"
