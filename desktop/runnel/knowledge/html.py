"""What a reader sees of a web page: its text, title, language and links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

_UNSEEN = ("script", "style", "noscript", "template", "head", "svg", "iframe", "object")
_PARAGRAPHS = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol", "dl", "pre", "blockquote", "hr"))
_LINES = frozenset(
    (
        *("address", "article", "aside", "body", "br", "caption", "dd", "details", "dialog", "div", "dt", "fieldset"),
        *("figcaption", "figure", "footer", "form", "header", "legend", "li", "main", "nav", "option", "section"),
        *("summary", "tr"),
    )
)
_CELLS = frozenset(("td", "th"))
_SPACES = re.compile(r"[ \t\r\f\v\n\u00a0]+")


@dataclass(frozen=True, slots=True)
class Page:
    """A web page as text. ``language`` is the ``lang`` of its root, ``description`` its meta description."""

    text: str
    title: str = ""
    language: str = ""
    description: str = ""


def read_page(source: str | bytes) -> Page:
    """The page's visible text with a line per block, and what its head says. Broken HTML is read as browsers do."""
    soup = _parse(source)
    title = _SPACES.sub(" ", soup.title.get_text()).strip() if soup.title else ""
    root = soup.find("html")
    language = str(root.get("lang") or "") if root else ""
    meta = soup.find("meta", attrs={"name": re.compile("^description$", re.IGNORECASE)})
    description = str(meta.get("content") or "").strip() if meta else ""
    for element in soup.find_all(_UNSEEN):
        element.decompose()
    return Page(_visible_text(soup), title, language, description)


def list_links(source: str | bytes, address: str = "", *, with_fragments: bool = False) -> list[tuple[str, str]]:
    """The links of a page in order, each once: (absolute address, text). Only http and https."""
    links: dict[str, str] = {}
    for anchor in _parse(source).find_all("a", href=True):
        target = urljoin(address, str(anchor["href"]).strip())
        if not with_fragments:
            target = target.partition("#")[0]
        if target.startswith(("http://", "https://")):
            links.setdefault(target, _SPACES.sub(" ", anchor.get_text()).strip())
    return list(links.items())


def _parse(source: str | bytes) -> BeautifulSoup:
    from bs4 import BeautifulSoup

    return BeautifulSoup(source, "html.parser")


def _visible_text(root: Tag) -> str:
    text: list[str] = []
    newlines = 0
    for token in _tokens(root):
        if isinstance(token, int):
            newlines = max(newlines, token)
        elif token.strip():
            if text:
                text.append("\n" * newlines)
            text.append(token.lstrip(" ") if newlines else token)
            newlines = 0
        elif not newlines:
            text.append(token)
    return re.sub(r"[ \t]+\n", "\n", "".join(text)).strip()


def _tokens(root: Tag) -> Iterator[str | int]:
    """Texts, and how many newlines at least lie between them. Without recursion: pages nest deeper than the stack."""
    from bs4.element import NavigableString, PreformattedString, Tag

    stack: list[tuple[object, bool]] = [(root, False)]
    while stack:
        item, is_preformatted = stack.pop()
        if isinstance(item, Tag):
            gap = 2 if item.name in _PARAGRAPHS else 1 if item.name in _LINES else 0
            if gap:
                yield gap
                stack.append((gap, False))
            elif item.name in _CELLS and item.find_next_sibling(_CELLS):
                stack.append((" | ", True))
            inside = is_preformatted or item.name == "pre"
            stack.extend((child, inside) for child in reversed(item.contents))
        elif isinstance(item, PreformattedString):
            continue  # comments, declarations
        elif isinstance(item, NavigableString) and not is_preformatted:
            yield _SPACES.sub(" ", str(item))
        elif isinstance(item, str | int):
            yield item
