"""Search in the web by Bing."""

from __future__ import annotations

from runnel.components.tools.search_tool import QUERY, K, search_outputs, search_tool, service_key, snippet_records
from runnel.sdk import (
    Component,
    Context,
    Data,
    MessageTextInput,
    Tool,
)
from runnel.web.address import complete_address
from runnel.web.json_service import ask_json, need_key

ADDRESS = "https://api.bing.microsoft.com/v7.0/search"


class BingSearchAPI(Component):
    """Search in the web by Bing, or a service that answers in the same way."""

    display_name = "Bing Search API"
    is_repeatable = False
    icon = "search"
    needs = "key"
    inputs = (
        service_key("bing_subscription_key", "Bing Subscription Key", required=False),
        QUERY,
        MessageTextInput(
            "bing_search_url", "Bing Search URL", advanced=True, info="The service's address, where it is another one."
        ),
        K,
    )
    outputs = search_outputs("k")

    async def run_model(
        self,
        context: Context,
        bing_subscription_key: str = "",
        input_value: str = "",
        bing_search_url: str = "",
        k: int | None = 4,
    ) -> list[Data]:
        """A record per result: title, link, snippet."""
        need_key(context, bing_subscription_key, "Bing", "bing_subscription_key")
        limit = 4 if k is None else k
        found = await ask_json(
            context,
            "Bing",
            "GET",
            complete_address(bing_search_url) or ADDRESS,
            params={"q": input_value, "count": str(limit)},
            headers={"ocp-apim-subscription-key": bing_subscription_key},
        )
        results = [
            {"title": page.get("name"), "link": page.get("url"), "snippet": page.get("snippet")}
            for page in (found.get("webPages") or {}).get("value") or []
        ]
        return snippet_records(results, limit, 4)

    def build_tool(
        self, context: Context, bing_subscription_key: str = "", bing_search_url: str = "", k: int | None = 4
    ) -> Tool:
        """The search for an agent: ``bing_search(query)``."""

        async def search(query: str) -> list[Data]:
            return await self.run_model(context, bing_subscription_key, query, bing_search_url, k)

        need_key(context, bing_subscription_key, "Bing", "bing_subscription_key")
        return search_tool("bing_search", self.description(), search)
