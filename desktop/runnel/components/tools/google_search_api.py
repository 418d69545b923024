"""Search in the web by Google's Programmable Search Engine."""

from __future__ import annotations

from runnel.components.tools.search_tool import QUERY, search_outputs, search_tool, service_key, snippet_records
from runnel.sdk import Component, Context, Data, IntInput, SecretStrInput, Tool
from runnel.web.json_service import ask_json, need_key

ADDRESS = "https://www.googleapis.com/customsearch/v1"
_MOST_RESULTS = 10
"""More than these the service gives in further pages only."""
_REQUIRED = ("google_api_key", "google_cse_id", "k")


class GoogleSearchAPI(Component):
    """Search with a Programmable Search Engine of Google."""

    display_name = "Google Search API"
    is_repeatable = False
    icon = "Google"
    needs = "key"
    inputs = (
        service_key("google_api_key", "Google API Key"),
        SecretStrInput(
            "google_cse_id",
            "Google CSE ID",
            required=True,
            is_variable_optional=True,
            info="Name of the variable that holds the search engine's id.",
        ),
        QUERY,
        IntInput("k", "Number of results", value=4, required=True, info="How many results to pass on, 10 at most."),
    )
    outputs = search_outputs(*_REQUIRED)

    async def run_model(
        self,
        context: Context,
        google_api_key: str = "",
        google_cse_id: str = "",
        input_value: str = "",
        k: int | None = 4,
    ) -> list[Data]:
        """A record per result: title, link, snippet."""
        need_key(context, google_api_key, "Google", "google_api_key")
        need_key(context, google_cse_id, "Google's search engine", "google_cse_id")
        limit = min(4 if k is None else k, _MOST_RESULTS)
        params = {"q": input_value, "num": str(limit), "cx": google_cse_id}
        headers = {"x-goog-api-key": google_api_key}
        found = await ask_json(context, "Google", "GET", ADDRESS, params=params, headers=headers)
        return snippet_records(found.get("items"), limit, 4)

    def build_tool(
        self, context: Context, google_api_key: str = "", google_cse_id: str = "", k: int | None = 4
    ) -> Tool:
        """The search for an agent: ``google_search(query)``."""

        async def search(query: str) -> list[Data]:
            return await self.run_model(context, google_api_key, google_cse_id, query, k)

        need_key(context, google_api_key, "Google", "google_api_key")
        need_key(context, google_cse_id, "Google's search engine", "google_cse_id")
        return search_tool("google_search", self.description(), search)
