"""Search by a SearXNG server, such as one on this computer."""

from __future__ import annotations

from runnel.components.tools.search_tool import search_tool
from runnel.sdk import (
    Component,
    Context,
    Data,
    DropdownInput,
    IntInput,
    MessageTextInput,
    MultiselectInput,
    Output,
    Tool,
)
from runnel.web.address import complete_address
from runnel.web.json_service import ask_json


class SearXNGTool(Component):
    """Let an agent search by a SearXNG server, which may run on this computer."""

    display_name = "SearXNG Search"
    is_repeatable = False
    icon = "search"
    needs = "server"
    legacy = True
    inputs = (
        MessageTextInput(
            "url", "URL", value="http://localhost", required=True, refresh_button=True, info="Where the server is."
        ),
        IntInput("max_results", "Max Results", value=10, required=True, info="How many results to pass on at most."),
        MultiselectInput("categories", "Categories", info="Where to look, such as general or news; empty for all."),
        DropdownInput("language", "Language", info="The language of the results; empty for any."),
    )
    outputs = (Output("result_tool", "build_tool", types=("Tool",), display_name="Tool"),)

    def build_tool(
        self,
        context: Context,
        url: str = "http://localhost",
        max_results: int | None = 10,
        categories: list[str] | None = None,
        language: str = "",
    ) -> Tool:
        """The search for an agent: ``searxng_search(query)``."""
        address = f"{complete_address(url).rstrip('/')}/search"
        fixed = {"format": "json", "language": language, "categories": ",".join(categories or [])}

        async def search(query: str) -> list[Data]:
            params = {name: value for name, value in {**fixed, "q": query}.items() if value}
            found = await ask_json(context, "SearXNG", "GET", address, params=params)
            results = (found.get("results") or [])[: 10 if max_results is None else max_results]
            return [Data({name: result.get(name, "") for name in ("title", "url", "content")}) for result in results]

        return search_tool("searxng_search", self.description(), search)
