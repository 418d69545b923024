"""The local store that stands behind every type of vector store: put records in, find them by meaning or by words."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from runnel.components.record_list import list_records
from runnel.knowledge import collection, thread
from runnel.knowledge.collection import Entry
from runnel.sdk import Context, Data, EmbeddingModel

WORDS_ONLY = "words"
"""Stands for the model of entries that were put in without one."""


def collection_path(context: Context, kind: str, place: str, name: str) -> Path:
    """The file of a collection. Without a ``place`` a collection belongs to its flow."""
    parts = [kind, place.strip() or f"flow {context.flow_id}", name.strip()]
    return context.index_dir() / "collections" / f"{hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:24]}.sqlite"


@dataclass(frozen=True, slots=True)
class Retriever:
    """The value of a ``Retriever`` handle: finds records for a question."""

    find: Callable[[str], Awaitable[list[Data]]]


async def put_and_find(
    context: Context,
    path: Path,
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
        await _put(context, path, entries, embedding, with_duplicates=with_duplicates)
    if not question.strip():
        return []
    if embedding is None:
        context.note("Found by words only: no embedding model is connected.")
        found = await thread.run(lambda stop: collection.search_words(path, question, limit))
    else:
        (vector,) = await embedding.embed([question])
        name = embedding.model_name
        look = partial(collection.search_vectors, path, vector, name, limit, is_diverse=is_diverse)
        found = await thread.run(lambda stop: look())
    kept = [each for each in found if least_score is None or each.score >= least_score]
    return [Data({**each.entry.rest, "text": each.entry.text}) for each in kept]


async def _put(
    context: Context, path: Path, entries: Sequence[Entry], embedding: EmbeddingModel | None, *, with_duplicates: bool
) -> None:
    name = embedding.model_name if embedding else WORDS_ONLY
    new = list(entries)
    if not with_duplicates:
        new = await thread.run(lambda stop: collection.list_missing(path, entries, name))
    if new:
        vectors = await embedding.embed([entry.text for entry in new]) if embedding else None
        await thread.run(lambda stop: collection.add(path, new, vectors, name))
    context.log(f"{len(new)} of {len(entries)} records put in, the others were there already.", "Store")


def _entry(record: Data) -> Entry:
    return Entry(record.text, {name: value for name, value in record.data.items() if name != record.text_key})
