"""Search in the web, in the news or in a feed, as later files have it."""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import quote, urlencode

from runnel.sdk import (
    Component,
    ComponentError,
    Context,
    DataFrame,
    DropdownInput,
    IntInput,
    MessageTextInput,
    Output,
)
from runnel.web.address import complete_address
from runnel.web.page import fetch_page, read_answer
from runnel.web.search_results import GOOGLE_NEWS, fetch_feed, search_duckduckgo

WEB, NEWS, RSS = "Web", "News", "RSS"


class UnifiedWebSearch(Component):
    """Search in the web or in the news, or read a feed. No key is needed."""

    display_name = "Web Search"
    is_repeatable = False
    icon = "search"
    needs = "net"
    inputs = (
        DropdownInput(
            "search_mode",
            "Search Mode",
            options=(WEB, NEWS, RSS),
            value=WEB,
            tool_mode=True,
            info="Web pages, news, or the feed whose address is the query.",
        ),
        MessageTextInput("query", "Search Query", tool_mode=True, info="What to look for, or the address of a feed."),
        IntInput("max_results", "Max Results", value=5, advanced=True, info="How many results to pass on at most."),
        IntInput(
            "max_content_length",
            "Max Content Length",
            value=2000,
            advanced=True,
            info="How many characters of each page to pass on; 0 for none.",
        ),
        MessageTextInput("hl", "Language", value="en-US", advanced=True, info="News: the language, such as en-US."),
        MessageTextInput("gl", "Country", value="US", advanced=True, info="News: the country, such as US."),
        MessageTextInput("ceid", "Edition", value="US:en", advanced=True, info="News: the edition, such as US:en."),
        MessageTextInput("topic", "Topic", advanced=True, info="News: a topic such as TECHNOLOGY instead of a query."),
        MessageTextInput("location", "Location", advanced=True, info="News: a place instead of a query."),
        IntInput("timeout", "Timeout", value=5, advanced=True, info="Seconds to wait for an answer."),
    )
    outputs = (Output("results", "perform_search", types=("DataFrame",), display_name="Results"),)

    async def perform_search(
        self,
        context: Context,
        search_mode: str = WEB,
        query: str = "",
        max_results: int | None = 5,
        max_content_length: int | None = 2000,
        hl: str = "en-US",
        gl: str = "US",
        ceid: str = "US:en",
        topic: str = "",
        location: str = "",
        timeout: int | None = 5,  # noqa: ASYNC109 - the format names the field so
    ) -> DataFrame:
        """Web: title, link, snippet, content. News and feeds: title, link, published, summary."""
        limit = 5 if max_results is None else max_results
        seconds = float(timeout or 5)
        if search_mode == NEWS:
            edition = {"hl": hl or "en-US", "gl": gl or "US", "ceid": ceid or "US:en"}
            address = _news_address(query, topic, location, edition)
            return DataFrame(await fetch_feed(context, address, limit, seconds))
        if not query.strip():
            raise ComponentError(
                f"{context.display_name} has nothing to look for.", "The query is empty.", "Enter one.", field="query"
            )
        if search_mode == RSS:
            return DataFrame(await fetch_feed(context, complete_address(query), limit, seconds))
        rows = await search_duckduckgo(context, query, limit, seconds)
        length = 2000 if max_content_length is None else max_content_length
        contents = await asyncio.gather(*(_content(context, row["link"], length, seconds) for row in rows))
        return DataFrame([{**row, "content": content} for row, content in zip(rows, contents, strict=True)])


def _news_address(query: str, topic: str, location: str, edition: dict[str, str]) -> str:
    if topic.strip():
        path = f"/headlines/section/topic/{quote(topic.strip().upper())}"
        return f"{GOOGLE_NEWS}{path}?{urlencode(edition)}"
    if location.strip():
        return f"{GOOGLE_NEWS}/headlines/section/geo/{quote(location.strip())}?{urlencode(edition)}"
    return f"{GOOGLE_NEWS}/search?{urlencode({'q': query, **edition})}"


async def _content(context: Context, address: str, length: int, seconds: float) -> str:
    """The beginning of a page's text; why there is none where it could not be fetched."""
    if length < 1:
        return ""
    try:
        entries: dict[str, Any] = await read_answer(await fetch_page(context, address, timeout_seconds=seconds))
    except ComponentError as error:
        return f"({error.why or error.what})"
    return str(entries["text"])[:length]
