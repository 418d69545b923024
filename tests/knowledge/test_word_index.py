"""An index finds what its sources say now, and says where."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Mapping
from pathlib import Path

import pytest

from runnel.knowledge.documents import Document, Part
from runnel.knowledge.folder import list_files
from runnel.knowledge.word_index import Hit, IndexSource, Match, Update, search

LAMP = """# Lamp

## Battery
The battery lasts nine hours. Charge it with the cable that came with the lamp.

## Warranty
Repairs are free for three years after you bought it.
"""
KETTLE = "The kettle switches itself off when the water boils. Descale it every month."


def source(name: str, text: str, reads: list[str] | None = None) -> IndexSource:
    def read() -> list[Document]:
        if reads is not None:
            reads.append(name)
        return [Document(name, (Part(text),))]

    return IndexSource(name, name, str(hash(text)), read)


def find(path: Path, texts: Mapping[str, str], question: str, match: Match = "words", limit: int = 5) -> list[Hit]:
    return update(path, [source(name, text) for name, text in texts.items()], question, match, limit)[0]


def update(
    path: Path, sources: list[IndexSource], question: str = "x", match: Match = "words", limit: int = 5
) -> tuple[list[Hit], Update]:
    return search(path, match, sources, question, limit, threading.Event())


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "index.sqlite"


@pytest.mark.parametrize(
    ("question", "heading"),
    [
        ("How long does the battery last?", "Battery"),
        ("what about repair", "Warranty"),
        ("charging batteries", "Battery"),
        ("WARRANTY", "Warranty"),
    ],
)
def test_a_question_finds_its_passage(index: Path, question: str, heading: str) -> None:
    best = find(index, {"lamp.md": LAMP, "kettle.txt": KETTLE}, question)[0]
    assert (best.source, best.heading) == ("lamp.md", heading)


def test_headings_lead_to_the_passage(index: Path) -> None:
    text = "# One\n## Part\nfirst\n# Two\n## Part\n### Piece\nsecond"
    assert find(index, {"a": text}, "second")[0].heading == "Two › Part › Piece"


def test_passages_that_fit_much_worse_are_left_out(index: Path) -> None:
    texts = {f"note {number}": "the green house" for number in range(20)} | {"book": "green basilisk"}
    assert [hit.source for hit in find(index, texts, "green basilisk", limit=30)] == ["book"]


def test_snippets_show_the_words_in_bold(index: Path) -> None:
    best = find(index, {"kettle.txt": KETTLE}, "boiling water")[0]
    assert "**water** **boils**" in best.snippet


def test_a_long_passage_gives_the_part_around_the_words(index: Path) -> None:
    text = "Nothing here. " * 30 + "The dragon sleeps under the hill. " + "Nothing there. " * 20
    snippet = find(index, {"tale.txt": text}, "where does the dragon sleep")[0].snippet
    assert "**dragon** **sleeps**" in snippet
    assert len(snippet) < 400


def test_better_passages_come_first_and_no_more_than_asked(index: Path) -> None:
    texts = {"a": "apple", "b": "apple pear", "c": "apple pear plum", "d": "fig"}
    hits = find(index, texts, "apple pear plum", limit=2)
    assert [hit.source for hit in hits] == ["c", "b"]
    assert hits[0].score > hits[1].score


@pytest.mark.parametrize("question", ["", "???", '" OR *', "zebra"])
def test_nothing_is_found_without_an_error(index: Path, question: str) -> None:
    assert find(index, {"kettle.txt": KETTLE}, question) == []


def test_accents_do_not_matter(index: Path) -> None:
    assert find(index, {"menu": "Un café crème"}, "cafe")[0].source == "menu"


def test_parts_of_words_are_found_where_asked(index: Path, tmp_path: Path) -> None:
    texts = {"de": "Der Donaudampfschiffkapitän lacht.", "ja": "保証期間は三年です。"}
    assert find(index, texts, "dampfschiff") == []
    other = tmp_path / "parts.sqlite"
    assert find(other, texts, "dampfschiff", "parts")[0].source == "de"
    assert find(other, texts, "保証期間", "parts")[0].source == "ja"


def test_only_changes_are_read_again(index: Path) -> None:
    reads: list[str] = []
    update(index, [source("a", "apple", reads), source("b", "pear", reads)])
    _, done = update(index, [source("a", "apple", reads), source("b", "quince", reads)])
    assert reads == ["a", "b", "b"]
    assert (done.total, done.written, done.removed) == (2, 1, 0)
    assert find(index, {"a": "apple", "b": "quince"}, "pear") == []


def test_vanished_sources_are_dropped(index: Path) -> None:
    find(index, {"a": "apple", "b": "pear"}, "x")
    hits, done = update(index, [source("b", "pear")], "apple pear")
    assert [hit.source for hit in hits] == ["b"]
    assert done.removed == 1


def test_a_damaged_index_is_made_anew(index: Path) -> None:
    find(index, {"a": "apple"}, "x")
    index.write_bytes(b"SQLite format 3\x00" + os.urandom(5000))
    assert find(index, {"a": "apple"}, "apple")[0].source == "a"


def test_an_index_of_another_format_is_made_anew(index: Path) -> None:
    connection = sqlite3.connect(index)
    connection.execute("CREATE TABLE source (something TEXT)")
    connection.close()
    assert find(index, {"a": "apple"}, "apple")[0].source == "a"


def test_a_stopped_update_is_continued(index: Path) -> None:
    stop = threading.Event()

    def stopping() -> list[Document]:
        stop.set()
        return [Document("a", (Part("apple"),))]

    sources = [IndexSource("a", "a", "1", stopping), source("b", "apple")]
    hits, _ = search(index, "words", sources, "apple", 5, stop)
    assert [hit.source for hit in hits] == ["a"]
    hits, done = update(index, sources, "apple")
    assert sorted(hit.source for hit in hits) == ["a", "b"]
    assert done.written == 1


def test_a_folder_lists_readable_files_only(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / ".git").mkdir()
    for name in ("b.md", "sub/a.txt", "photo.jpg", ".hidden.txt", ".git/config.txt"):
        (tmp_path / name).write_text("x")
    (tmp_path / "loop").symlink_to(tmp_path)
    assert [file.name for file in list_files(tmp_path)] == ["b.md", "sub/a.txt"]
