"""Another flow as one step of this one, its inputs being fields of the node."""

from __future__ import annotations

import copy
from typing import Any

from runnel.components.logic.flow_values import output_records
from runnel.sdk import Component, Context, Data, DropdownInput, FlowAccess, Output

_DECLARED = ("code", "_type", "flow_name")


class SubFlow(Component):
    """Run another flow whose inputs are filled in on this node, and pass on what its outputs give."""

    display_name = "Sub Flow"
    icon = "workflow"
    beta = True
    is_repeatable = False
    may_wait = True
    inputs = (
        DropdownInput(
            "flow_name",
            "Flow Name",
            real_time_refresh=True,
            refresh_button=True,
            info="The flow to run. Its inputs become fields of this node.",
        ),
    )
    outputs = (Output("flow_outputs", "generate_results", types=("Data",), display_name="Flow Outputs"),)

    async def generate_results(self, context: Context, flow_name: str = "", **fields: Any) -> list[Data]:
        """One record for each value that an output of the flow gave."""
        tweaks: dict[str, dict[str, Any]] = {}
        for name, value in fields.items():
            vertex_id, separator, field = name.partition("|")
            if separator:
                tweaks.setdefault(vertex_id, {})[field] = value
        return output_records(await context.run_flow(flow_name, tweaks=tweaks))

    async def update_from_flows(self, node: dict[str, Any], field: str, value: Any, flows: FlowAccess) -> None:
        """Offer the flows that there are now, and give the node the fields of the chosen one's inputs."""
        if field != "flow_name":
            return
        template = node["template"]
        names = await flows.list_names()
        template["flow_name"]["options"] = list(names)
        fields = await flows.list_fields(value) if value in names else ()
        before = {name: template.pop(name) for name in list(template) if name not in _DECLARED}
        for each in fields:
            name = f"{each.vertex_id}|{each.name}"
            entry = copy.deepcopy(dict(each.entry))
            label = entry.get("display_name") or each.name
            template[name] = {**entry, "name": name, "display_name": f"{each.vertex_name} - {label}"}
            if name in before:
                template[name]["value"] = before[name].get("value")
