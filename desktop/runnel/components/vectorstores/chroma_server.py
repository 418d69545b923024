"""A collection on a Chroma server, by version 2 of its REST API."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from runnel.components.vectorstores.server import VectorServer, batches
from runnel.components.vectorstores.store import DIVERSE_OF, entry_id, list_unknown, pick
from runnel.knowledge.collection import Entry, Found

_COLLECTIONS = "/api/v2/tenants/default_tenant/databases/default_database/collections"


@dataclass(frozen=True)
class ChromaServer:
    """A `Store`. What a record holds beside its text is metadata, which this server keeps flat: the rest as JSON."""

    server: VectorServer
    name: str

    async def list_missing(self, entries: Sequence[Entry], model_name: str) -> list[Entry]:
        """See `Store`."""
        if not model_name:
            raise self.server.needs_model()
        path = await self._path()
        known: set[str] = set()
        for batch in batches(entries):
            asked = {"ids": [entry_id(entry) for entry in batch], "include": []}
            known.update((await self.server.ask("POST", f"{path}/get", asked)).get("ids") or [])
        return list_unknown(entries, known)

    async def add(
        self, entries: Sequence[Entry], vectors: Sequence[Sequence[float]] | None, model_name: str, *, as_new: bool
    ) -> None:
        """See `Store`."""
        if vectors is None:
            raise self.server.needs_model()
        path = await self._path()
        for batch in batches(list(zip(entries, vectors, strict=True))):
            body = {
                "ids": [entry_id(entry, as_new=as_new) for entry, _ in batch],
                "embeddings": [list(vector) for _, vector in batch],
                "documents": [entry.text for entry, _ in batch],
                "metadatas": [_flat(entry.rest) for entry, _ in batch],
            }
            await self.server.ask("POST", f"{path}/upsert", body)

    async def find_vectors(
        self, vector: Sequence[float], model_name: str, limit: int, *, is_diverse: bool
    ) -> list[Found]:
        """See `Store`."""
        asked = {
            "query_embeddings": [list(vector)],
            "n_results": limit * DIVERSE_OF if is_diverse else limit,
            "include": ["documents", "metadatas", "distances", *(["embeddings"] if is_diverse else [])],
        }
        answer = await self.server.ask("POST", f"{await self._path()}/query", asked)

        def first(name: str) -> list[Any]:
            lists = answer.get(name) or [[]]
            return lists[0] or []

        found = [
            Found(Entry(str(text or ""), _deep(rest or {})), 1.0 - float(distance or 0))
            for text, rest, distance in zip(first("documents"), first("metadatas"), first("distances"), strict=True)
        ]
        return pick(found, first("embeddings") if is_diverse else [], vector, limit, is_diverse=is_diverse)

    async def find_words(self, question: str, limit: int) -> list[Found]:
        """See `Store`."""
        raise self.server.needs_model()

    async def _path(self) -> str:
        """Where the collection is; it is made when it is not there."""
        body = {"name": self.name, "get_or_create": True, "configuration": {"hnsw": {"space": "cosine"}}}
        answer = await self.server.ask("POST", _COLLECTIONS, body)
        return f"{_COLLECTIONS}/{answer['id']}"


_JSON = "json:"
"""Begins a value that is no text, number or switch."""


def _flat(rest: dict[str, Any]) -> dict[str, Any] | None:
    """The entries as a server takes them; None for none, since it takes no empty ones."""
    flat = {
        name: value if isinstance(value, str | int | float | bool) else _JSON + json.dumps(value, default=str)
        for name, value in rest.items()
        if value is not None
    }
    return flat or None


def _deep(rest: dict[str, Any]) -> dict[str, Any]:
    return {
        name: json.loads(value.removeprefix(_JSON)) if isinstance(value, str) and value.startswith(_JSON) else value
        for name, value in rest.items()
    }
