"""Search in the web by Bing."""

from __future__ import annotations

from runnel.components.tools.search_tool import search_tool, snippet_records
from runnel.sdk import (
    Component,
    Context,
    Data,
    IntInput,
    MessageTextInput,
    MultilineInput,
    Output,
    SecretStrInput,
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
        SecretStrInput(
            "bing_subscription_key",
            "Bing Subscription Key",
            is_variable_optional=True,
            info="Name of the variable that holds the key.",
        ),
        MultilineInput("input_value", "Input", info="What to look for; an agent fills it in by itself."),
        MessageTextInput(
            "bing_search_url", "Bing Search URL", advanced=True, info="The service's address, where it is another one."
        ),
        IntInput("k", "Number of results", value=4, required=True, info="How many results to pass on at most."),
    )
    outputs = (
        Output("api_run_model", "run_model", types=("Data",), display_name="Data", required_inputs=("k",)),
        Output("api_build_tool", "build_tool", types=("Tool",), display_name="Tool", required_inputs=("k",)),
    )

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
