"""The last result of each vertex, for vertices that are frozen."""

from __future__ import annotations

from collections import OrderedDict

from runnel.runs.results import VertexResult

_MOST = 2_000


class KeptResults:
    """Last good results by flow and vertex; the least recently made go first. They are gone with the program."""

    def __init__(self) -> None:
        self._results: OrderedDict[tuple[str, str], VertexResult] = OrderedDict()

    def get(self, flow_id: str, vertex_id: str) -> VertexResult | None:
        """The last good result, or None."""
        return self._results.get((flow_id, vertex_id))

    def put(self, flow_id: str, vertex_id: str, result: VertexResult) -> None:
        """Remember a good result in place of the one before."""
        key = (flow_id, vertex_id)
        self._results[key] = result
        self._results.move_to_end(key)
        if len(self._results) > _MOST:
            self._results.popitem(last=False)
