"""The part of a passage that shows why it was found."""

from __future__ import annotations

import re
from collections.abc import Sequence

SNIPPET_SIZE = 320
"""Characters of a snippet, without the stars."""


def make_snippet(text: str, stems: Sequence[str], *, is_word_start: bool) -> str:
    """The stretch of ``text`` with the most of the words, these in **bold**, in one line.

    ``is_word_start``: the stems must begin a word, and the whole word is bold.
    """
    line = " ".join(text.split())
    if not stems:
        return _shorten(line, 0)
    either = "|".join(re.escape(stem) for stem in sorted(stems, key=len, reverse=True))
    pattern = re.compile(rf"\b(?:{either})\w*" if is_word_start else rf"(?:{either})", re.IGNORECASE)
    places = [match.start() for match in pattern.finditer(line)]
    start = max(places, key=lambda place: sum(place <= other < place + SNIPPET_SIZE for other in places), default=0)
    return pattern.sub(lambda match: f"**{match.group()}**", _shorten(line, start))


def _shorten(line: str, start: int) -> str:
    """About `SNIPPET_SIZE` characters around ``start``, from the beginning of a sentence or word to a word's end."""
    if len(line) <= SNIPPET_SIZE:
        return line
    begin = max(0, min(start - SNIPPET_SIZE // 4, len(line) - SNIPPET_SIZE))
    if begin:
        sentence = line.rfind(". ", begin, start)
        word = line.find(" ", begin, start + 1)
        begin = sentence + 2 if sentence >= 0 else word + 1 if word >= 0 else begin
    end = begin + SNIPPET_SIZE
    if end < len(line):
        end = max(line.rfind(" ", begin + SNIPPET_SIZE // 2, end), begin + SNIPPET_SIZE // 2)
    return f"{'… ' if begin else ''}{line[begin:end].rstrip()}{' …' if end < len(line) else ''}"
