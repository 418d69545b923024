"""What all search nodes share: a tool with one text argument, JSON answers, and errors that say what is missing."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from runnel.sdk import ComponentError, Context, Data, Tool

Search = Callable[[str], Awaitable[list[Data]]]


def search_tool(name: str, description: str, search: Search, argument: str = "query", about: str = "") -> Tool:
    """A tool that searches for its one argument and tells the records that were found."""

    async def call(arguments: Mapping[str, Any]) -> Any:
        return [record.data for record in await search(str(arguments.get(argument) or ""))]

    field = {"type": "string", "description": about or "What to look for."}
    parameters = {"type": "object", "properties": {argument: field}, "required": [argument]}
    return Tool(name, description, parameters, call)


def need_key(context: Context, key: str, vendor: str, field: str) -> None:
    """Raise `ComponentError` when there is no key."""
    if not key.strip():
        raise ComponentError(
            f"{context.display_name} did not search.",
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
) -> Any:
    """The JSON answer of a service. Raises `ComponentError` for any other answer, with what the service said of it."""
    answer = await context.http.request(method, address, params=params, json=body, headers=headers)
    if answer.status in (401, 403):
        raise ComponentError(f"{vendor} refused to answer.", f"Its status is {answer.status}.", "Check the API key.")
    if answer.status >= 400:
        raise ComponentError(
            f"{vendor} gave no answer.", f"Its status is {answer.status}: {answer.text[:200]}", "Try again later."
        )
    try:
        return json.loads(answer.content)
    except ValueError:
        raise ComponentError(f"{vendor} gave no answer.", "What it sent is no JSON.", "Check the address.") from None
