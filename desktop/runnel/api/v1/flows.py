"""Flows: made, read, listed, changed, deleted, brought in from files and out to files; and their revisions."""

from __future__ import annotations

import asyncio
import re
from typing import Annotated, Any
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta
from starlette.responses import Response

from runnel.api.attachment import attachment
from runnel.api.auth import Caller
from runnel.api.body import is_too_deep
from runnel.api.endpoint import Header, IfMatch, IfNoneMatch, Upload, json_response
from runnel.api.problems import Location, Problem, problem, value_error
from runnel.errors import Forbidden, Invalid, InvalidFields, NotFound, TooLarge
from runnel.schemas.detail import Notice
from runnel.schemas.flow import (
    FlowBatch,
    FlowCreate,
    FlowDataUpdate,
    FlowHeader,
    FlowPage,
    FlowRead,
    FlowsDeleted,
    FlowSummary,
    FlowUpdate,
    LocalFile,
    RestorePointCreate,
    RevisionRead,
    StaleFlow,
)
from runnel.state import AppState
from runnel.storage import flow_checks, flow_documents, flow_files, flow_summaries, flows, history
from runnel.storage.flow_documents import Document, NotADocument, NotAPiece
from runnel.storage.flows import FlowVersion, NewFlow, StaleRevision

PageNumber = Annotated[int, Meta(ge=1)]
PageSize = Annotated[int, Meta(ge=1, le=100)]


async def create_flow(state: AppState, caller: Caller, body: FlowCreate) -> FlowRead:
    """Make a flow; a taken name or endpoint name is numbered."""
    new = _read_new([body], [("body",)])[0]
    return (await state.database.run(flows.create, caller.user_id, new)).flow


async def create_flows(state: AppState, caller: Caller, body: FlowBatch) -> list[FlowRead]:
    """Make several flows: all or none."""
    new = _read_new(body.flows, [("body", "flows", index) for index in range(len(body.flows))])
    return await state.database.run(flows.create_many, caller.user_id, new)


async def upload_flows(state: AppState, caller: Caller, file: Upload, folder_id: UUID | None = None) -> list[FlowRead]:
    """Bring in the flows of a file: one flow, several, or a ZIP of them. All or none."""
    content, name = await read_upload(state, file)
    new = await asyncio.to_thread(flow_files.read_flows, content, name)
    return await state.database.run(flows.create_many, caller.user_id, new, folder_id)


async def import_local_file(
    state: AppState, caller: Caller, body: LocalFile, folder_id: UUID | None = None
) -> list[FlowRead]:
    """Bring in the flows of a file on this computer, named by its path. All or none."""
    if not (state.settings.auto_login or caller.has_session):
        raise Forbidden("Only a page that runs on this computer may name a file of it. Choose the file instead.")
    limit = state.settings.max_file_size_upload * 1024 * 1024
    content, name = await asyncio.to_thread(flow_files.read_local_file, body.path, limit)
    _refuse_too_deep(content, name)
    new = await asyncio.to_thread(flow_files.read_flows, content, name)
    return await state.database.run(flows.create_many, caller.user_id, new, folder_id)


async def read_upload(state: AppState, file: Upload) -> tuple[bytes, str]:
    """The content and the name of an uploaded flow file, within the limits of size and depth."""
    limit = state.settings.max_file_size_upload
    content = await file.read()
    if len(content) > limit * 1024 * 1024:
        raise TooLarge(f"File size is larger than the maximum file size {limit}MB.")
    name = re.split(r"[/\\]", file.filename or "")[-1] or "file"
    _refuse_too_deep(content, name)
    return content, name


def _refuse_too_deep(content: bytes, name: str) -> None:
    if content[:2] != b"PK" and is_too_deep(content):
        raise Invalid(f"'{name}' is not a flow: it is nested too deeply.")


async def list_flows(
    state: AppState,
    caller: Caller,
    remove_example_flows: bool = False,
    components_only: bool = False,
    get_all: bool = True,
    folder_id: UUID | None = None,
    header_flows: bool = False,
    page: PageNumber = 1,
    size: PageSize = 50,
) -> list[FlowRead] | list[FlowHeader] | FlowPage:
    """List all flows (whole, or as headers), or with ``get_all=false`` a page of one folder."""
    run, user_id = state.database.run, caller.user_id
    if not get_all:
        folder = None if folder_id is None else str(folder_id)
        return await run(flows.list_page, user_id, folder, page=page, size=size, components_only=components_only)
    list_them: Any = flows.list_headers if header_flows else flows.list_all
    found: list[FlowRead] | list[FlowHeader] = await state.database.read(
        list_them, user_id, with_starters=not remove_example_flows, components_only=components_only
    )
    return found


