"""How the window gets its session: by a token that works once and is known to this process alone."""

from __future__ import annotations

from uuid import UUID

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from runnel.api import tokens
from runnel.api.auth import session_cookie
from runnel.state import AppState


async def launch(state: AppState, request: Request, token: str, flow_id: UUID | None = None) -> Response:
    """Open the app, or a flow in it, with the session that a launch token stands for; a used token merely opens it."""
    response = RedirectResponse(f"/flow/{flow_id}" if flow_id else "/", 303)
    opens = state.launch_tokens.take(token)
    if opens is not None:
        session = tokens.make(state.secret, state.database.owner_id, opens, tokens.SESSION_SECONDS)
        response.set_cookie(session_cookie(request), session, httponly=True, samesite="strict")
    return response
