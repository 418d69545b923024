"""``/trust``: the code that the user has seen and allowed to run. All of it is open to the window alone."""

from __future__ import annotations

from runnel.graph import FlowData
from runnel.graph.group import expand_groups
from runnel.graph.lenient import as_text
from runnel.graph.vertex import read_vertex
from runnel.runs.carried_code import list_carried
from runnel.sandbox.trust import digest
from runnel.schemas.trust import CarriedCodeRead, TrustCheck, TrustCreate, TrustKind, TrustRead
from runnel.state import AppState
from runnel.storage import trust


async def list_trust(state: AppState, kind: TrustKind | None = None) -> list[TrustRead]:
    """List what is trusted, the newest first."""
    return await state.database.run(trust.list_all, kind)


async def create_trust(state: AppState, body: TrustCreate) -> TrustRead:
    """Trust exactly this text from now on, wherever it stands."""
    return await state.database.run(trust.grant, body.kind, body.text, body.name, body.flow_id, body.node_id)


async def delete_trust(state: AppState, digest: str) -> None:
    """Trust a text no more; flows that run at this moment go on."""
    await state.database.run(trust.withdraw, digest)


async def check_trust(state: AppState, body: TrustCheck) -> list[CarriedCodeRead]:
    """Say which of these nodes carry code of their own, and whether it is trusted. Nothing of it is run."""
    flow, groups = expand_groups(FlowData(body.nodes, []))
    parents = {member: group.id for group in groups for member in group.members}
    vertices = {}
    for node in flow.nodes:
        vertex = read_vertex(node, parents.get(as_text(node.get("id")), ""))
        vertices[vertex.id] = vertex
    carried = list_carried(vertices, state.registry)
    wanted = [(vertex.id, digest(code.text)) for vertex, code in carried]
    standings = await state.database.run(trust.standings, body.flow_id, wanted)
    return [
        CarriedCodeRead(
            node_id=vertex.id,
            name=vertex.display_name,
            type=vertex.type,
            reason=code.reason,
            text=code.text,
            digest=text_digest,
            is_trusted=is_trusted,
            has_substitute=code.has_substitute,
            trusted_before=before,
            group_id=vertex.parent_id or None,
        )
        for (vertex, code), (_, text_digest), (is_trusted, before) in zip(carried, wanted, standings, strict=True)
    ]
