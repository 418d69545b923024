"""Search in the web by Tavily."""

from __future__ import annotations

from runnel.components.tools.search_tool import MAX_RESULTS, search_outputs, search_tool, service_key
from runnel.sdk import (
    BoolInput,
    Component,
    Context,
    Data,
    DropdownInput,
    MessageTextInput,
    Tool,
)
from runnel.web.json_service import ask_json, need_key

ADDRESS = "https://api.tavily.com/search"


class TavilyAISearch(Component):
    """Search in the web with Tavily, a search service for agents."""

    display_name = "Tavily AI Search"
    is_repeatable = False
    icon = "TavilyIcon"
    needs = "key"
    inputs = (
        service_key("api_key", "Tavily API Key"),
        MessageTextInput("query", "Search Query", info="What to look for; an agent fills it in by itself."),
        DropdownInput(
            "search_depth",
            "Search Depth",
            options=("basic", "advanced"),
            value="advanced",
            advanced=True,
            info="Advanced costs more and finds more.",
        ),
        DropdownInput(
            "topic", "Search Topic", options=("general", "news"), value="general", advanced=True, info="Where to look."
        ),
        MAX_RESULTS,
        BoolInput("include_images", "Include Images", value=True, advanced=True, info="Pass on addresses of images."),
        BoolInput("include_answer", "Include Answer", value=True, advanced=True, info="Pass on a short answer."),
    )
    outputs = search_outputs("api_key")

    async def run_model(
        self,
        context: Context,
        api_key: str = "",
        query: str = "",
        search_depth: str = "advanced",
        topic: str = "general",
        max_results: int | None = 5,
        include_images: bool = True,
        include_answer: bool = True,
    ) -> list[Data]:
        """The service's own answer first, then a record per result: title, url, content, score; the images last."""
        need_key(context, api_key, "Tavily", "api_key")
        body = {
            "query": query,
            "search_depth": search_depth,
            "topic": topic,
            "max_results": 5 if max_results is None else max_results,
            "include_images": include_images,
            "include_answer": include_answer,
        }
        headers = {"authorization": f"Bearer {api_key}"}
        found = await ask_json(context, "Tavily", "POST", ADDRESS, body=body, headers=headers)
        records = [Data({"answer": found["answer"]}, text_key="answer")] if found.get("answer") else []
        for result in found.get("results") or []:
            entries = {name: result.get(name) for name in ("title", "url", "content", "score")}
            records.append(Data(entries, text_key="content"))
        if include_images and found.get("images"):
            records.append(Data({"images": found["images"]}, text_key="images"))
        return records

    def build_tool(
        self,
        context: Context,
        api_key: str = "",
        search_depth: str = "advanced",
        topic: str = "general",
        max_results: int | None = 5,
        include_images: bool = True,
        include_answer: bool = True,
    ) -> Tool:
        """The search for an agent: ``tavily_search(query)``."""

        async def search(query: str) -> list[Data]:
            return await self.run_model(
                context, api_key, query, search_depth, topic, max_results, include_images, include_answer
            )

        need_key(context, api_key, "Tavily", "api_key")
        return search_tool("tavily_search", self.description(), search)
