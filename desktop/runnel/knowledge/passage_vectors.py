"""Vectors of the passages of a `word_index`, beside its words: passages are found by meaning too, and both are fused.

All functions block; run them by `runnel.knowledge.thread`. The vectors themselves come from whoever has a model.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from runnel.errors import ComponentError
from runnel.knowledge.collection import to_unit
from runnel.knowledge.query import part_query, word_query
from runnel.knowledge.snippet import make_snippet
from runnel.knowledge.word_index import Hit, Match, open_index

_RANK_OFFSET = 60
"""Of reciprocal rank fusion: how little the first places count for more than those after them."""


def list_without_vector(path: Path, match: Match, model_name: str, limit: int) -> list[tuple[int, str]]:
    """The first passages that have no vector of this model: number, and text below its headings."""
    with closing(open_index(path, match)) as connection, connection:
        # One model at a time: the vectors of another one would never be looked at again.
        connection.execute("DELETE FROM vector WHERE model <> ?", (model_name,))
        rows = connection.execute(
            "SELECT rowid, heading, text FROM passage WHERE rowid NOT IN (SELECT passage FROM vector)"
            " ORDER BY rowid LIMIT ?",
            (limit,),
        ).fetchall()
    return [(number, f"{heading}\n{text}".strip()) for number, heading, text in rows]


def put_vectors(
    path: Path, match: Match, model_name: str, numbers: Sequence[int], vectors: Sequence[Sequence[float]]
) -> None:
    """Keep the vectors of passages by their numbers."""
    rows = [(number, model_name, to_unit(vector).tobytes()) for number, vector in zip(numbers, vectors, strict=True)]
    with closing(open_index(path, match)) as connection, connection:
        connection.executemany("INSERT OR REPLACE INTO vector (passage, model, data) VALUES (?, ?, ?)", rows)


def find_by_meaning(
    path: Path, match: Match, question: str, vector: Sequence[float], model_name: str, limit: int
) -> list[Hit]:
    """The passages whose vectors are nearest, the nearest first; ``score`` is the cosine.

    Raises `ComponentError` when the vector is of another length than those in the index.
    """
    import numpy

    wanted = to_unit(vector)
    query = word_query(question) if match == "words" else part_query(question)
    with closing(open_index(path, match)) as connection:
        rows = connection.execute("SELECT passage, data FROM vector WHERE model = ?", (model_name,)).fetchall()
        if not rows or limit < 1:
            return []
        if len(rows[0][1]) != wanted.nbytes:
            raise ComponentError(
                "The documents were not searched.",
                f"{model_name} now gives vectors of another length than before.",
                "Name the model otherwise, or use the one of before.",
            )
        matrix = numpy.frombuffer(b"".join(data for _, data in rows), dtype=numpy.float32).reshape(len(rows), -1)
        scores = matrix @ wanted
        best = [int(index) for index in numpy.argsort(-scores, kind="stable")[:limit]]
        hits = []
        for index in best:
            number = rows[index][0]
            heading, text, name, place = connection.execute(
                "SELECT heading, text, name, place FROM passage WHERE rowid = ?", (number,)
            ).fetchone()
            snippet = make_snippet(text, query.stems, is_word_start=match == "words")
            hits.append(Hit(number, text, snippet, name, place, heading, round(float(scores[index]), 4)))
    return hits


def fuse(by_words: Sequence[Hit], by_meaning: Sequence[Hit], limit: int) -> list[Hit]:
    """Both lists as one by their ranks: what stands high in both comes first. ``score`` is 1 for first in both."""
    scores: dict[int, float] = {}
    hits: dict[int, Hit] = {}
    for listed in (by_words, by_meaning):
        for rank, hit in enumerate(listed):
            hits.setdefault(hit.number, hit)
            scores[hit.number] = scores.get(hit.number, 0.0) + (_RANK_OFFSET + 1) / (_RANK_OFFSET + 1 + rank) / 2
    order = sorted(scores, key=lambda number: -scores[number])
    return [replace(hits[number], score=round(scores[number], 4)) for number in order[:limit]]
