"""Papers of arXiv, as later files have it."""

from __future__ import annotations

import re
from urllib.parse import urlencode
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

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
from runnel.web.page import fetch_page

ADDRESS = "https://export.arxiv.org/api/query"
_PREFIXES = {"all": "all", "title": "ti", "abstract": "abs", "author": "au", "cat": "cat"}
_WRITTEN_OUT = re.compile(r'"|\b(AND|OR|ANDNOT)\b|\b(all|ti|abs|au|cat|id|co|jr):')


class ArXivComponent(Component):
    """Find papers at arXiv: title, authors, abstract, and where the paper is. No key is needed."""

    display_name = "arXiv"
    is_repeatable = False
    icon = "arXiv"
    needs = "net"
    inputs = (
        MessageTextInput(
            "search_query",
            "Search Query",
            tool_mode=True,
            info="Words that all have to be there; or a query in arXiv's own language, such as au:knuth AND ti:tex.",
        ),
        DropdownInput(
            "search_type", "Search Field", options=tuple(_PREFIXES), value="all", info="Where the words have to be."
        ),
        IntInput("max_results", "Max Results", value=10, info="How many papers to find at most."),
    )
    outputs = (Output("dataframe", "search_papers_dataframe", types=("DataFrame",), display_name="Table"),)

    async def search_papers_dataframe(
        self, context: Context, search_query: str = "", search_type: str = "all", max_results: int | None = 10
    ) -> DataFrame:
        """A row per paper, the best first: id, title, summary, authors, published, links, categories."""
        if not search_query.strip():
            raise ComponentError(
                f"{context.display_name} has nothing to look for.",
                "The query is empty.",
                "Enter one.",
                field="search_query",
            )
        asked = {
            "search_query": _query(search_query, _PREFIXES.get(search_type, "all")),
            "start": "0",
            "max_results": str(10 if max_results is None else max(1, max_results)),
        }
        answer = await fetch_page(context, f"{ADDRESS}?{urlencode(asked)}")
        try:
            root = ElementTree.fromstring(answer.content)
        except ElementTree.ParseError:
            raise ComponentError("arXiv gave no answer.", "What it sent is no feed.", "Try again later.") from None
        papers = [_row(entry) for entry in root.findall("{*}entry")]
        if papers and papers[0]["title"] == "Error":
            raise ComponentError(
                "arXiv did not search.", papers[0]["summary"], "Write the query otherwise.", field="search_query"
            )
        return DataFrame(papers)


def _query(text: str, prefix: str) -> str:
    """The query in arXiv's language: each word in the chosen field, unless it is written in that language."""
    if _WRITTEN_OUT.search(text):
        return text.strip()
    return " AND ".join(f"{prefix}:{word}" for word in text.split())


def _row(entry: Element) -> dict[str, str]:
    links = {link.get("title") or link.get("rel"): link.get("href") or "" for link in entry.findall("{*}link")}
    main = entry.find("{*}primary_category")
    return {
        "id": _text(entry, "id").rpartition("/abs/")[2],
        "title": _text(entry, "title"),
        "summary": _text(entry, "summary"),
        "authors": ", ".join(_text(author, "name") for author in entry.findall("{*}author")),
        "published": _text(entry, "published"),
        "updated": _text(entry, "updated"),
        "arxiv_url": links.get("alternate", ""),
        "pdf_url": links.get("pdf", ""),
        "comment": _text(entry, "comment"),
        "journal_ref": _text(entry, "journal_ref"),
        "primary_category": "" if main is None else main.get("term") or "",
        "categories": ", ".join(each.get("term") or "" for each in entry.findall("{*}category")),
    }


def _text(element: Element, name: str) -> str:
    """The text of a child in one line; arXiv breaks titles and abstracts into several."""
    return " ".join((element.findtext(f"{{*}}{name}") or "").split())
