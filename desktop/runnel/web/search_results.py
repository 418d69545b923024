"""Searching in the web without a key: result pages and news feeds as rows."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from runnel.sdk import ComponentError, Context
from runnel.web.page import fetch_page

DUCKDUCKGO = "https://html.duckduckgo.com/html/"
GOOGLE_NEWS = "https://news.google.com/rss"


async def search_duckduckgo(
    context: Context, question: str, limit: int, timeout_seconds: float = 30.0
) -> list[dict[str, str]]:
    """The first results for ``question``: title, link, snippet. Raises `ComponentError` when there is no answer."""
    address = f"{DUCKDUCKGO}?{urlencode({'q': question})}"
    answer = await fetch_page(context, address, timeout_seconds=timeout_seconds)
    return read_duckduckgo(answer.content)[:limit]


async def fetch_feed(context: Context, address: str, limit: int, timeout_seconds: float = 30.0) -> list[dict[str, Any]]:
    """The newest entries of a feed. Raises `ComponentError` when there is no answer, or it is no feed."""
    answer = await fetch_page(context, address, timeout_seconds=timeout_seconds)
    try:
        return read_feed(answer.content)[:limit]
    except ValueError as error:
        raise ComponentError(f"{address} was not read.", str(error), "Check the address of the feed.") from None


def read_duckduckgo(source: bytes) -> list[dict[str, str]]:
    """The results of DuckDuckGo's page without scripts: title, link, snippet."""
    from bs4 import BeautifulSoup

    rows = []
    for result in BeautifulSoup(source, "html.parser").select(".result"):
        anchor = result.select_one("a.result__a")
        snippet = result.select_one(".result__snippet")
        if anchor is not None:
            rows.append(
                {
                    "title": anchor.get_text(" ", strip=True),
                    "link": _real_link(str(anchor.get("href") or "")),
                    "snippet": snippet.get_text(" ", strip=True) if snippet else "",
                }
            )
    return rows


def read_feed(source: bytes) -> list[dict[str, Any]]:
    """The entries of an RSS or Atom feed: title, link, published, summary. Raises `ValueError` for what is none."""
    from runnel.knowledge.html import read_page

    try:
        root = ElementTree.fromstring(source)
    except ElementTree.ParseError:
        raise ValueError("What came is no feed.") from None
    if _name(root) not in ("rss", "feed", "RDF"):
        raise ValueError("What came is no feed.")
    return [
        {
            "title": _text(entry, "title"),
            "link": _link(entry),
            "published": _text(entry, "pubDate", "published", "updated", "date"),
            "summary": read_page(_text(entry, "description", "summary", "content")).text,
        }
        for entry in root.iter()
        if _name(entry) in ("item", "entry")
    ]


def _real_link(link: str) -> str:
    """The page that a link through the search engine leads to."""
    parts = urlsplit(link)
    target = parse_qs(parts.query).get("uddg")
    return target[0] if target else (f"https:{link}" if link.startswith("//") else link)


def _text(entry: Element, *names: str) -> str:
    for name in names:
        for child in entry:
            if _name(child) == name and (text := "".join(child.itertext()).strip()):
                return text
    return ""


def _link(entry: Element) -> str:
    for child in entry:
        if _name(child) == "link" and child.get("rel", "alternate") == "alternate":
            return (child.get("href") or child.text or "").strip()
    return ""


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
