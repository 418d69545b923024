"""Calls of other programs' HTTP APIs."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from typing import Any

from runnel.components.data.curl_command import parse_curl
from runnel.sdk import (
    Component,
    ComponentError,
    Context,
    Data,
    DataInput,
    DropdownInput,
    HttpResponse,
    IntInput,
    Message,
    MessageTextInput,
    ModelAccess,
    NestedDictInput,
    Output,
)
from runnel.shaping.record_text import text_of
from runnel.web.address import complete_address


class APIRequest(Component):
    """Call HTTP addresses and pass on what they answer."""

    display_name = "API Request"
    is_repeatable = False
    icon = "globe"
    needs = "net"
    inputs = (
        MessageTextInput("urls", "URLs", is_list=True, info="The addresses to call, all at once."),
        MessageTextInput(
            "curl",
            "cURL",
            tool_mode=True,
            real_time_refresh=True,
            refresh_button=True,
            info="Paste a curl command here to fill in the other fields.",
        ),
        DropdownInput(
            "method", "Method", options=("GET", "POST", "PATCH", "PUT"), value="GET", info="What to do there."
        ),
        NestedDictInput("headers", "Headers", input_types=("Data",), info="Headers to send."),
        NestedDictInput("body", "Body", input_types=("Data",), info="What to send as JSON (not with GET)."),
        DataInput("query_params", "Query Parameters", tool_mode=True, info="What to add to the address."),
        IntInput("timeout", "Timeout", value=5, info="Seconds to wait for an answer."),
    )
    outputs = (Output("data", "make_requests", types=("Data",), display_name="Data"),)

    async def make_requests(
        self,
        context: Context,
        urls: list[str] | None = None,
        curl: str = "",
        method: str = "GET",
        headers: Any = None,
        body: Any = None,
        query_params: Any = None,
        timeout: int | None = 5,  # noqa: ASYNC109 - the format names the field so
    ) -> list[Data]:
        """A record per address: ``source``, ``headers`` of the answer, ``status_code``, and ``result`` or ``error``.

        ``result`` is JSON where it is that, else text. No answer in time is status 408, none at all 500.
        """
        addresses = [complete_address(url) for url in urls or [] if url.strip()]
        sent_headers, sent_body = _mapping(headers), _mapping(body)
        if curl.strip() and not addresses:
            command = parse_curl(curl)
            addresses, method = [complete_address(command.url)], command.method
            sent_headers, sent_body = {**command.headers, **sent_headers}, sent_body or command.body or {}
        if not addresses:
            raise ComponentError(
                f"{context.display_name} has nothing to call.", "No address is given.", "Enter one.", field="urls"
            )
        texts = {name: text_of(value) for name, value in sent_headers.items()}
        params = {name: text_of(value) for name, value in _mapping(query_params).items()}
        payload = sent_body if sent_body and method != "GET" else None
        seconds = float(timeout or 5)
        records = await asyncio.gather(
            *(_request(context, method, address, texts, params, payload, seconds) for address in addresses)
        )
        failed = [record for record in records if "error" in record.data]
        if failed:
            context.note(f"{len(failed)} of {len(records)} calls got no answer.")
        return list(records)

    async def update_node(self, node: dict[str, Any], field: str, value: Any, models: ModelAccess) -> None:
        """Fill in the other fields from a pasted command."""
        if field != "curl" or not str(value or "").strip():
            return
        command = parse_curl(str(value))
        template = node["template"]
        template["urls"]["value"] = [command.url]
        template["method"]["value"] = command.method
        template["headers"]["value"] = dict(command.headers)
        template["body"]["value"] = command.body or {}


async def _request(
    context: Context,
    method: str,
    address: str,
    headers: dict[str, str],
    params: dict[str, str],
    payload: dict[str, Any] | None,
    seconds: float,
) -> Data:
    # The headers of the answer, not those sent: these may hold keys, and records are shown and kept.
    record: dict[str, Any] = {"source": address, "headers": {}}
    try:
        async with asyncio.timeout(seconds):
            answer = await context.http.request(
                method, address, headers=headers, params=params, json=payload, timeout_seconds=seconds
            )
    except TimeoutError:
        return Data({**record, "status_code": 408, "error": f"No answer within {seconds:g} seconds."})
    except ComponentError as error:
        return Data({**record, "status_code": 500, "error": str(error)})
    return Data(
        {"source": address, "headers": dict(answer.headers), "status_code": answer.status, "result": _result(answer)}
    )


def _result(answer: HttpResponse) -> Any:
    try:
        return json.loads(answer.content)
    except ValueError:
        return answer.text


def _mapping(value: Any) -> dict[str, Any]:
    """An object of a field, of a record, or of JSON that an agent wrote."""
    if isinstance(value, Data):
        return dict(value.data)
    if isinstance(value, Message):
        value = value.text
    if isinstance(value, str) and value.strip():
        try:
            value = json.loads(value)
        except ValueError:
            value = None
    if isinstance(value, list):
        merged: dict[str, Any] = {}
        for item in value:
            merged.update(_mapping(item))
        return merged
    return dict(value) if isinstance(value, Mapping) else {}
