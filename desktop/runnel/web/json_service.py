"""Services that answer in JSON: asking them, and errors that say what is missing or what they said."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from runnel.sdk import ComponentError, Context, HttpResponse

_TIMEOUT_S = 30.0
_UPLOAD_TIMEOUT_S = 600.0


def need_key(context: Context, key: str, vendor: str, field: str) -> None:
    """Raise `ComponentError` when there is no key."""
    if not key.strip():
        raise ComponentError(
            f"{context.display_name} did not ask {vendor}.",
            f"There is no API key of {vendor}.",
            "Add it as a variable in Settings → Variables and name it in the key field.",
            field=field,
        )


async def ask_json(
    context: Context,
    vendor: str,
    method: str,
    address: str,
    *,
    params: Mapping[str, str] | None = None,
    body: Any = None,
    headers: Mapping[str, str] | None = None,
    content: bytes | None = None,
) -> Any:
    """The JSON answer of a service. Raises `ComponentError` for any other answer, with what the service said of it."""
    answer = await ask_service(
        context, vendor, method, address, params=params, body=body, headers=headers, content=content
    )
    try:
        return json.loads(answer.content)
    except ValueError:
        raise ComponentError(f"{vendor} gave no answer.", "What it sent is no JSON.", "Check the address.") from None


async def ask_service(
    context: Context,
    vendor: str,
    method: str,
    address: str,
    *,
    params: Mapping[str, str] | None = None,
    body: Any = None,
    headers: Mapping[str, str] | None = None,
    content: bytes | None = None,
) -> HttpResponse:
    """The answer of a service to ``body`` (JSON) or ``content``. Raises `ComponentError` for the statuses of errors."""
    answer = await context.http.request(
        method,
        address,
        params=params,
        json=body,
        headers=headers,
        content=content,
        timeout_seconds=_TIMEOUT_S if content is None else _UPLOAD_TIMEOUT_S,
    )
    if answer.status in (401, 403):
        raise ComponentError(f"{vendor} refused to answer.", f"Its status is {answer.status}.", "Check the API key.")
    if answer.status >= 400:
        raise ComponentError(
            f"{vendor} gave no answer.", f"Its status is {answer.status}: {answer.text[:200]}", "Try again later."
        )
    return answer
