"""Graphs to begin a flow with."""

from __future__ import annotations

from runnel.schemas.starter_project import StarterProjectRead
from runnel.state import AppState
from runnel.storage import flows


async def list_starter_projects(state: AppState) -> list[StarterProjectRead]:
    """List the starter flows as graphs, to be copied into flows of one's own."""
    return [
        StarterProjectRead(
            data=flow.data,
            is_component=flow.is_component,
            name=flow.name,
            description=flow.description,
            endpoint_name=flow.endpoint_name,
        )
        for flow in await state.database.run(flows.list_starters)
    ]
