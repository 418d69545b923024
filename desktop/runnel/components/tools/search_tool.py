"""What all search nodes share: a tool with one text argument, and records of what a search engine found."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from runnel.sdk import Data, Tool

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
