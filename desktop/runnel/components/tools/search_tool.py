"""What all search nodes share: a tool with one text argument, and records of what a search engine found."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from runnel.sdk import Data, IntInput, MultilineInput, Output, SecretStrInput, Tool

Search = Callable[[str], Awaitable[list[Data]]]

QUERY = MultilineInput("input_value", "Input", info="What to look for; an agent fills it in by itself.")
K = IntInput("k", "Number of results", value=4, required=True, info="How many results to pass on at most.")
MAX_RESULTS = IntInput(
    "max_results", "Max Results", value=5, advanced=True, info="How many results to pass on at most."
)
MAX_SNIPPET_LENGTH = IntInput(
    "max_snippet_length", "Max Snippet Length", value=100, advanced=True, info="Longer snippets are cut."
)


def service_key(name: str, display_name: str, *, required: bool = True) -> SecretStrInput:
    """The field of a service's key. A missing variable is the component's affair, which says what the key is for."""
    info = "Name of the variable that holds the key."
    return SecretStrInput(name, display_name, required=required, is_variable_optional=True, info=info)


def search_outputs(*required: str) -> tuple[Output, Output]:
    """What was found, and the search as a tool; both need the inputs that are named."""
    return (
        Output("api_run_model", "run_model", types=("Data",), display_name="Data", required_inputs=required),
        Output("api_build_tool", "build_tool", types=("Tool",), display_name="Tool", required_inputs=required),
    )


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
