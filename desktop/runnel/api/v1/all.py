"""``/all``: the catalogue of components."""

from __future__ import annotations

from starlette.responses import Response

from runnel.api.endpoint import IfNoneMatch, json_response
from runnel.state import AppState


async def get_all(state: AppState, if_none_match: IfNoneMatch = None) -> Response:
    """List all components by category."""
    etag = state.registry.etag
    if if_none_match is not None and etag in [tag.strip().removeprefix("W/") for tag in if_none_match.split(",")]:
        return Response(status_code=304, headers={"etag": etag})
    return json_response(state.registry.catalogue_json, 200, {"etag": etag})
