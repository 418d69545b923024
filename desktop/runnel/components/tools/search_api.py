"""Search in the web by SearchApi."""

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
from runnel.sdk import (
    Component,
    Context,
    Data,
    DictInput,
    MessageTextInput,
    Tool,
)
from runnel.shaping.record_text import text_of
from runnel.web.json_service import ask_json, need_key

ADDRESS = "https://www.searchapi.io/api/v1/search"


class SearchAPI(Component):
    """Ask Google and other search engines through SearchApi."""

    display_name = "Search API"
    is_repeatable = False
    icon = "SearchAPI"
    needs = "key"
    inputs = (
        MessageTextInput("engine", "Engine", value="google", info="The search engine, such as google or bing."),
        service_key("api_key", "SearchAPI API Key"),
        QUERY,
        DictInput("search_params", "Search parameters", is_list=True, advanced=True, info="Further parameters."),
        MAX_RESULTS,
        MAX_SNIPPET_LENGTH,
    )
    outputs = search_outputs("api_key")

    async def run_model(
        self,
        context: Context,
        engine: str = "google",
        api_key: str = "",
        input_value: str = "",
        search_params: dict[str, Any] | None = None,
        max_results: int | None = 5,
        max_snippet_length: int | None = 100,
    ) -> list[Data]:
        """A record per result: title, link, snippet."""
        need_key(context, api_key, "SearchApi", "api_key")
        params = {name: text_of(value) for name, value in (search_params or {}).items()}
        params |= {"engine": engine, "q": input_value}
        headers = {"authorization": f"Bearer {api_key}"}
        found = await ask_json(context, "SearchApi", "GET", ADDRESS, params=params, headers=headers)
        return snippet_records(found.get("organic_results"), max_results, 5, max_snippet_length)

    def build_tool(
        self,
        context: Context,
        engine: str = "google",
        api_key: str = "",
        search_params: dict[str, Any] | None = None,
        max_results: int | None = 5,
        max_snippet_length: int | None = 100,
    ) -> Tool:
        """The search for an agent: ``search_api(query)``."""

        async def search(query: str) -> list[Data]:
            return await self.run_model(context, engine, api_key, query, search_params, max_results, max_snippet_length)

        need_key(context, api_key, "SearchApi", "api_key")
        return search_tool("search_api", self.description(), search)
