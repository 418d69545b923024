"""The first start of a data folder: the starter flows are put in, and one flow is ready and has run already."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from uuid import UUID

import msgspec

from runnel.errors import AppError
from runnel.runs import Run, RunOptions
from runnel.schemas.flow import FlowCreate
from runnel.starters import Starter, list_starters
from runnel.state import AppState
from runnel.storage import flow_documents, flows, users
from runnel.storage import settings as setting_rows
from runnel.storage.flows import NewFlow

SAMPLES_ID = UUID("5a3b1e00-0000-4000-8000-5ca1ab1e0001")
"""The folder of the file store that holds the sample files: not that of a flow, so that they outlive each flow."""

_STARTERS = "starters"
_READY_FLOW = "ready_flow_id"
_OWNER = "langflow"
"""The one user that exists from the first start on."""

_log = logging.getLogger(__name__)


async def seed(state: AppState) -> None:
    """Put the starter flows into a data folder that has none, and a ready flow into one that has no flows at all.

    Does nothing at later starts. The ready flow is run once; should that fail, it is there all the same.
    """
    if await state.database.run(setting_rows.get, _STARTERS) is not None:
        return
    starters = list_starters()
    stored = {path.name: _store_sample(state, path) for starter in starters for path in starter.files}
    ready_id = await state.database.run(_place, starters, stored)
    if ready_id is not None:
        await _run_once(state, ready_id)


def _store_sample(state: AppState, path: Path) -> str:
    for name in state.files.list_names(SAMPLES_ID):
        if name.endswith(f"_{path.name}"):
            return f"{SAMPLES_ID}/{name}"
    incoming = state.files.incoming()
    shutil.copyfile(path, incoming)
    return state.files.keep(incoming, SAMPLES_ID, path.name)


def _place(starters: Sequence[Starter], stored: Mapping[str, str]) -> str | None:
    """All that is written, in one transaction: all or nothing. Gives the id of the ready flow, if one is made."""
    placed = [(flows.add_starter(_new_flow(starter, stored)).id, starter.needs) for starter in starters]
    setting_rows.set(_STARTERS, [{"flow_id": flow_id, "needs": [needs]} for flow_id, needs in placed])
    found = users.get_by_name(_OWNER)
    ready = next((starter for starter in starters if starter.needs == "nothing"), None)
    if found is None or ready is None or flows.list_headers(str(found[0].id), with_starters=False):
        return None
    flow = flows.add_all(str(found[0].id), [_new_flow(ready, stored)])[0]
    setting_rows.set(_READY_FLOW, flow.id)
    return flow.id


def _new_flow(starter: Starter, stored: Mapping[str, str]) -> NewFlow:
    data = msgspec.Raw(msgspec.json.encode(starter.data_with(stored)))
    fields = FlowCreate(name=starter.name, description=starter.description, tags=list(starter.tags), data=data)
    return NewFlow(fields, flow_documents.read(data))


async def _run_once(state: AppState, flow_id: str) -> None:
    flow = await state.journal.get_flow(flow_id)
    assert flow is not None
    try:
        run = Run(state.prepared_flows.get(flow), flow_id, state.outside, RunOptions(session_id=flow_id))
        await run.execute()
    except AppError as error:
        _log.error("The ready flow did not run: %s", error.detail)
