"""Web pages as text."""

from __future__ import annotations

import asyncio

from runnel.sdk import (
    Component,
    ComponentError,
    Context,
    Data,
    DropdownInput,
    Message,
    MessageTextInput,
    Output,
)
from runnel.web.address import complete_address
from runnel.web.page import fetch_page, read_answer

MOST_AT_ONCE = 8


class URL(Component):
    """Fetch web pages and pass on their text."""

    display_name = "URL"
    is_repeatable = False
    icon = "layout-template"
    needs = "net"
    inputs = (
        MessageTextInput("urls", "URLs", is_list=True, tool_mode=True, info="The addresses of the pages."),
        DropdownInput(
            "format",
            "Output Format",
            options=("Text", "Raw HTML"),
            value="Text",
            info="What a reader sees, or the page's source.",
        ),
    )
    outputs = (
        Output("data", "fetch_content", types=("Data",), display_name="Data"),
        Output("text", "fetch_content_text", display_name="Text"),
    )

    async def fetch_content(self, context: Context, urls: list[str] | None = None, format: str = "Text") -> list[Data]:
        """A record per page, in the order of the addresses: text, source, and for HTML title, language, description."""
        addresses = [complete_address(url) for url in urls or [] if url.strip()]
        if not addresses:
            raise ComponentError(
                f"{context.display_name} has nothing to fetch.", "No address is given.", "Enter one.", field="urls"
            )
        gate = asyncio.Semaphore(MOST_AT_ONCE)

        async def fetch(address: str) -> Data:
            async with gate:
                return await _fetch(context, address, is_text=format == "Text")

        results = await asyncio.gather(*(fetch(address) for address in addresses), return_exceptions=True)
        records: list[Data] = []
        for result in results:
            if isinstance(result, BaseException):
                raise result
            records.append(result)
        return records

    async def fetch_content_text(
        self, context: Context, urls: list[str] | None = None, format: str = "Text"
    ) -> Message:
        """The texts of all pages, one after the other."""
        return Message(text="\n".join(record.text for record in await self.fetch_content(context, urls, format)))


async def _fetch(context: Context, address: str, *, is_text: bool) -> Data:
    answer = await fetch_page(context, address)
    return Data(await read_answer(answer) if is_text else {"text": answer.text, "source": answer.url})
