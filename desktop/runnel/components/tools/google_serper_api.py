"""Search in the web by Serper."""

from __future__ import annotations

from runnel.components.tools.search_tool import QUERY, K, search_outputs, search_tool, service_key, snippet_records
from runnel.sdk import Component, Context, Data, Tool
from runnel.web.json_service import ask_json, need_key

ADDRESS = "https://google.serper.dev/search"


class GoogleSerperAPI(Component):
    """Search in Google with Serper."""

    display_name = "Google Serper API"
    is_repeatable = False
    icon = "Google"
    needs = "key"
    inputs = (
        service_key("serper_api_key", "Serper API Key"),
        QUERY,
        K,
    )
    outputs = search_outputs("k", "serper_api_key")

    async def run_model(
        self, context: Context, serper_api_key: str = "", input_value: str = "", k: int | None = 4
    ) -> list[Data]:
        """A record per result: title, link, snippet; before them the service's own answer, where it has one."""
        need_key(context, serper_api_key, "Serper", "serper_api_key")
        limit = 4 if k is None else k
        found = await ask_json(
            context,
            "Serper",
            "POST",
            ADDRESS,
            body={"q": input_value, "num": limit},
            headers={"x-api-key": serper_api_key},
        )
        box = found.get("answerBox") or {}
        answer = box.get("answer") or box.get("snippet")
        own = [Data({"title": box.get("title", ""), "link": box.get("link", ""), "snippet": answer}, "snippet")]
        return (own if answer else []) + snippet_records(found.get("organic"), limit, 4)

    def build_tool(self, context: Context, serper_api_key: str = "", k: int | None = 4) -> Tool:
        """The search for an agent: ``google_search(query)``."""

        async def search(query: str) -> list[Data]:
            return await self.run_model(context, serper_api_key, query, k)

        need_key(context, serper_api_key, "Serper", "serper_api_key")
        return search_tool("google_search", self.description(), search)
