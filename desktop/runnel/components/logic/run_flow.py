"""Another flow as one step of this one."""

from __future__ import annotations

from typing import Any

from runnel.components.logic.flow_values import output_records
from runnel.sdk import (
    Component,
    Context,
    Data,
    DropdownInput,
    FlowAccess,
    MessageTextInput,
    NestedDictInput,
    Output,
)


class RunFlow(Component):
    """Run another flow by its name and pass on what its outputs give."""

    display_name = "Run Flow"
    icon = "workflow"
    legacy = True
    is_repeatable = False
    may_wait = True
    inputs = (
        MessageTextInput("input_value", "Input Value", info="Goes to the chat inputs of the flow."),
        DropdownInput("flow_name", "Flow Name", refresh_button=True, info="The flow to run."),
        NestedDictInput(
            "tweaks", "Tweaks", value={}, info="Changes of its fields: component id or name, then field, then value."
        ),
    )
    outputs = (Output("run_outputs", "generate_results", types=("Data",), display_name="Run Outputs"),)

    async def generate_results(
        self, context: Context, input_value: str = "", flow_name: str = "", tweaks: dict[str, Any] | None = None
    ) -> list[Data]:
        """One record for each value that an output of the flow gave."""
        return output_records(await context.run_flow(flow_name, input_value=input_value, tweaks=tweaks))

    async def update_from_flows(self, node: dict[str, Any], field: str, value: Any, flows: FlowAccess) -> None:
        """Offer the flows that there are now."""
        if field == "flow_name":
            node["template"]["flow_name"]["options"] = list(await flows.list_names())
