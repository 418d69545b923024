"""Full-text search over documents: one rebuildable SQLite file per index (FTS5, ranked by BM25).

An index holds nothing that cannot be read again from its sources: a file of another format, or a damaged one, is
thrown away and made anew. All functions block; run them by `runnel.knowledge.thread`.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from runnel.errors import ComponentError
from runnel.knowledge.documents import Document
from runnel.knowledge.passages import list_passages
from runnel.knowledge.query import part_query, word_query
from runnel.knowledge.snippet import make_snippet

Match = Literal["words", "parts"]
"""Whether words are found from their beginning, or anywhere within words (also in languages without spaces)."""

_FORMAT = 2
_TOKENIZERS: dict[Match, str] = {"words": "unicode61 remove_diacritics 2", "parts": "trigram"}
_SOURCES_PER_COMMIT = 200


@dataclass(frozen=True, slots=True)
class IndexSource:
    """Something to index: ``key`` tells it from others, ``stamp`` changes with its content, ``read`` gives its text."""

    key: str
    name: str
    stamp: str
    read: Callable[[], Sequence[Document]]


@dataclass(slots=True)
class Update:
    """What an update did: numbers of sources, and (name, reason) of those that could not be read."""

    total: int = 0
    written: int = 0
    removed: int = 0
    skipped: list[tuple[str, str]] = field(default_factory=list)
    is_whole: bool = True
    """False when it was stopped before all sources were looked at."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found; ``score`` is higher the better it fits, comparable within one search only.

    ``number`` tells it from the other passages of its index.
    """

    number: int
    text: str
    snippet: str
    source: str
    place: str
    heading: str
    score: float


def search(
    path: Path,
    match: Match,
    sources: Iterable[IndexSource],
    question: str,
    limit: int,
    stop: threading.Event,
) -> tuple[list[Hit], Update]:
    """Bring the index in ``path`` up to its sources, then find the ``limit`` best passages.

    New and changed sources are read, vanished ones dropped, all others left alone. When ``stop`` is set, reading ends
    after the source at hand, and the next search goes on from there.
    """
    wanted = list(sources)
    try:
        return _search(path, match, wanted, question, limit, stop)
    except sqlite3.DatabaseError:
        path.unlink(missing_ok=True)
        return _search(path, match, wanted, question, limit, stop)


def update_index(path: Path, match: Match, sources: Sequence[IndexSource], stop: threading.Event) -> Update:
    """Bring the index up to its sources, as `search` does, without looking for anything."""
    return search(path, match, sources, "", 0, stop)[1]


def _search(
    path: Path, match: Match, sources: list[IndexSource], question: str, limit: int, stop: threading.Event
) -> tuple[list[Hit], Update]:
    connection = open_index(path, match)
    try:
        update = _update(connection, sources, stop)
        return _find(connection, match, question, limit), update
    finally:
        connection.close()


def open_index(path: Path, match: Match) -> sqlite3.Connection:
    """A connection to the index, which is made when it is not there; the caller closes it."""
    if path.exists() and _format_of(path) != _FORMAT:
        path.unlink()
    connection = sqlite3.connect(path, timeout=30)
    # The index can be made again, so it need not survive a power cut; a killed process does it no harm.
    connection.execute("PRAGMA synchronous=OFF")
    with connection:
        connection.execute(
            "CREATE TABLE IF NOT EXISTS source (key TEXT PRIMARY KEY, name TEXT NOT NULL, stamp TEXT NOT NULL,"
            " problem TEXT NOT NULL, first_passage INTEGER NOT NULL, last_passage INTEGER NOT NULL)"
        )
        connection.execute(
            "CREATE VIRTUAL TABLE IF NOT EXISTS passage USING fts5"
            f"(heading, text, name UNINDEXED, place UNINDEXED, tokenize='{_TOKENIZERS[match]}')"
        )
        connection.execute(
            "CREATE TABLE IF NOT EXISTS vector (passage INTEGER PRIMARY KEY, model TEXT NOT NULL, data BLOB NOT NULL)"
        )
        connection.execute(f"PRAGMA user_version={_FORMAT}")
    return connection


def _format_of(path: Path) -> int:
    connection = sqlite3.connect(path)
    try:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])
    finally:
        connection.close()


def _update(connection: sqlite3.Connection, sources: list[IndexSource], stop: threading.Event) -> Update:
    update = Update(total=len(sources))
    known = {
        key: (stamp, name, problem)
        for key, stamp, name, problem in connection.execute("SELECT key, stamp, name, problem FROM source")
    }
    with connection:
        for key in known.keys() - {source.key for source in sources}:
            _remove(connection, key)
            update.removed += 1
    for source in sources:
        stamp, name, problem = known.get(source.key, ("", "", ""))
        if stamp == source.stamp and name == source.name:
            if problem:
                update.skipped.append((source.name, problem))
            continue
        if stop.is_set():
            update.is_whole = False
            break
        problem = _write(connection, source)
        if problem:
            update.skipped.append((source.name, problem))
        update.written += 1
        if update.written % _SOURCES_PER_COMMIT == 0:
            connection.commit()
    connection.commit()
    return update


def _write(connection: sqlite3.Connection, source: IndexSource) -> str:
    """Read a source into the index in place of what was there; returns why it could not be read, empty if it could."""
    _remove(connection, source.key)
    problem = ""
    documents: Sequence[Document] = ()
    try:
        documents = source.read()
    except ComponentError as error:
        problem = error.why or error.what
    (last,) = connection.execute("SELECT coalesce(max(last_passage), 0) FROM source").fetchone()
    rows = [
        (number, passage.heading, passage.text, document.name, passage.place)
        for number, (document, passage) in enumerate(
            ((document, passage) for document in documents for passage in list_passages(document)), start=last + 1
        )
    ]
    connection.executemany("INSERT INTO passage (rowid, heading, text, name, place) VALUES (?, ?, ?, ?, ?)", rows)
    connection.execute(
        "INSERT INTO source (key, name, stamp, problem, first_passage, last_passage) VALUES (?, ?, ?, ?, ?, ?)",
        (source.key, source.name, source.stamp, problem, last + 1, last + len(rows)),
    )
    return problem


def _remove(connection: sqlite3.Connection, key: str) -> None:
    row = connection.execute("SELECT first_passage, last_passage FROM source WHERE key = ?", (key,)).fetchone()
    if row:
        connection.execute("DELETE FROM passage WHERE rowid BETWEEN ? AND ?", row)
        connection.execute("DELETE FROM vector WHERE passage BETWEEN ? AND ?", row)
        connection.execute("DELETE FROM source WHERE key = ?", (key,))


def _find(connection: sqlite3.Connection, match: Match, question: str, limit: int) -> list[Hit]:
    query = word_query(question) if match == "words" else part_query(question)
    if not query.match or limit < 1:
        return []
    rows = connection.execute(
        "SELECT rowid, heading, text, name, place, bm25(passage, 2.0, 1.0) AS rank FROM passage"
        " WHERE passage MATCH ? ORDER BY rank, rowid LIMIT ?",
        (query.match, limit),
    )
    found = rows.fetchall()
    # Passages that hold no more than half of the words that the best one holds are noise: some everyday word.
    most = query.count_words(f"{found[0][1]} {found[0][2]}") if found else 0
    return [
        Hit(
            number=number,
            text=text,
            snippet=make_snippet(text, query.stems, is_word_start=match == "words"),
            source=name,
            place=place,
            heading=heading,
            score=round(-rank, 4),
        )
        for number, heading, text, name, place, rank in found
        if 2 * query.count_words(f"{heading} {text}") > most or most == 0
    ]
