"""Launch tokens: each opens the app once, with the session of the window."""

from __future__ import annotations

import secrets


class LaunchTokens:
    """The tokens that were made and not used yet. Safe to use from any thread."""

    def __init__(self) -> None:
        self._unused: set[str] = set()

    def make(self) -> str:
        """A fresh token."""
        token = secrets.token_urlsafe(32)
        self._unused.add(token)
        return token

    def take(self, token: str) -> bool:
        """Whether the token was unused; it is used then."""
        try:
            self._unused.remove(token)
        except KeyError:
            return False
        return True
