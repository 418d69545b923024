"""Routes of the past, which only say what to use instead."""

from __future__ import annotations

from runnel.errors import Invalid


async def process_flow(flow_id: str) -> None:
    """Refuse: this way of running a flow is gone."""
    raise Invalid(f"/process/{flow_id} is deprecated. Run the flow with POST /api/v1/run/{flow_id} instead.")


async def predict_flow(flow_id: str) -> None:
    """Refuse: this way of running a flow is gone."""
    raise Invalid(f"/predict/{flow_id} is deprecated. Run the flow with POST /api/v1/run/{flow_id} instead.")
