"""Articles of Wikipedia."""

from __future__ import annotations

import re
from typing import Any

from runnel.components.tools.search_tool import QUERY, search_outputs, search_tool
from runnel.sdk import (
    BoolInput,
    Component,
    ComponentError,
    Context,
    Data,
    IntInput,
    MessageTextInput,
    Tool,
)
from runnel.web.json_service import ask_json

ADDRESS = "https://{lang}.wikipedia.org/w/api.php"
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z]{2,8})?", re.IGNORECASE)


class WikipediaAPI(Component):
    """Find articles of Wikipedia and pass on their text."""

    display_name = "Wikipedia API"
    is_repeatable = False
    icon = "Wikipedia"
    needs = "net"
    inputs = (
        QUERY,
        MessageTextInput("lang", "Language", value="en", info="The language of the articles, such as en or de."),
        IntInput("k", "Number of results", value=4, required=True, info="How many articles to find at most."),
        BoolInput(
            "load_all_available_meta", "Load all available meta", advanced=True, info="Pass on more about each article."
        ),
        IntInput(
            "doc_content_chars_max",
            "Document content characters max",
            value=4000,
            advanced=True,
            info="Longer articles are cut.",
        ),
    )
    outputs = search_outputs("k")

    async def run_model(
        self,
        context: Context,
        input_value: str = "",
        lang: str = "en",
        k: int | None = 4,
        load_all_available_meta: bool = False,
        doc_content_chars_max: int | None = 4000,
    ) -> list[Data]:
        """A record per article: text, title, source, summary."""
        if not _LANGUAGE.fullmatch(lang.strip()):
            raise ComponentError(
                "Wikipedia was not asked.", f'"{lang}" is no language.', "Write it as en or de.", field="lang"
            )
        params = {
            "action": "query",
            "format": "json",
            "generator": "search",
            "gsrsearch": input_value,
            "gsrlimit": str(4 if k is None else k),
            "prop": "extracts|info|categories" if load_all_available_meta else "extracts|info",
            "inprop": "url",
            "explaintext": "1",
            "exlimit": "max",
        }
        found = await ask_json(context, "Wikipedia", "GET", ADDRESS.format(lang=lang.strip().lower()), params=params)
        pages = sorted((found.get("query") or {}).get("pages", {}).values(), key=lambda page: page.get("index", 0))
        longest = 4000 if doc_content_chars_max is None else doc_content_chars_max
        return [Data(_entries(page, longest)) for page in pages]

    def build_tool(
        self,
        context: Context,
        lang: str = "en",
        k: int | None = 4,
        load_all_available_meta: bool = False,
        doc_content_chars_max: int | None = 4000,
    ) -> Tool:
        """The search for an agent: ``wikipedia(query)``."""

        async def search(query: str) -> list[Data]:
            return await self.run_model(context, query, lang, k, load_all_available_meta, doc_content_chars_max)

        return search_tool("wikipedia", self.description(), search)


def _entries(page: dict[str, Any], longest: int) -> dict[str, Any]:
    text = str(page.get("extract") or "")
    entries = {
        "text": text[:longest],
        "title": page.get("title", ""),
        "source": page.get("fullurl", ""),
        "summary": text.partition("\n")[0],
    }
    if page.get("categories"):
        entries["categories"] = [category.get("title", "") for category in page["categories"]]
    return entries
