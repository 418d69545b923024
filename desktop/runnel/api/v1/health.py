"""Whether the server and its parts are well."""

from __future__ import annotations

import logging

from starlette.responses import Response

from runnel.api.endpoint import json_response
from runnel.schemas.server import Health, HealthCheck
from runnel.state import AppState

log = logging.getLogger(__name__)


async def get_health() -> Health:
    """Say that the server answers."""
    return Health()


async def get_health_check(state: AppState) -> HealthCheck | Response:
    """Try each part of the server: the message store (chat) and the database."""
    health = HealthCheck()
    try:
        await state.database.run(_ask)
    except Exception:
        log.exception("The message store does not answer")
        health.chat = health.status = "error"
    try:
        await state.database.run(_ask)
    except Exception:
        log.exception("The database does not answer")
        health.db = health.status = "error"
    return health if health.status == "ok" else json_response({"detail": health}, 500)


def _ask() -> None:
    """Any statement at all: the transaction around it does the asking."""
