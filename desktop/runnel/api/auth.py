"""Who is calling: auto-login, bearer tokens, API keys, pages that were logged in to, and commands of this very user.

With auto-login (the default) everyone who passes the guard is the one user of this computer; only a bearer token, when
one is sent, has to be valid. Without it, a token or an API key is asked for, or the cookie of a login.
"""

from __future__ import annotations

import secrets
from typing import Literal

from msgspec import Struct
from starlette.requests import Request

from runnel.api import tokens
from runnel.errors import Forbidden, Unauthorized
from runnel.launch_tokens import COMMAND_TOKEN_HEADER
from runnel.schemas.user import UserRead
from runnel.state import AppState
from runnel.storage import api_keys, users

Access = Literal["open", "none", "user", "key", "session"]
"""Who may call a route.

``open``: everyone, always. ``none``: everyone with auto-login; no credentials are looked at. ``user``: the same, but a
token that is sent must be valid. ``key``: as ``none``. Where keys are asked for, all but ``open`` need credentials, and
for ``key`` a token is none. ``session``: the window alone, or a browser that this program opened; no key, token or
auto-login stands in for its cookie.
"""


class Caller(Struct, frozen=True):
    """The user on whose behalf a request is carried out."""

    user_id: str
    is_superuser: bool = True
    has_token: bool = False
    """Whether a bearer token said so, rather than auto-login or a key."""
    has_session: bool = False
    """Whether it is the window itself, a browser that was opened by this program, or a command of its user."""
    is_window: bool = False
    """Whether it is the page in the native window."""
    is_logged_in: bool = False
    """Whether it is a page that somebody has logged in to, with a key or a password."""


async def identify(request: Request, state: AppState, access: Access) -> Caller:
    """The caller of a request. Raises `Unauthorized` for a bad token, `Forbidden` for a missing or unknown key."""
    is_window = _has_session(request, state, "window")
    has_session = is_window or _has_session(request, state, "session") or _is_command(request, state)
    owner = Caller(state.database.owner_id, has_session=has_session, is_window=is_window)
    if access == "open":
        return owner
    if access == "session":
        if not owner.has_session:
            raise Forbidden(
                "Only Runnel's own window, or a browser that it opened, may do this. Run `runnel` once more to open it."
            )
        return owner
    asks = not state.settings.auto_login
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    reads_token = access == "user" or (asks and access == "none")
    if reads_token and scheme.lower() == "bearer" and token.strip():
        return await _identify_token(token.strip(), state)
    if not asks or owner.has_session:
        return owner
    logged_in = await _logged_in_user(request, state)
    if logged_in is not None:
        return _caller(logged_in, is_logged_in=True)
    key = request.headers.get("x-api-key") or request.query_params.get("x-api-key")
    if not key and access == "key" and token.strip().startswith(api_keys.PREFIX):
        # Clients of OpenAI's API know no other way to send a key.
        key = token.strip()
    if not key:
        raise Forbidden("An API key must be passed as query or header")
    used = await state.database.run(api_keys.use, key)
    if used is None:
        raise Forbidden("Invalid or missing API key")
    return _caller(used.user)


async def _logged_in_user(request: Request, state: AppState) -> UserRead | None:
    """Who has logged in to this page; nobody any more once their key is deleted or they may not log in."""
    cookie = request.cookies.get(session_cookie(request))
    if cookie is None:
        return None
    key_id = tokens.read(state.secret, cookie, "key")
    if key_id is not None:
        return await state.database.run(api_keys.find_user, key_id)
    user_id = tokens.read(state.secret, cookie, "login")
    user = None if user_id is None else await state.database.run(users.find, user_id)
    return user if user is not None and user.is_active else None


def _has_session(request: Request, state: AppState, kind: tokens.Kind) -> bool:
    cookie = request.cookies.get(session_cookie(request))
    return cookie is not None and tokens.read(state.secret, cookie, kind) is not None


def _is_command(request: Request, state: AppState) -> bool:
    """Whether a command of the same user calls: it knows what only that user can read in the data folder."""
    sent = request.headers.get(COMMAND_TOKEN_HEADER)
    return sent is not None and secrets.compare_digest(sent.encode(), state.command_token.encode())


def session_cookie(request: Request) -> str:
    """The name of the cookie of a page's session: browsers share cookies between the ports of a host."""
    return f"runnel_session_{request.scope['server'][1]}"


async def _identify_token(token: str, state: AppState) -> Caller:
    user_id = tokens.read(state.secret, token, "access")
    if user_id is None:
        raise Unauthorized("Could not validate credentials")
    user = await state.database.run(users.find, user_id)
    if user is None or not user.is_active:
        raise Unauthorized("User not found or is inactive.")
    return _caller(user, has_token=True)


def _caller(user: UserRead, *, has_token: bool = False, is_logged_in: bool = False) -> Caller:
    return Caller(str(user.id), user.is_superuser, has_token, is_logged_in=is_logged_in)
