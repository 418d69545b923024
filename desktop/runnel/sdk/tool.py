"""`Tool`: something that an agent can do, the value of a ``Tool`` handle; `AgentStep`: what an agent did."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from msgspec import Struct, field


class Tool(Struct, frozen=True):
    """One tool. ``name`` holds letters, digits, ``_`` and ``-`` only.

    ``parameters`` is the JSON schema of the object that the model gives as arguments. ``call`` takes that object and
    returns what the model is told: a text or a JSON value. What it raises is told to the model as well, which may then
    try otherwise; only cancelling ends the agent.
    """

    name: str
    description: str
    parameters: Mapping[str, Any]
    call: Callable[[Mapping[str, Any]], Awaitable[Any]]
    vertex_id: str = ""
    """The vertex that gave it; filled in by the run."""


class AgentStep(Struct, frozen=True):
    """Something that an agent said or did on the way to its answer.

    With ``tool_name`` it is a tool call: told when it begins (``duration_ms`` None), and again, under the same ``id``,
    with its ``output`` or its ``error`` when it has ended; ``vertex_id`` is the vertex that gave the tool. Else it is
    ``text``.
    """

    id: int
    text: str = ""
    tool_name: str = ""
    vertex_id: str = ""
    arguments: Mapping[str, Any] = field(default_factory=dict)
    output: Any = None
    error: str = ""
    duration_ms: int | None = None
