"""The saved flows as runs reach them by name: to run one within another, and to show what it can be given."""

from __future__ import annotations

from collections.abc import Sequence

from runnel.errors import ComponentError, Invalid
from runnel.runs.journal import Journal
from runnel.runs.prepared import PreparedFlow, PreparedFlows
from runnel.schemas.run import StoredFlow
from runnel.sdk import FlowField


class SavedFlows:
    """Implements `runnel.sdk.FlowAccess`."""

    def __init__(self, journal: Journal, prepared: PreparedFlows) -> None:
        self._journal = journal
        self._prepared = prepared

    async def list_names(self) -> Sequence[str]:
        """The names of the user's flows, in alphabetical order."""
        return await self._journal.list_flow_names()

    async def list_fields(self, name: str) -> Sequence[FlowField]:
        """The fields of a flow's inputs, those that are shown. Raises `ComponentError` for a name that no flow has."""
        _, flow = await self.find(name)
        return [
            FlowField(vertex.id, vertex.display_name, field, entry)
            for vertex in flow.graph.vertices.values()
            if vertex.is_input
            for field, entry in vertex.template.items()
            if entry.get("show") is not False
        ]

    async def find(self, name: str) -> tuple[StoredFlow, PreparedFlow]:
        """A flow by its name, ready to run. Raises `ComponentError` when there is none, or it cannot be run at all."""
        if not name:
            raise ComponentError("No flow is chosen.", do="Choose one under Flow Name.", field="flow_name")
        stored = await self._journal.get_flow_by_name(name)
        if stored is None:
            raise ComponentError(
                f"There is no flow named {name}.",
                "It was renamed or deleted, or comes from another computer.",
                "Choose another one under Flow Name.",
                field="flow_name",
            )
        try:
            flow = self._prepared.get(stored)
        except Invalid as error:
            raise ComponentError(f"The flow {name} cannot be run.", str(error.detail), "Open it and mend it.") from None
        if not flow.vertices:
            raise ComponentError(f"The flow {name} cannot be run.", "It has no components.", "Open it and add some.")
        return stored, flow
