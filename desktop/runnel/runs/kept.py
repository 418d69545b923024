"""The last result of each vertex, for vertices that are frozen and for builds that reuse what did not change."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

import msgspec

from runnel.runs.journal import ResultStore
from runnel.runs.results import VertexResult
from runnel.runs.stored_values import NotStorable, read_values, store_value

_MOST = 2_000
_MOST_LOADED = 200
"""Of so many flows it is known that their stored results are in memory."""
_WRITE_DELAY_S = 0.1
"""So long results wait for others: all that a kill takes along."""
_LARGEST_BYTES = 2_000_000
"""Larger results are not stored."""

_log = logging.getLogger(__name__)

Place = tuple[str, str]
"""A flow's id and a vertex' id."""


class KeptResults:
    """Last good results by flow and vertex; the least recently made go first.

    Those of builds are stored a little later, off the event loop, and read when their flow is built for the first time
    in a later program (`load`). What cannot be stored, such as models, is gone with the program.
    """

    def __init__(self, store: ResultStore | None = None) -> None:
        self._store = store
        self._results: OrderedDict[Place, VertexResult] = OrderedDict()
        self._loaded: OrderedDict[str, None] = OrderedDict()
        self._unwritten: dict[Place, VertexResult] = {}
        self._writing: asyncio.Task[None] | None = None

    async def load(self, flow_id: str) -> None:
        """Have the stored results of a flow at hand; to be called before a run that may use them is planned."""
        if self._store is None or flow_id in self._loaded:
            return
        self._loaded[flow_id] = None
        if len(self._loaded) > _MOST_LOADED:
            self._loaded.popitem(last=False)
        for vertex_id, content in (await self._store.list_results(flow_id)).items():
            # What was made since the program began is newer.
            if (flow_id, vertex_id) not in self._results:
                self._remember((flow_id, vertex_id), _read(content))

    def get(self, flow_id: str, vertex_id: str) -> VertexResult | None:
        """The last good result, or None."""
        return self._results.get((flow_id, vertex_id))

    def put(self, flow_id: str, vertex_id: str, result: VertexResult, *, is_stored: bool) -> None:
        """Remember a good result in place of the one before; ``is_stored``: for later programs too."""
        place = (flow_id, vertex_id)
        before = self._results.get(place)
        self._remember(place, result)
        is_new = before is None or not result.key or before.key != result.key
        if is_stored and is_new and self._store is not None:
            self._unwritten[place] = result
            if self._writing is None:
                self._writing = asyncio.create_task(self._write_later(), name="kept results")

    def _remember(self, place: Place, result: VertexResult) -> None:
        self._results[place] = result
        self._results.move_to_end(place)
        if len(self._results) > _MOST:
            self._results.popitem(last=False)

    async def _write_later(self) -> None:
        await asyncio.sleep(_WRITE_DELAY_S)
        self._writing = None
        await self._write()

    async def _write(self) -> None:
        unwritten, self._unwritten = self._unwritten, {}
        if unwritten and self._store is not None:
            self._store.put_results(await asyncio.to_thread(_encode_all, unwritten))

    async def close(self) -> None:
        """Store what has not been stored."""
        if self._writing is not None:
            self._writing.cancel()
            self._writing = None
        await self._write()


def _encode_all(results: Mapping[Place, VertexResult]) -> dict[Place, bytes | None]:
    """What is to be stored; None for results that cannot be, so that no older one stays."""
    return {place: _encode(result) for place, result in results.items()}


def _encode(result: VertexResult) -> bytes | None:
    try:
        content: dict[str, Any] = {
            "values": {name: store_value(value) for name, value in result.values.items()},
            "stopped": sorted(result.stopped),
            "inputs": result.inputs,
            "params": result.params,
            "key": result.key,
            "model_name": result.model_name,
        }
        encoded = msgspec.json.encode(content)
    except (NotStorable, OverflowError, RecursionError, TypeError, ValueError):
        return None
    return encoded if len(encoded) <= _LARGEST_BYTES else None


def _read(content: bytes) -> VertexResult:
    kept = msgspec.json.decode(content)
    return VertexResult(
        values=read_values(kept["values"]),
        stopped=frozenset(kept["stopped"]),
        inputs=kept["inputs"],
        params=kept["params"],
        key=kept["key"],
        model_name=kept["model_name"],
    )
