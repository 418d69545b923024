"""Search in the web without a key."""

from __future__ import annotations

from runnel.components.tools.search_tool import MAX_RESULTS, MAX_SNIPPET_LENGTH, search_outputs, search_tool
from runnel.sdk import Component, Context, Data, MessageTextInput, Tool
from runnel.web.search_results import search_duckduckgo


class DuckDuckGoSearch(Component):
    """Search in the web with DuckDuckGo. No key is needed."""

    display_name = "DuckDuckGo Search"
    is_repeatable = False
    icon = "DuckDuckGo"
    needs = "net"
    inputs = (
        MessageTextInput(
            "input_value", "Search Query", required=True, info="What to look for; an agent fills it in by itself."
        ),
        MAX_RESULTS,
        MAX_SNIPPET_LENGTH,
    )
    outputs = search_outputs("input_value")

    async def run_model(
        self,
        context: Context,
        input_value: str = "",
        max_results: int | None = 5,
        max_snippet_length: int | None = 100,
    ) -> list[Data]:
        """A record per result: title, link, snippet."""
        rows = await search_duckduckgo(context, input_value, 5 if max_results is None else max_results)
        longest = 100 if max_snippet_length is None else max_snippet_length
        return [Data({**row, "snippet": row["snippet"][:longest]}, text_key="snippet") for row in rows]

    def build_tool(self, context: Context, max_results: int | None = 5, max_snippet_length: int | None = 100) -> Tool:
        """The search for an agent: ``duckduckgo_search(query)``."""

        async def search(query: str) -> list[Data]:
            return await self.run_model(context, query, max_results, max_snippet_length)

        return search_tool("duckduckgo_search", self.description(), search)
