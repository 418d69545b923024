"""A collection in Runnel's own store on this computer: vectors, and words where there is no model."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from runnel.knowledge import collection, thread
from runnel.knowledge.collection import Entry, Found
from runnel.sdk import Context

_WORDS_ONLY = "words"
"""Stands for the model of entries that were put in without one."""


@dataclass(frozen=True)
class LocalStore:
    """A `Store` in one file."""

    context: Context
    path: Path

    async def list_missing(self, entries: Sequence[Entry], model_name: str) -> list[Entry]:
        """See `Store`."""
        return await thread.run(lambda stop: collection.list_missing(self.path, entries, model_name or _WORDS_ONLY))

    async def add(
        self, entries: Sequence[Entry], vectors: Sequence[Sequence[float]] | None, model_name: str, *, as_new: bool
    ) -> None:
        """See `Store`."""
        await thread.run(lambda stop: collection.add(self.path, entries, vectors, model_name or _WORDS_ONLY))

    async def find_vectors(
        self, vector: Sequence[float], model_name: str, limit: int, *, is_diverse: bool
    ) -> list[Found]:
        """See `Store`."""
        look = partial(collection.search_vectors, self.path, vector, model_name, limit, is_diverse=is_diverse)
        return await thread.run(lambda stop: look())

    async def find_words(self, question: str, limit: int) -> list[Found]:
        """See `Store`; the node says that no meaning was looked for."""
        self.context.note("Found by words only: no embedding model is connected.")
        return await thread.run(lambda stop: collection.search_words(self.path, question, limit))

    async def clear(self) -> None:
        """Remove all entries."""
        await thread.run(lambda stop: collection.delete(self.path))


def open_local(context: Context, kind: str, place: str, name: str) -> LocalStore:
    """The collection of this name. Without a ``place`` it belongs to its flow."""
    parts = [kind, place.strip() or f"flow {context.flow_id}", name.strip()]
    digest = hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:24]
    return LocalStore(context, context.index_dir() / "collections" / f"{digest}.sqlite")
