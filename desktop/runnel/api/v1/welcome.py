"""The first screen: what was found on this computer, and what works now."""

from __future__ import annotations

from typing import Any

from runnel.schemas.welcome import StarterRead, WelcomeRead
from runnel.state import AppState
from runnel.storage import flows
from runnel.storage import settings as setting_rows

_STARTERS = "starters"
_READY_FLOW = "ready_flow_id"
_SEEN = "welcome.is_seen"


async def get_welcome(state: AppState) -> WelcomeRead:
    """Say which model servers there are, which starter flows work now, and which flow has run already."""
    servers = await state.model_directory.servers()
    has_model = any(server.is_reachable and server.models for server in servers)
    starters, ready_flow_id, is_seen = await state.database.run(_read)
    return WelcomeRead(
        models=servers,
        starters=[
            StarterRead(
                flow_id=entry["flow_id"],
                name=entry["name"],
                description=entry["description"],
                needs=entry["needs"],
                works_now=has_model or entry["needs"] == ["nothing"],
            )
            for entry in starters
        ],
        ready_flow_id=ready_flow_id,
        is_seen=is_seen,
        notices=state.database.notices,
    )


async def mark_welcome_seen(state: AppState) -> None:
    """Note that the first screen was seen, so that the app opens on home from now on."""
    await state.database.run(setting_rows.set, _SEEN, True)


def _read() -> tuple[list[dict[str, Any]], str | None, bool]:
    """Starters that are still there, with their names; the ready flow; whether the screen was seen. One transaction."""
    kept = {flow.id: flow for flow in flows.list_starters()}
    starters = [
        {**entry, "name": kept[entry["flow_id"]].name, "description": kept[entry["flow_id"]].description}
        for entry in setting_rows.get(_STARTERS) or ()
        if entry["flow_id"] in kept
    ]
    return starters, setting_rows.get(_READY_FLOW), bool(setting_rows.get(_SEEN))