async def list_summaries(
    state: AppState, caller: Caller, search: str = "", starters: bool = False
) -> list[FlowSummary]:
    """List the flows (or the starter flows) without their data, newest change first; ``search`` looks into them."""
    run, user_id = state.database.run, caller.user_id
    # Queued before what follows, so that the last run shows.
    state.journal.write_records()
    while stale := await run(flow_summaries.list_stale, user_id, starters=starters):
        await run(flow_summaries.put, await asyncio.to_thread(flow_summaries.outline_all, stale))
    return await state.database.read(flow_summaries.list_all, user_id, starters=starters, search=search)


async def list_basic_examples(state: AppState) -> list[FlowRead]:
    """List the starter flows, whole."""
    return await state.database.read(flows.list_starters)


async def get_flow(
    state: AppState, caller: Caller, flow_id: UUID, if_none_match: IfNoneMatch = None
) -> FlowRead | Response:
    """Read a flow. Its ETag names the version."""
    if if_none_match is not None:
        revision_id = await state.database.run(flows.get_revision_id, caller.user_id, flow_id)
        if _matches(if_none_match, revision_id):
            return Response(status_code=304, headers={"etag": _etag(revision_id)})
    version = await state.database.run(flows.get, caller.user_id, flow_id)
    state.model_directory.expect(version.flow.data)
    return _answer(version)


async def update_flow(
    state: AppState, caller: Caller, flow_id: UUID, body: FlowUpdate, if_match: IfMatch = None
) -> FlowRead | Response:
    """Change what is sent of a flow. With a stale ``If-Match`` nothing changes, and both versions are answered."""
    if body.endpoint_name is not UNSET:
        flow_checks.check_endpoint_name(body.endpoint_name)
    if body.name is None:
        raise InvalidFields([problem("string_type", ("body", "name"), "Input should be a valid string", None)])
    document = None
    if body.data is not UNSET:
        problems: list[Problem] = []
        document = _read_document(body.data, ("body",), problems)
        if problems:
            raise InvalidFields(problems)
    expected = None
    if if_match is not None and if_match.strip() != "*":
        revision_id = await state.database.run(flows.get_revision_id, caller.user_id, flow_id)
        # A list of tags stands for any of them; the transaction makes sure that none came between.
        expected = revision_id if _matches(if_match, revision_id) else -1
    try:
        version = await state.database.run(flows.update, caller.user_id, flow_id, body, document, expected)
    except StaleRevision as stale:
        return _both_versions(stale, body)
    return _answer(version)


async def update_flow_data(
    state: AppState, caller: Caller, flow_id: UUID, body: FlowDataUpdate, if_match: Annotated[str, Header("if-match")]
) -> Response:
    """Change a flow by what is new in its data, against the version that ``If-Match`` names.

    What is stored is what the whole flow, sent to `update_flow`, would have left. Answers without a body; the new
    version is the ETag. With a stale ``If-Match`` nothing changes, and both versions are answered.
    """
    version = await state.database.run(flows.get, caller.user_id, flow_id)
    try:
        if _etag(version.revision_id) != if_match.strip():
            raise StaleRevision(version)
        document = await asyncio.to_thread(flow_documents.put_together, bytes(version.flow.data), body)
        header = FlowUpdate(name=body.name, description=body.description, locked=body.locked)
        saved = await state.database.run(flows.update, caller.user_id, flow_id, header, document, version.revision_id)
    except StaleRevision as stale:
        return _both_versions(stale, body)
    except (NotAPiece, NotADocument) as error:
        raise InvalidFields([value_error(("body",), str(error), None)]) from None
    return Response(status_code=204, headers={"etag": _etag(saved.revision_id)})


async def delete_flow(state: AppState, caller: Caller, flow_id: UUID) -> Notice:
    """Move a flow to the trash."""
    await state.database.run(flows.delete, caller.user_id, flow_id)
    return Notice("Flow deleted successfully")


async def delete_flows(state: AppState, caller: Caller, body: list[UUID]) -> FlowsDeleted:
    """Move several flows to the trash; unknown ids are passed over."""
    return FlowsDeleted(await state.database.run(flows.delete_many, caller.user_id, body))


