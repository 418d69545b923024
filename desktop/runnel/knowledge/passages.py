"""Documents to passages: pieces of text that are found and shown, each under the headings it stands below."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from runnel.knowledge.chunks import split_recursively
from runnel.knowledge.documents import Document

PASSAGE_SIZE = 900
"""Characters that a passage may hold: some paragraphs, or one long one."""

_HEADING = re.compile(r"^(#{1,6})\s+(.+?)\s*#*$")
_SEPARATORS = ("\n", ". ", " ", "")


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a document; ``heading`` is the way of headings to it, ``place`` where it stands (``page 3``)."""

    text: str
    heading: str = ""
    place: str = ""


def list_passages(document: Document) -> list[Passage]:
    """The document's passages in order. Paragraphs stay whole where they fit; a heading begins a new passage.

    A heading above all others is the document's title and says nothing about its passages: it is left out.
    """
    return [
        Passage(text, heading, part.place) for part in document.parts for heading, text in _sections(part.text) if text
    ]


def _sections(text: str) -> Iterator[tuple[str, str]]:
    has_title = len(re.findall(r"^# ", text, re.MULTILINE)) == 1
    headings: dict[int, str] = {}
    block: list[str] = []
    for line in text.split("\n"):
        found = _HEADING.match(line)
        if not found:
            block.append(line)
            continue
        yield from _cut(headings, block)
        block = []
        level = len(found.group(1))
        if level == 1 and has_title:
            continue
        headings = {**{depth: title for depth, title in headings.items() if depth < level}, level: found.group(2)}
    yield from _cut(headings, block)


def _cut(headings: dict[int, str], lines: list[str]) -> Iterator[tuple[str, str]]:
    heading = " › ".join(headings.values())
    text = "\n".join(lines).strip()
    together = ""
    for paragraph in re.split(r"\n\s*\n", text):
        if together and len(together) + len(paragraph) + 2 > PASSAGE_SIZE:
            yield heading, together
            together = ""
        if len(paragraph) > PASSAGE_SIZE:
            *whole, together = split_recursively(paragraph, _SEPARATORS, PASSAGE_SIZE, 0) or [""]
            yield from ((heading, piece) for piece in whole)
        else:
            together = f"{together}\n\n{paragraph}".strip()
    yield heading, together
