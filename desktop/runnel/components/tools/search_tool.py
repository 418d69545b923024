"""What all search nodes share: a tool with one text argument, JSON answers, and errors that say what is missing."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from runnel.sdk import ComponentError, Context, Data, Tool

Search = Callable[[str], Awaitable[list[Data]]]


def search_tool(name: str, description: str, search: Search, argument: str = "query", about: str = "") -> Tool:
    """A tool that searches for its one argument and tells the records that were found."""

    async def find(arguments: Mapping[str, Any]) -> list[Data]:
        return await search(str(arguments.get(argument) or ""))

    field = {"type": "string", "description": about or "What to look for."}
    return plain_tool(name, description, {argument: field}, (argument,), find)


def plain_tool(
    name: str,
    description: str,
    fields: Mapping[str, Any],
    required: Sequence[str],
    find: Callable[[Mapping[str, Any]], Awaitable[list[Data]]],
) -> Tool:
    """A tool with these arguments (name: JSON schema) that tells the records that were found."""

    async def call(arguments: Mapping[str, Any]) -> Any:
        return [record.data for record in await find(arguments)]

    parameters = {"type": "object", "properties": dict(fields), "required": list(required)}
    return Tool(name, description, parameters, call)


def snippet_records(
    results: Sequence[Mapping[str, Any]] | None, limit: int | None, usual_limit: int, longest: int | None = None
) -> list[Data]:
    """A record per result of a search engine: title, link, snippet, the texts cut to ``longest`` characters.

    At most ``limit`` of them, ``usual_limit`` where the node has none.
    """
    return [
        Data(
            {
                "title": str(result.get("title") or "")[:longest],
                "link": result.get("link") or "",
                "snippet": str(result.get("snippet") or "")[:longest],
            },
            text_key="snippet",
        )
        for result in (results or [])[: usual_limit if limit is None else limit]
    ]


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
