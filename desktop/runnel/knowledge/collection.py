"""Collections of texts with their vectors: one SQLite file each, searched by meaning (numpy) or by words (FTS5).

Vectors lie beside their texts as float32 blobs, of length 1, so that a product is their cosine. All functions block;
run them by `runnel.knowledge.thread`.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from runnel.errors import ComponentError
from runnel.knowledge.query import word_query

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

_FORMAT = 1
_MOST_DIVERSE_OF = 5
"""For diverse results: how many times as many candidates are looked at."""
_DIVERSITY = 0.5


@dataclass(frozen=True, slots=True)
class Entry:
    """A text of a collection and what else its record holds."""

    text: str
    rest: dict[str, Any] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """Equal for equal entries."""
        return hashlib.sha256(json.dumps([self.text, self.rest], sort_keys=True, default=str).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Found:
    """An entry that was found; ``score`` is the cosine, or for words a rank's share of the best (1.0)."""

    entry: Entry
    score: float


def list_missing(path: Path, entries: Sequence[Entry], model_name: str) -> list[Entry]:
    """The entries that the collection does not hold yet with vectors of this model, each once."""
    known: set[str] = set()
    if path.exists():
        connection = _open(path)
        try:
            rows = connection.execute("SELECT digest FROM entry WHERE model = ?", (model_name,))
            known = {digest for (digest,) in rows}
        finally:
            connection.close()
    missing: dict[str, Entry] = {}
    for entry in entries:
        if entry.digest not in known:
            missing.setdefault(entry.digest, entry)
    return list(missing.values())


def add(path: Path, entries: Sequence[Entry], vectors: Sequence[Sequence[float]] | None, model_name: str) -> None:
    """Put entries into the collection, which is made when it is not there. Without ``vectors``, for words only."""
    connection = _open(path)
    try:
        with connection:
            for index, entry in enumerate(entries):
                blob = None if vectors is None else to_unit(vectors[index]).tobytes()
                cursor = connection.execute(
                    "INSERT INTO entry (digest, model, text, rest, vector) VALUES (?, ?, ?, ?, ?)",
                    (entry.digest, model_name, entry.text, json.dumps(entry.rest, default=str), blob),
                )
                connection.execute("INSERT INTO word (rowid, text) VALUES (?, ?)", (cursor.lastrowid, entry.text))
    finally:
        connection.close()


def delete(path: Path) -> None:
    """Remove the collection, if there is one."""
    path.unlink(missing_ok=True)


def search_vectors(
    path: Path, vector: Sequence[float], model_name: str, limit: int, *, is_diverse: bool = False
) -> list[Found]:
    """The entries nearest in meaning, the nearest first; ``is_diverse`` passes over those much like one found before.

    Raises `ComponentError` when all vectors of the collection are of another model or length.
    """
    import numpy

    if not path.exists() or limit < 1:
        return []
    connection = _open(path)
    try:
        rows = connection.execute(
            "SELECT id, vector FROM entry WHERE model = ? AND vector IS NOT NULL ORDER BY id", (model_name,)
        ).fetchall()
        if not rows:
            _check_models(connection, model_name)
            return []
        wanted = to_unit(vector)
        if len(rows[0][1]) != wanted.nbytes:
            raise ComponentError(
                "The collection was not searched.",
                f"Its vectors have {len(rows[0][1]) // 4} numbers, and {model_name} now gives {len(wanted)}.",
                "Use another collection name, or the same model as before.",
            )
        matrix = numpy.frombuffer(b"".join(blob for _, blob in rows), dtype=numpy.float32).reshape(len(rows), -1)
        scores = matrix @ wanted
        order = _diverse(matrix, scores, limit) if is_diverse else numpy.argsort(-scores, kind="stable")[:limit]
        chosen = [(rows[index][0], float(scores[index])) for index in order]
        return [Found(_entry(connection, number), score) for number, score in chosen]
    finally:
        connection.close()


def search_words(path: Path, question: str, limit: int) -> list[Found]:
    """The entries that hold words of the question, the best first."""
    query = word_query(question)
    if not path.exists() or not query.match or limit < 1:
        return []
    connection = _open(path)
    try:
        rows = connection.execute(
            "SELECT rowid, bm25(word) AS rank FROM word WHERE word MATCH ? ORDER BY rank, rowid LIMIT ?",
            (query.match, limit),
        ).fetchall()
        best = rows[0][1] if rows else -1.0
        return [Found(_entry(connection, number), rank / best if best else 1.0) for number, rank in rows]
    finally:
        connection.close()


def choose_diverse(vectors: Sequence[Sequence[float]], wanted: Sequence[float], limit: int) -> list[int]:
    """The places of those vectors that are near the wanted one and unlike each other, the nearest first."""
    import numpy

    if not vectors:
        return []
    matrix = numpy.stack([to_unit(vector) for vector in vectors])
    return _diverse(matrix, matrix @ to_unit(wanted), limit)


def _open(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(path, timeout=30)
    with connection:
        connection.execute(
            "CREATE TABLE IF NOT EXISTS entry (id INTEGER PRIMARY KEY, digest TEXT NOT NULL, model TEXT NOT NULL,"
            " text TEXT NOT NULL, rest TEXT NOT NULL, vector BLOB)"
        )
        connection.execute("CREATE INDEX IF NOT EXISTS entry_of_model ON entry (model, digest)")
        connection.execute(
            "CREATE VIRTUAL TABLE IF NOT EXISTS word USING fts5(text, tokenize='unicode61 remove_diacritics 2')"
        )
        connection.execute(f"PRAGMA user_version={_FORMAT}")
    return connection


def _entry(connection: sqlite3.Connection, number: int) -> Entry:
    text, rest = connection.execute("SELECT text, rest FROM entry WHERE id = ?", (number,)).fetchone()
    return Entry(text, json.loads(rest))


def _check_models(connection: sqlite3.Connection, model_name: str) -> None:
    others = [name for (name,) in connection.execute("SELECT DISTINCT model FROM entry WHERE vector IS NOT NULL")]
    if others:
        raise ComponentError(
            "The collection was not searched.",
            f"Its vectors were made by {', '.join(others)}, and the question by {model_name}.",
            "Use the same embedding model for both, or another collection name.",
        )


def to_unit(vector: Sequence[float]) -> NDArray[float32]:
    """The vector at length 1 (a vector of nothing but zeros stays)."""
    import numpy

    array = numpy.asarray(vector, dtype=numpy.float32)
    length = float(numpy.linalg.norm(array))
    return array / numpy.float32(length) if length else array


def _diverse(matrix: NDArray[float32], scores: NDArray[float32], limit: int) -> list[int]:
    """Places by maximal marginal relevance: near the question, and far from what is chosen already."""
    import numpy

    candidates = [int(index) for index in numpy.argsort(-scores, kind="stable")[: limit * _MOST_DIVERSE_OF]]
    chosen: list[int] = []
    while candidates and len(chosen) < limit:
        if chosen:
            likeness = (matrix[candidates] @ matrix[chosen].T).max(axis=1)
            gain = _DIVERSITY * scores[candidates] - (1 - _DIVERSITY) * likeness
            chosen.append(candidates.pop(int(gain.argmax())))
        else:
            chosen.append(candidates.pop(0))
    return chosen
