"""The branch that a vertex has built itself, for each item of a list, say: built by a run within the run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from runnel.runs.failure import RunFailed, SourceFailed, VertexFailure
from runnel.runs.prepared import PreparedVertex
from runnel.runs.results import show_value
from runnel.runs.vertex_build import Builder, pull


class BranchRun(Builder, Protocol):
    """A run of a branch."""

    failure: VertexFailure | None
    """Of the first vertex that failed."""

    async def build_all(self) -> None:
        """Build the branch. Raises `RunFailed`."""


class BranchOwner(Builder, Protocol):
    """A run in which vertices have branches built."""

    def open_branch(self, owner_id: str, place: str, given: Mapping[str, Any]) -> BranchRun:
        """A run of the branch of a vertex, while the vertex' outputs have these values; at this place in the run."""


async def build_branch(
    run: BranchOwner, owner: PreparedVertex, place: str, given: Mapping[str, Any]
) -> tuple[list[Any], SourceFailed | None]:
    """Build what a vertex has built itself, while its outputs have the values ``given``.

    Gives the values at the branch's ends, and what a vertex in it failed of.
    """
    branch = run.open_branch(owner.vertex.id, place, given)
    try:
        await branch.build_all()
    except RunFailed:
        return [], _failure(branch)
    return _ends(branch, owner.vertex.id), None


async def pull_branch(run: BranchOwner, owner: PreparedVertex, place: str, name: str) -> Any:
    """The value of a field, for which the branch that ends in it is built now. Raises `SourceFailed`."""
    if owner.vertex.id not in run.flow.graph.branches:
        return await pull(run, owner, name)
    branch = run.open_branch(owner.vertex.id, place, {})
    try:
        await branch.build_all()
    except RunFailed:
        raise _failure(branch) from None
    return await pull(branch, owner, name)


def _failure(branch: BranchRun) -> SourceFailed:
    assert branch.failure is not None
    return SourceFailed(branch.failure.vertex_id, branch.failure.error)


def _ends(branch: BranchRun, owner_id: str) -> list[Any]:
    """The values at the ends of a branch; of a vertex that just ends it, its first that is no handle."""
    found: list[Any] = []
    for end in branch.flow.graph.branches[owner_id].ends:
        result = branch.results.get(end.source)
        if result is not None:
            values = [value for name, value in result.values.items() if end.output in ("", name)]
            found += [value for value in values if show_value(value)[1] != "unknown"][:1]
    return found
