"""Tokens: by name and password, without (auto-login), renewed, given up; and pages that are logged in to by cookie."""

from __future__ import annotations

import asyncio
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from runnel.api import tokens
from runnel.api.auth import session_cookie
from runnel.api.endpoint import json_response
from runnel.errors import Invalid, Unauthorized
from runnel.schemas.login import LoginForm, LogoutResult, PageLogin, Tokens
from runnel.schemas.user import UserRead
from runnel.state import AppState
from runnel.storage import api_keys, users
from runnel.storage.passwords import is_password

ACCESS_COOKIE = "access_token_lf"
REFRESH_COOKIE = "refresh_token_lf"
STORE_COOKIE = "apikey_tkn_lflw"


async def login(state: AppState, form: LoginForm) -> Response:
    """Log a user in by name and password: tokens in the answer and as cookies."""
    user = await _user_of(state, form)
    response = _with_tokens(_make_tokens(state, str(user.id)))
    _set_store_cookie(response, user.store_api_key)
    return response


async def auto_login(state: AppState) -> Response:
    """Give the one user of this computer a long-lived token, where auto-login is on."""
    if not state.settings.auto_login:
        message = "Auto login is disabled. Please enable it in the settings"
        raise Invalid({"message": message, "auto_login": False})
    user_id = state.database.owner_id
    await state.database.run(users.record_login, user_id)
    user = await state.database.run(users.get, user_id)
    token = tokens.make(state.secret, user_id, "access", tokens.AUTO_LOGIN_SECONDS)
    response = json_response(Tokens(access_token=token, refresh_token=None))
    _set_access_cookie(response, token, None)
    _set_store_cookie(response, user.store_api_key)
    return response


async def refresh_tokens(state: AppState, request: Request) -> Response:
    """Make new tokens from the refresh cookie."""
    user_id = tokens.read(state.secret, request.cookies.get(REFRESH_COOKIE, ""), "refresh")
    user = None if user_id is None else await state.database.run(users.find, user_id)
    if user is None or not user.is_active:
        raise Unauthorized("Invalid refresh token")
    return _with_tokens(_make_tokens(state, str(user.id)))


async def logout() -> Response:
    """Clear the three cookies."""
    response = json_response(LogoutResult())
    response.delete_cookie(REFRESH_COOKIE, secure=True, httponly=True, samesite="none")
    response.delete_cookie(ACCESS_COOKIE, samesite="lax")
    response.delete_cookie(STORE_COOKIE, samesite="lax")
    return response


async def log_page_in(state: AppState, request: Request, body: PageLogin) -> Response:
    """Log this page in by an API key, or by name and password. It gets a cookie alone, which no script can read."""
    if body.api_key is not None:
        used = await state.database.run(api_keys.use, body.api_key.strip())
        if used is None:
            raise Unauthorized("This is not a key of this server, or it was deleted.")
        session = tokens.make(state.secret, used.key_id, "key", tokens.SESSION_SECONDS)
    else:
        user = await _user_of(state, LoginForm(body.username or "", body.password or ""))
        session = tokens.make(state.secret, str(user.id), "login", tokens.SESSION_SECONDS)
    response = Response(status_code=204)
    is_secure = request.url.scheme == "https"
    response.set_cookie(
        session_cookie(request), session, tokens.SESSION_SECONDS, secure=is_secure, httponly=True, samesite="strict"
    )
    return response


async def log_page_out(request: Request) -> Response:
    """Take the cookie of this page back, whichever way it came to it."""
    response = Response(status_code=204)
    response.delete_cookie(session_cookie(request), httponly=True, samesite="strict")
    return response


async def _user_of(state: AppState, form: LoginForm) -> UserRead:
    found = await state.database.run(users.get_by_name, form.username)
    user, password_hash = found if found is not None else (None, None)
    fits = await asyncio.to_thread(is_password, form.password, password_hash)
    if user is None or not fits:
        raise Unauthorized("Incorrect username or password")
    if not user.is_active:
        if user.last_login_at is None:
            raise Invalid("Waiting for approval")
        raise Unauthorized("Inactive user")
    await state.database.run(users.record_login, str(user.id))
    return user


def _make_tokens(state: AppState, user_id: str) -> Tokens:
    return Tokens(
        access_token=tokens.make(state.secret, user_id, "access", tokens.ACCESS_SECONDS),
        refresh_token=tokens.make(state.secret, user_id, "refresh", tokens.REFRESH_SECONDS),
    )


def _with_tokens(made: Tokens) -> Response:
    response = json_response(made)
    refresh: dict[str, Any] = {"httponly": True, "secure": True, "samesite": "none"}
    response.set_cookie(REFRESH_COOKIE, made.refresh_token or "", expires=tokens.REFRESH_SECONDS, **refresh)
    _set_access_cookie(response, made.access_token, tokens.ACCESS_SECONDS)
    return response


def _set_access_cookie(response: Response, token: str, seconds: int | None) -> None:
    response.set_cookie(ACCESS_COOKIE, token, expires=seconds, samesite="lax")


def _set_store_cookie(response: Response, key: str | None) -> None:
    # Clients read the text "None" where no key is kept.
    response.set_cookie(STORE_COOKIE, "None" if key is None else "saved", samesite="lax")
