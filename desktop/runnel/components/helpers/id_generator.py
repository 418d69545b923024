"""A new id."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from runnel.sdk import Component, Message, MessageTextInput, ModelAccess, Output


class IDGenerator(Component):
    """Make an id that no other thing has."""

    display_name = "ID Generator"
    is_repeatable = False
    icon = "key"
    inputs = (
        MessageTextInput(
            "unique_id", "Value", refresh_button=True, info="An id of your own; empty for a new one at each run."
        ),
    )
    outputs = (Output("id", "generate_id", display_name="ID"),)

    def generate_id(self, unique_id: str = "") -> Message:
        """The id that is given, else a new random UUID."""
        return Message(text=unique_id or str(uuid4()))

    async def update_node(self, node: dict[str, Any], field: str, value: Any, models: ModelAccess) -> None:
        """Put a new id into the field when its button is pressed."""
        if field == "unique_id":
            node["template"]["unique_id"]["value"] = str(uuid4())
