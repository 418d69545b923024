"""Long texts to chunks of a limited size. Sizes and overlaps are counted in characters."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Sequence

RECURSIVE_SEPARATORS = ("\n\n", "\n", " ", "")
"""From the largest unit to the smallest: paragraphs, lines, words, characters."""


def split_at(text: str, separator: str, size: int, overlap: int) -> list[str]:
    """Cut at ``separator`` and put pieces together again up to ``size``; a longer piece stays whole.

    Each chunk repeats the last pieces of the one before, up to ``overlap``. An empty separator cuts anywhere.
    """
    pieces = text.split(separator) if separator else list(text)
    return join_pieces(pieces, separator, size, overlap)


def split_recursively(text: str, separators: Sequence[str], size: int, overlap: int) -> list[str]:
    """Cut at the first of ``separators`` that occurs, pieces that are too long at the next ones.

    The separators are texts; an empty one cuts anywhere. They stay at the beginning of the piece that they open.
    """
    separator, rest = _first_found(text, separators)
    chunks: list[str] = []
    short: list[str] = []
    for piece in _cut_before(text, separator):
        if len(piece) <= size:
            short.append(piece)
            continue
        chunks.extend(join_pieces(short, "", size, overlap))
        short = []
        chunks.extend(split_recursively(piece, rest, size, overlap) if rest else [piece.strip()])
    chunks.extend(join_pieces(short, "", size, overlap))
    return chunks


def join_pieces(pieces: Iterable[str], separator: str, size: int, overlap: int) -> list[str]:
    """Put pieces together with ``separator`` while they fit into ``size``; see `split_at`. Leaves out blank chunks."""
    chunks: list[str] = []
    window: deque[str] = deque()
    length = 0
    for piece in pieces:
        added = len(piece) + (len(separator) if window else 0)
        if window and length + added > size:
            chunks.append(separator.join(window))
            while window and (length > overlap or length + len(piece) + len(separator) > size):
                length -= len(window.popleft()) + (len(separator) if window else 0)
            added = len(piece) + (len(separator) if window else 0)
        window.append(piece)
        length += added
    if window:
        chunks.append(separator.join(window))
    return [stripped for chunk in chunks if (stripped := chunk.strip())]


def _first_found(text: str, separators: Sequence[str]) -> tuple[str, Sequence[str]]:
    for index, separator in enumerate(separators):
        if not separator or separator in text:
            return separator, separators[index + 1 :]
    return (separators[-1] if separators else ""), ()


def _cut_before(text: str, separator: str) -> list[str]:
    if not separator:
        return list(text)
    return [piece for piece in re.split(f"(?={re.escape(separator)})", text) if piece]
