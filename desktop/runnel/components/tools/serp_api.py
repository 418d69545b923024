"""Search in the web by SerpApi."""

from __future__ import annotations

from typing import Any

from runnel.components.tools.search_tool import (
    MAX_RESULTS,
    MAX_SNIPPET_LENGTH,
    QUERY,
    search_outputs,
    search_tool,
    service_key,
    snippet_records,
)
from runnel.sdk import Component, Context, Data, DictInput, Tool
from runnel.shaping.record_text import text_of
from runnel.web.json_service import ask_json, need_key

ADDRESS = "https://serpapi.com/search.json"


class SerpAPI(Component):
    """Search in the web with SerpApi, which asks Google and other engines."""

    display_name = "Serp Search API"
    is_repeatable = False
    icon = "SerpSearch"
    needs = "key"
    inputs = (
        service_key("serpapi_api_key", "SerpAPI API Key"),
        QUERY,
        DictInput(
            "search_params", "Parameters", is_list=True, advanced=True, info="Further parameters, such as engine or gl."
        ),
        MAX_RESULTS,
        MAX_SNIPPET_LENGTH,
    )
    outputs = search_outputs("serpapi_api_key")

    async def run_model(
        self,
        context: Context,
        serpapi_api_key: str = "",
        input_value: str = "",
        search_params: dict[str, Any] | None = None,
        max_results: int | None = 5,
        max_snippet_length: int | None = 100,
    ) -> list[Data]:
        """A record per result: title, link, snippet."""
        need_key(context, serpapi_api_key, "SerpApi", "serpapi_api_key")
        params = {"engine": "google"} | {name: text_of(value) for name, value in (search_params or {}).items()}
        # The service takes its key in the address only.
        params |= {"q": input_value, "api_key": serpapi_api_key}
        found = await ask_json(context, "SerpApi", "GET", ADDRESS, params=params)
        return snippet_records(found.get("organic_results"), max_results, 5, max_snippet_length)

    def build_tool(
        self,
        context: Context,
        serpapi_api_key: str = "",
        search_params: dict[str, Any] | None = None,
        max_results: int | None = 5,
        max_snippet_length: int | None = 100,
    ) -> Tool:
        """The search for an agent: ``serp_search_api(query)``."""

        async def search(query: str) -> list[Data]:
            return await self.run_model(context, serpapi_api_key, query, search_params, max_results, max_snippet_length)

        need_key(context, serpapi_api_key, "SerpApi", "serpapi_api_key")
        return search_tool("serp_search_api", self.description(), search)
