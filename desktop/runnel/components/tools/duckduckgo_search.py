"""Search in the web without a key."""

from __future__ import annotations

from runnel.components.tools.search_tool import search_tool
from runnel.sdk import Component, Context, Data, IntInput, MessageTextInput, Output, Tool
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
        IntInput("max_results", "Max Results", value=5, advanced=True, info="How many results to pass on at most."),
        IntInput("max_snippet_length", "Max Snippet Length", value=100, advanced=True, info="Longer snippets are cut."),
    )
    outputs = (
        Output("api_run_model", "run_model", types=("Data",), display_name="Data", required_inputs=("input_value",)),
        Output("api_build_tool", "build_tool", types=("Tool",), display_name="Tool", required_inputs=("input_value",)),
    )

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
