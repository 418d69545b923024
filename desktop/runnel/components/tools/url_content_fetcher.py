"""A page's text for an agent, under a name that a starter flow of the format uses."""

from __future__ import annotations

from typing import Any

from runnel.components.tools.search_tool import search_tool
from runnel.sdk import Component, ComponentError, Context, Data, DictInput, MessageTextInput, Output, Tool
from runnel.shaping.record_text import text_of
from runnel.web.address import complete_address
from runnel.web.page import fetch_page, read_answer


class UrlContentFetcher(Component):
    """Fetch a web page for an agent."""

    type_key = "url_content_fetcher"
    display_name = "URL Content Fetcher"
    is_repeatable = False
    icon = "globe"
    needs = "net"
    legacy = True
    inputs = (
        MessageTextInput("url", "URL", info="The address of the page; an agent fills it in by itself."),
        DictInput("fetch_params", "Fetch Parameters", is_list=True, info="Headers to send."),
    )
    outputs = (
        Output("api_run_model", "run_model", types=("Data",), display_name="Data"),
        Output("api_build_tool", "build_tool", types=("Tool",), display_name="Tool"),
    )

    async def run_model(
        self, context: Context, url: str = "", fetch_params: dict[str, Any] | None = None
    ) -> list[Data]:
        """One record: the page's text, source and title."""
        if not url.strip():
            raise ComponentError(
                f"{context.display_name} has nothing to fetch.", "No address is given.", "Enter one.", field="url"
            )
        headers = {name: text_of(value) for name, value in (fetch_params or {}).items()}
        answer = await fetch_page(context, complete_address(url), headers=headers)
        return [Data(await read_answer(answer))]

    def build_tool(self, context: Context, fetch_params: dict[str, Any] | None = None) -> Tool:
        """The same for an agent: ``url_content_fetcher(url)``."""

        async def fetch(url: str) -> list[Data]:
            return await self.run_model(context, url, fetch_params)

        return search_tool("url_content_fetcher", self.description(), fetch, "url", "The address of the page.")
