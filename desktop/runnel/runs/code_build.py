"""Building a vertex by the code that its node carries, in a child process. The user has trusted it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from runnel.runs.child_listener import ChildListener
from runnel.runs.context import RunContext
from runnel.runs.node_code import NodeCode, with_outputs
from runnel.runs.outside import Outside
from runnel.runs.prepared import BY_CODE, Method, PreparedVertex
from runnel.runs.values import UNSET
from runnel.sandbox import values


async def build_outputs(
    outside: Outside, prepared: PreparedVertex, names: Sequence[str], given: Mapping[str, Any], context: RunContext
) -> dict[str, Any]:
    """What these outputs give for these values of the fields. Raises `runnel.errors.ComponentError`."""
    handles: list[Any] = []
    job = {**_job(prepared, given, context, handles), "act": "component", "outputs": _outputs(prepared, names)}
    built = await outside.sandbox.run(job, ChildListener(context, handles))
    found: dict[str, Any] = {}
    for output in job["outputs"]:

        async def use_tool(tool_name: str, arguments: Mapping[str, Any], output: Mapping[str, str] = output) -> Any:
            # The child that made the tool has ended; another one makes it again.
            handles: list[Any] = []
            job = {
                **_job(prepared, given, context, handles),
                "act": "tool",
                "output": output,
                "tool_name": tool_name,
                "arguments": dict(arguments),
            }
            return await outside.sandbox.run(job, ChildListener(context, handles))

        found[output["name"]] = values.decode(built[output["name"]], use_tool)
    return found


async def describe(
    outside: Outside, prepared: PreparedVertex, context: RunContext
) -> tuple[PreparedVertex, dict[str, Method]]:
    """The vertex with the outputs and the description that its code states, and a method for each output.

    A file says nothing of the outputs of a node in tool mode. Raises `runnel.errors.ComponentError`.
    """
    component = prepared.component
    assert isinstance(component, NodeCode)
    described = await outside.sandbox.run({"act": "describe", "source": component.text}, ChildListener(context, []))
    stated = with_outputs(component, described)
    methods = {output.name: replace(BY_CODE, name=output.name) for output in stated.outputs}
    return replace(prepared, component=stated), methods


def _job(prepared: PreparedVertex, given: Mapping[str, Any], context: RunContext, handles: list[Any]) -> dict[str, Any]:
    component = prepared.component
    assert isinstance(component, NodeCode)
    sent = {name: values.encode(value, handles) for name, value in given.items() if value is not UNSET}
    about = {
        "node_id": context.vertex_id,
        "display_name": context.display_name,
        "flow_id": context.flow_id,
        "session_id": context.session_id,
        "run_id": context.run_id,
    }
    return {"source": component.text, "values": sent, "about": about}


def _outputs(prepared: PreparedVertex, names: Sequence[str]) -> list[dict[str, str]]:
    assert prepared.component is not None
    methods = {output.name: output.method for output in prepared.vertex.outputs}
    methods |= {output.name: output.method for output in prepared.component.outputs}
    return [{"name": name, "method": methods.get(name, "")} for name in names]
