"""Requests and answers of ``/run`` and ``/webhook``, and what a run needs to know of a saved flow and of a job."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

import msgspec

InputKind = Literal["chat", "text", "any"]
OutputKind = Literal["chat", "text", "any", "debug"]
JobStatus = Literal["queued", "running", "waiting", "finished", "failed", "cancelled"]
RunTrigger = Literal["editor", "chat", "api", "webhook", "flow"]
"""Who began a run: the canvas, the chat, a program, a webhook, or another flow (an agent's tool included)."""
RunStatus = Literal["running", "waiting", "ok", "failed", "stopped", "interrupted"]
"""``waiting``: for a person's answer. ``interrupted``: the program ended in the middle of it."""
TaskStatus = Literal["PENDING", "STARTED", "SUCCESS", "FAILURE", "REVOKED"]


class RunCreate(msgspec.Struct):
    """Body of ``POST /run/{flow_id_or_name}``. Every part may be left out; unknown keys are passed over.

    ``tweaks``: ``{"<vertex id or display name>": {field: value}}`` or ``{field: value}`` for every vertex that has it.
    """

    input_value: str | None = None
    input_type: InputKind = "chat"
    output_type: OutputKind = "chat"
    output_component: str | None = ""
    tweaks: dict[str, Any] | None = None
    session_id: str | None = None


class RunInput(msgspec.Struct):
    """One input of a run by parts: ``components`` (ids or display names) narrows which inputs it goes to."""

    components: list[str] | None = None
    input_value: str | None = None
    type: InputKind = "any"
    session: str | None = None


class AdvancedRunCreate(msgspec.Struct):
    """Body of ``POST /run/advanced/{flow_id}``; ``outputs`` are ids or display names."""

    inputs: list[RunInput] | None = None
    outputs: list[str] | None = None
    tweaks: dict[str, Any] | None = None
    stream: bool = False
    session_id: str | None = None


class RunOutput(msgspec.Struct):
    """What one input led to: its output vertices' results, each an object of JSON already encoded."""

    inputs: dict[str, Any]
    outputs: list[msgspec.Raw]


class RunRead(msgspec.Struct):
    """The answer of a run: one entry of ``outputs`` per input."""

    session_id: str
    outputs: list[RunOutput]


class WebhookRead(msgspec.Struct):
    """The answer of a webhook: the flow runs in the background."""

    message: str = "Task started in the background"
    status: str = "in progress"


class StoredFlow(msgspec.Struct, frozen=True):
    """A saved flow as a run needs it.

    ``data`` is the JSON text of ``{"nodes", "edges", …}``, None when the flow has none. ``revision`` changes with every
    save, so that a parsed flow can be kept as long as its revision stands.
    """

    id: str
    name: str
    endpoint_name: str | None
    revision: str
    data: bytes | None


class JobRecord(msgspec.Struct, frozen=True):
    """A build in the background. ``result`` is the answer of a webhook's run, or the text of its failure."""

    job_id: str
    flow_id: str
    session_id: str
    status: JobStatus
    started_at: Annotated[datetime, msgspec.Meta(tz=True)]
    kind: Literal["build", "webhook"] = "build"
    result: Any = None
