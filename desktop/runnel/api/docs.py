"""The API's own description: the OpenAPI document, and the page that shows it without any other machine's help."""

from __future__ import annotations

from starlette.responses import Response

from runnel.api.endpoint import json_response
from runnel.api.pages import page
from runnel.paths import webui_dir


async def get_openapi() -> Response:
    """Describe every route as OpenAPI 3.1."""
    from runnel.api.openapi import openapi_json

    return json_response(openapi_json())


async def show_docs() -> Response:
    """Show the API as a page on which every operation can be read and tried."""
    return page(webui_dir() / "docs.html")
