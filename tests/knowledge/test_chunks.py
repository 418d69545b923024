"""Chunks hold what they may, overlap as asked, and lose nothing."""

from __future__ import annotations

import pytest

from runnel.knowledge.chunks import RECURSIVE_SEPARATORS, split_at, split_recursively


@pytest.mark.parametrize(
    ("text", "size", "overlap", "expected"),
    [
        ("a b c d e", 3, 0, ["a b", "c d", "e"]),
        ("a b c d e", 5, 1, ["a b c", "c d e"]),
        ("a b c d e f g h", 5, 3, ["a b c", "b c d", "c d e", "d e f", "e f g", "f g h"]),
        ("toolong a b", 3, 0, ["toolong", "a b"]),
        ("", 10, 0, []),
        ("   ", 10, 0, []),
    ],
)
def test_split_at(text: str, size: int, overlap: int, expected: list[str]) -> None:
    assert split_at(text, " ", size, overlap) == expected


def test_an_empty_separator_cuts_anywhere() -> None:
    assert split_at("abcdef", "", 4, 1) == ["abcd", "def"]


def test_recursive_cutting_keeps_paragraphs_where_they_fit() -> None:
    text = "First paragraph.\n\nA second one that is quite a bit longer than the limit.\n\nEnd."
    chunks = split_recursively(text, RECURSIVE_SEPARATORS, 30, 0)
    assert chunks[0] == "First paragraph."
    assert chunks[-1] == "End."
    assert all(len(chunk) <= 30 for chunk in chunks)
    assert " ".join(chunks).split() == text.split()


def test_recursive_cutting_breaks_a_long_word_at_last() -> None:
    assert split_recursively("x" * 25, RECURSIVE_SEPARATORS, 10, 0) == ["x" * 10, "x" * 10, "x" * 5]
