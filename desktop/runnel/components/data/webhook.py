"""Where a call from another program enters the flow."""

from __future__ import annotations

import json

from runnel.sdk import Component, Data, MultilineInput, Output


class Webhook(Component):
    """Start the flow when another program sends something to its webhook address."""

    display_name = "Webhook"
    icon = "webhook"
    inputs = (MultilineInput("data", "Payload", info="What was sent: JSON, or any text."),)
    outputs = (Output("output_data", "build_data", types=("Data",), display_name="Data"),)

    def build_data(self, data: str = "") -> Data:
        """A JSON object as a record; anything else under ``payload``; an empty record of nothing."""
        if not data.strip():
            return Data()
        try:
            payload = json.loads(data)
        except ValueError:
            payload = data
        return Data(payload if isinstance(payload, dict) else {"payload": payload})
