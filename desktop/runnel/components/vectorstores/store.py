"""What all vector stores share: records are put in once, and found by vectors, or by words where a store can."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any, Protocol

from runnel.knowledge.collection import Entry, Found, choose_diverse
from runnel.sdk import Context, Data, EmbeddingModel
from runnel.shaping.record_list import list_records

DIVERSE_OF = 5
"""For diverse results: how many times as many candidates a server is asked for."""


class Store(Protocol):
    """A collection of entries, here or on a server. All methods raise `runnel.errors.ComponentError`."""

    async def list_missing(self, entries: Sequence[Entry], model_name: str) -> list[Entry]:
        """Those entries that the collection does not hold yet (with vectors of this model), each once."""

    async def add(
        self, entries: Sequence[Entry], vectors: Sequence[Sequence[float]] | None, model_name: str, *, as_new: bool
    ) -> None:
        """Put entries in, without ``vectors`` for words only; ``as_new`` beside equal ones that are there."""

    async def find_vectors(
        self, vector: Sequence[float], model_name: str, limit: int, *, is_diverse: bool
    ) -> list[Found]:
        """The entries nearest in meaning, the nearest first; ``is_diverse`` passes over those much like others."""

    async def find_words(self, question: str, limit: int) -> list[Found]:
        """The entries that fit the words of the question, the best first."""


async def put_and_find(
    context: Context,
    store: Store,
    *,
    records: Any,
    embedding: EmbeddingModel | None,
    question: str,
    limit: int,
    is_diverse: bool = False,
    with_duplicates: bool = False,
    least_score: float | None = None,
) -> list[Data]:
    """Put in the records that are not there yet, then find the ``limit`` best for the question; none for no question.

    Without an embedding model they are found by words, which the node says.
    """
    entries = [_entry(record) for record in list_records(records)]
    if entries:
        await _put(context, store, entries, embedding, with_duplicates=with_duplicates)
    if not question.strip() or limit < 1:
        return []
    if embedding is None:
        found = await store.find_words(question, limit)
    else:
        (vector,) = await embedding.embed([question])
        found = await store.find_vectors(vector, embedding.model_name, limit, is_diverse=is_diverse)
    kept = [each for each in found if least_score is None or each.score >= least_score]
    return [Data({**each.entry.rest, "text": each.entry.text}) for each in kept]


async def _put(
    context: Context, store: Store, entries: Sequence[Entry], embedding: EmbeddingModel | None, *, with_duplicates: bool
) -> None:
    name = embedding.model_name if embedding else ""
    new = list(entries) if with_duplicates else await store.list_missing(entries, name)
    if new:
        vectors = await embedding.embed([entry.text for entry in new]) if embedding else None
        await store.add(new, vectors, name, as_new=with_duplicates)
    context.log(f"{len(new)} of {len(entries)} records put in, the others were there already.", "Store")


def entry_id(entry: Entry, *, as_new: bool = False) -> str:
    """The UUID under which a server keeps an entry: equal for equal ones, so that none is kept twice."""
    return str(uuid.uuid4() if as_new else uuid.uuid5(uuid.NAMESPACE_OID, entry.digest))


def list_unknown(entries: Sequence[Entry], known: set[str]) -> list[Entry]:
    """The entries whose `entry_id` is not among ``known``, each once."""
    missing = {entry_id(entry): entry for entry in entries}
    return [entry for identity, entry in missing.items() if identity not in known]


def pick(
    found: list[Found], vectors: Sequence[Sequence[float]], wanted: Sequence[float], limit: int, *, is_diverse: bool
) -> list[Found]:
    """The first ``limit`` of what a server found, or so many that are unlike each other by their ``vectors``."""
    if not is_diverse or len(vectors) != len(found):
        return found[:limit]
    return [found[index] for index in choose_diverse(vectors, wanted, limit)]


def _entry(record: Data) -> Entry:
    return Entry(record.text, {name: value for name, value in record.data.items() if name != record.text_key})
