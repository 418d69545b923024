"""Logging in and out."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct


class LoginForm(Struct):
    """The fields of the login form."""

    username: str
    password: str


class PageLogin(Struct):
    """What a page is logged in with: an API key, or a name and a password."""

    api_key: str | None = None
    username: str | None = None
    password: str | None = None


class Tokens(Struct):
    """An access token and, save for auto-login, a refresh token."""

    access_token: str
    refresh_token: str | None
    token_type: Literal["bearer"] = "bearer"


class LogoutResult(Struct):
    """Said after the cookies are cleared."""

    message: str = "Logout successful"
