"""What other parts of the flow said, without an edge."""

from __future__ import annotations

from runnel.sdk import Component, Context, Data, Output, StrInput


class Listen(Component):
    """Give the record that a Notify of the same name kept; built after it, each time."""

    display_name = "Listen"
    icon = "radio"
    beta = True
    is_repeatable = False
    inputs = (StrInput("name", "Name", required=True, input_types=("Text",), info="The name to listen to."),)
    outputs = (Output("data", "listen", types=("Data",), display_name="Data"),)

    def listen(self, context: Context, name: str = "") -> Data | list[Data]:
        """The record or records under the name; an empty record as long as there is none."""
        kept = context.read_state(name)
        return Data() if kept is None else kept
