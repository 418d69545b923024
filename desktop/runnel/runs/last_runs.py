"""The last run of each flow: for building vertex by vertex, and for asking after a vertex' stream."""

from __future__ import annotations

from collections import OrderedDict

from runnel.runs.run import Run

_MOST = 50


class LastRuns:
    """Runs by flow id; the least recently used go first."""

    def __init__(self) -> None:
        self._runs: OrderedDict[str, Run] = OrderedDict()

    def get(self, flow_id: str) -> Run | None:
        """The last run of a flow, or None."""
        return self._runs.get(flow_id)

    def put(self, run: Run) -> None:
        """Remember a run as its flow's last."""
        self._runs[run.flow_id] = run
        self._runs.move_to_end(run.flow_id)
        if len(self._runs) > _MOST:
            self._runs.popitem(last=False)

    def clear(self) -> None:
        """Forget all: the flows are others now."""
        self._runs.clear()
