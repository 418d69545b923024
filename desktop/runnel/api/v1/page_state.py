"""What a page needs when it opens, in one answer in place of many."""

from __future__ import annotations

from uuid import UUID

import msgspec

from runnel.api.auth import Caller
from runnel.api.v1.build import list_jobs
from runnel.api.v1.folders import list_folders
from runnel.api.v1.models import list_models
from runnel.api.v1.monitor import list_builds, list_messages, list_sessions
from runnel.api.v1.preferences import get_preferences
from runnel.api.v1.variables import list_variables
from runnel.api.v1.window import get_window
from runnel.schemas.page_state import FlowState, PageState
from runnel.state import AppState


async def get_page_state(
    state: AppState, caller: Caller, flow_id: UUID | None = None, session_id: str | None = None
) -> PageState:
    """Read what a page needs when it opens; with ``flow_id`` also what stands around that flow and its chat."""
    return PageState(
        window=await get_window(state, caller),
        preferences=await get_preferences(state),
        folders=await list_folders(state, caller),
        flow=None if flow_id is None else await _flow_state(state, caller, flow_id, session_id),
    )


async def _flow_state(state: AppState, caller: Caller, flow_id: UUID, session_id: str | None) -> FlowState:
    sessions = await list_sessions(state, flow_id)
    shown = session_id or next(iter(sessions), str(flow_id))
    jobs = await list_jobs(state, flow_id)
    last = state.jobs.get(jobs[0].job_id) if jobs else None
    return FlowState(
        variables=await list_variables(state, caller),
        models=await list_models(state) if await state.model_directory.is_known() else None,
        sessions=sessions,
        session_id=shown,
        messages=await list_messages(state, flow_id, shown),
        jobs=jobs,
        events=[msgspec.Raw(event.strip()) for event in last.events] if last is not None and last.has_ended else None,
        vertex_builds=(await list_builds(state, flow_id)).vertex_builds,
    )