async def download_flows(state: AppState, caller: Caller, body: list[UUID], without_secrets: bool = False) -> Response:
    """Take flows out: one as JSON, several as a ZIP, without the keys in them.

    ``without_secrets`` (ours) empties every secret that is written out, not just API keys and tokens.
    """
    found = await state.database.read(flows.list_some, caller.user_id, body)
    if not found:
        raise NotFound("No flows found.")
    extras = await state.database.run(flows.list_extras, [flow.id for flow in found])
    if len(found) == 1:
        single = flow_files.write_flow(found[0], extras.get(found[0].id), is_every_secret_emptied=without_secrets)
        return Response(single, media_type="application/json")
    content = await asyncio.to_thread(flow_files.write_zip, found, extras, is_every_secret_emptied=without_secrets)
    return zip_response(content, f"{flow_files.stamp()}_langflow_flows.zip")


async def get_flow_file(state: AppState, caller: Caller, flow_id: UUID) -> Response:
    """Give one flow as a file without any secrets, by its address: for a card that is dragged out of the page."""
    response = await download_flows(state, caller, [flow_id], without_secrets=True)
    name = (await state.database.read(flows.get, caller.user_id, flow_id)).flow.name
    response.headers["content-disposition"] = attachment(f"{name}.flow.json")
    return response


def zip_response(content: bytes, file_name: str) -> Response:
    """A ZIP to be saved under a name, which may hold any characters."""
    headers = {"content-disposition": attachment(file_name)}
    return Response(content, media_type="application/x-zip-compressed", headers=headers)


async def list_revisions(
    state: AppState,
    caller: Caller,
    flow_id: UUID,
    changes: bool = False,
    before: Annotated[int, Meta(ge=1, le=2**62)] | None = None,
    size: Annotated[int, Meta(ge=1, le=100)] = 30,
) -> list[RevisionRead]:
    """List the kept versions of a flow, newest first.

    With ``changes`` each says what it changed; these come in pieces: ``size`` of them, older than ``before``.
    """
    await state.database.run(flows.get_revision_id, caller.user_id, flow_id)
    if changes:
        return await state.database.read(history.list_compared, str(flow_id), before, size)
    return await state.database.run(history.list_revisions, str(flow_id))


async def create_restore_point(
    state: AppState, caller: Caller, flow_id: UUID, body: RestorePointCreate
) -> RevisionRead:
    """Name the flow as it now is, so that this version is kept for good."""
    await state.database.run(flows.get_revision_id, caller.user_id, flow_id)
    return await state.database.run(history.set_label, str(flow_id), body.label)


async def get_revision(state: AppState, caller: Caller, flow_id: UUID, revision_id: int) -> FlowRead:
    """Read a flow as it was at a revision."""
    return await state.database.run(flows.get_at_revision, caller.user_id, flow_id, revision_id)


async def restore_revision(state: AppState, caller: Caller, flow_id: UUID, revision_id: int) -> Response:
    """Make a flow again what it was at a revision; what it is now stays in the history."""
    return _answer(await state.database.run(flows.restore_revision, caller.user_id, flow_id, revision_id))


def _read_new(bodies: list[FlowCreate], locations: list[Location]) -> list[NewFlow]:
    """Flows as they are to be stored. Raises `InvalidFields` with all that breaks a rule in any of them."""
    problems: list[Problem] = []
    new: list[NewFlow] = []
    for body, location in zip(bodies, locations, strict=True):
        flow_checks.check_endpoint_name(body.endpoint_name)
        problems += [
            value_error((*location, field), why, getattr(body, field)) for field, why in flow_checks.list_problems(body)
        ]
        document = _read_document(body.data, location, problems)
        if not problems:
            new.append(NewFlow(flow_checks.with_read_icon(body), document))
    if problems:
        raise InvalidFields(problems)
    return new


def _read_document(data: Any, location: Location, problems: list[Problem]) -> Document:
    try:
        return flow_documents.read(data)
    except NotADocument as error:
        place = (*location, "data")
        if error.is_object:
            problems.append(value_error(place, str(error), None))
        else:
            problems.append(problem("dict_type", place, "Input should be a valid dictionary", None))
        return flow_documents.EMPTY


def _answer(version: FlowVersion) -> Response:
    return json_response(version.flow, headers={"etag": _etag(version.revision_id)})


def _both_versions(stale: StaleRevision, body: FlowUpdate | FlowDataUpdate) -> Response:
    yours = {key: value for key, value in msgspec.structs.asdict(body).items() if value is not UNSET}
    both = StaleFlow(str(stale.detail), stale.current.flow, yours)
    return json_response(both, stale.status, {"etag": _etag(stale.current.revision_id)})


def _etag(revision_id: int) -> str:
    return f'"{revision_id}"'


def _matches(header: str, revision_id: int) -> bool:
    tags = {tag.strip().removeprefix("W/") for tag in header.split(",")}
    return "*" in tags or _etag(revision_id) in tags
