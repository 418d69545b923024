"""Web pages and the pages they link to, as later files have it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from runnel.sdk import (
    BoolInput,
    Component,
    ComponentError,
    Context,
    DataFrame,
    DropdownInput,
    HttpResponse,
    IntInput,
    Message,
    MessageTextInput,
    Output,
    SliderInput,
    TableInput,
)
from runnel.web.address import complete_address
from runnel.web.page import fetch_page, is_html, read_answer

MOST_PAGES = 100
HEADER_COLUMNS = (
    {"name": "key", "display_name": "Header", "type": "text", "description": "The header's name."},
    {"name": "value", "display_name": "Value", "type": "text", "description": "What to send."},
)


class URLComponent(Component):
    """Fetch web pages, and where asked the pages that they link to, as a table."""

    display_name = "URL (Pages)"
    is_repeatable = False
    icon = "layout-template"
    needs = "net"
    inputs = (
        MessageTextInput("urls", "URLs", is_list=True, tool_mode=True, info="The addresses of the pages."),
        SliderInput(
            "max_depth",
            "Depth",
            value=1,
            range_spec={"step_type": "int", "min": 1, "max": 5, "step": 1},
            info="1 fetches these pages, 2 also those that they link to, and so on.",
        ),
        BoolInput("prevent_outside", "Prevent Outside", value=True, advanced=True, info="Stay on the same host."),
        DropdownInput(
            "format",
            "Output Format",
            options=("Text", "HTML"),
            value="Text",
            advanced=True,
            info="What a reader sees, or the page's source.",
        ),
        IntInput("timeout", "Timeout", value=30, advanced=True, info="Seconds to wait for a page."),
        TableInput("headers", "Headers", table_schema=HEADER_COLUMNS, advanced=True, info="Headers to send."),
        BoolInput("follow_redirects", "Follow Redirects", value=True, advanced=True, info="Go where a page was moved."),
        BoolInput(
            "continue_on_failure",
            "Continue on Failure",
            value=True,
            advanced=True,
            info="Pass over pages that cannot be fetched, unless there is no other.",
        ),
    )
    outputs = (
        Output("page_results", "fetch_content", types=("DataFrame",), display_name="Extracted Pages"),
        Output("raw_results", "fetch_content_as_message", display_name="Raw Content"),
    )

    async def fetch_content(
        self,
        context: Context,
        urls: list[str] | None = None,
        max_depth: int | None = 1,
        prevent_outside: bool = True,
        format: str = "Text",
        timeout: int | None = 30,  # noqa: ASYNC109 - the format names the field so
        headers: list[dict[str, Any]] | None = None,
        follow_redirects: bool = True,
        continue_on_failure: bool = True,
    ) -> DataFrame:
        """A row per page in the order in which they were found: text, url, title, description, content_type."""
        start = [complete_address(url) for url in urls or [] if url.strip()]
        if not start:
            raise ComponentError(
                f"{context.display_name} has nothing to fetch.", "No address is given.", "Enter one.", field="urls"
            )
        sent = {str(row.get("key")): str(row.get("value") or "") for row in headers or [] if row.get("key")}
        hosts = {urlsplit(address).netloc for address in start} if prevent_outside else None
        rows: list[dict[str, Any]] = []
        seen = set(start)
        wave, failure = start, None
        for depth in range(max(1, int(max_depth or 1))):
            found: list[str] = []
            for address in wave:
                try:
                    answer = await fetch_page(
                        context,
                        address,
                        headers=sent,
                        timeout_seconds=float(timeout or 30),
                        follow_redirects=follow_redirects,
                    )
                except ComponentError as error:
                    if not continue_on_failure:
                        raise
                    failure = failure or error
                    context.log(str(error), "Skipped")
                    continue
                rows.append(await _row(answer, is_text=format != "HTML"))
                found += _links(answer)
            wave = _next(found, seen, hosts)[: MOST_PAGES - len(rows)]
            if not wave or depth + 1 == max_depth:
                break
        if not rows and failure is not None:
            raise failure
        return DataFrame(rows)

    async def fetch_content_as_message(
        self,
        context: Context,
        urls: list[str] | None = None,
        max_depth: int | None = 1,
        prevent_outside: bool = True,
        format: str = "Text",
        timeout: int | None = 30,  # noqa: ASYNC109 - the format names the field so
        headers: list[dict[str, Any]] | None = None,
        follow_redirects: bool = True,
        continue_on_failure: bool = True,
    ) -> Message:
        """The texts of all pages, one after the other."""
        pages = await self.fetch_content(
            context,
            urls,
            max_depth,
            prevent_outside,
            format,
            timeout,
            headers,
            follow_redirects,
            continue_on_failure,
        )
        return Message(text="\n\n".join(row["text"] for row in pages.rows))


async def _row(answer: HttpResponse, *, is_text: bool) -> dict[str, Any]:
    entries: Mapping[str, Any] = await read_answer(answer)
    return {
        "text": entries["text"] if is_text else answer.text,
        "url": answer.url,
        "title": entries.get("title", ""),
        "description": entries.get("description", ""),
        "content_type": answer.headers.get("content-type", ""),
    }


def _links(answer: HttpResponse) -> list[str]:
    from runnel.knowledge.html import list_links

    return [address for address, _ in list_links(answer.content, answer.url)] if is_html(answer) else []


def _next(found: list[str], seen: set[str], hosts: set[str] | None) -> list[str]:
    """Addresses that were not fetched yet, each once; they count as seen from now on."""
    fresh = []
    for address in found:
        if address not in seen and (hosts is None or urlsplit(address).netloc in hosts):
            seen.add(address)
            fresh.append(address)
    return fresh
