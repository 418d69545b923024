"""Launch tokens: each opens the app once, with the session of the window or of a browser that this program opened."""

from __future__ import annotations

import secrets
from typing import Literal

COMMAND_TOKEN_HEADER = "x-runnel-token"
"""Where a command of this user shows the token that it read in the data folder."""

Opens = Literal["window", "session"]
"""What a token opens: the native window, or a browser."""


class LaunchTokens:
    """The tokens that were made and not used yet. Safe to use from any thread."""

    def __init__(self) -> None:
        self._unused: dict[str, Opens] = {}

    def make(self, opens: Opens) -> str:
        """A fresh token."""
        token = secrets.token_urlsafe(32)
        self._unused[token] = opens
        return token

    def take(self, token: str) -> Opens | None:
        """What a token opens, once; None for one that is used or unknown."""
        return self._unused.pop(token, None)
