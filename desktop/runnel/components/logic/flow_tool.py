"""Another flow as a tool of an agent."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from runnel.components.logic.flow_values import output_records
from runnel.sdk import BoolInput, Component, Context, DropdownInput, FlowAccess, Output, StrInput, Tool

_NOT_IN_NAMES = re.compile(r"[^a-zA-Z0-9_-]+")
_GIVEN = "input_value"


class FlowTool(Component):
    """Let an agent run another flow; the agent fills in what the flow's inputs are given."""

    display_name = "Flow as Tool"
    icon = "hammer"
    beta = True
    is_repeatable = False
    may_wait = True
    inputs = (
        DropdownInput("flow_name", "Flow Name", refresh_button=True, info="The flow that the agent may run."),
        StrInput("tool_name", "Name", info="What the agent calls it; the flow's name where empty."),
        StrInput("tool_description", "Description", info="Tells the agent what it is good for."),
        BoolInput(
            "return_direct",
            "Return Direct",
            advanced=True,
            info="Kept for files that have it. The agent always reads the result and puts it into its own words.",
        ),
    )
    outputs = (Output("api_build_tool", "build_tool", types=("Tool",), display_name="Tool"),)

    async def build_tool(
        self, context: Context, flow_name: str = "", tool_name: str = "", tool_description: str = ""
    ) -> Tool:
        """The flow as a tool: one text for each of its inputs, named like them."""
        arguments: dict[str, str] = {}
        for field in await context.flows.list_fields(flow_name):
            if field.name == _GIVEN:
                arguments[_argument_name(field.vertex_name, arguments)] = field.vertex_id
        schema = {name: {"type": "string", "description": "What the flow is asked or given."} for name in arguments}

        async def call(given: Mapping[str, Any]) -> Any:
            tweaks = {arguments[name]: {_GIVEN: value} for name, value in given.items() if name in arguments}
            records = output_records(await context.run_flow(flow_name, tweaks=tweaks))
            texts = [record.text if "text" in record.data else record.data for record in records]
            return texts[0] if len(texts) == 1 else texts

        return Tool(
            name=_NOT_IN_NAMES.sub("_", tool_name or flow_name).strip("_") or "flow",
            description=tool_description or f"Runs the flow {flow_name}.",
            parameters={"type": "object", "properties": schema, "required": list(schema)},
            call=call,
        )

    async def update_from_flows(self, node: dict[str, Any], field: str, value: Any, flows: FlowAccess) -> None:
        """Offer the flows that there are now."""
        if field == "flow_name":
            node["template"]["flow_name"]["options"] = list(await flows.list_names())


def _argument_name(vertex_name: str, taken: Mapping[str, str]) -> str:
    name = _NOT_IN_NAMES.sub("_", vertex_name.lower()).strip("_") or "text"
    number = 1
    unique = name
    while unique in taken:
        number += 1
        unique = f"{name}_{number}"
    return unique
