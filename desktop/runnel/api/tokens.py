"""Signed, dated tokens: access, refresh, and the sessions of window, browser and login. Only this app looks inside."""

from __future__ import annotations

import time
from typing import Literal

Kind = Literal["access", "refresh", "session", "window", "login", "key"]
"""``login`` and ``key`` are of a page that was logged in to: by name and password, and by an API key that it names."""

ACCESS_SECONDS = 60 * 60
REFRESH_SECONDS = 7 * 24 * 60 * 60
SESSION_SECONDS = 30 * 24 * 60 * 60
AUTO_LOGIN_SECONDS = 365 * 24 * 60 * 60


def make(secret: bytes, user_id: str, kind: Kind, seconds: int) -> str:
    """A token of this kind for a user (of kind ``key``: for an API key), valid for so many seconds."""
    from itsdangerous import URLSafeSerializer

    return str(URLSafeSerializer(secret, salt=kind).dumps({"sub": user_id, "exp": int(time.time()) + seconds}))


def read(secret: bytes, token: str, kind: Kind) -> str | None:
    """The user, or key, that a token of this kind names; None if it is not ours, of another kind, or too old."""
    from itsdangerous import BadData, URLSafeSerializer

    try:
        content = URLSafeSerializer(secret, salt=kind).loads(token)
    except BadData:
        return None
    if not isinstance(content, dict) or content.get("exp", 0) < time.time():
        return None
    return str(content["sub"])
