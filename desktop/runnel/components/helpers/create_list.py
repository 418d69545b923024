"""Texts to records."""

from __future__ import annotations

from runnel.sdk import Component, Data, Output, StrInput


class CreateList(Component):
    """Make a list of records, one per text."""

    display_name = "Create List"
    icon = "list"
    legacy = True
    inputs = (StrInput("texts", "Texts", is_list=True, info="The texts, one per entry."),)
    outputs = (Output("list", "create_list", types=("Data",), display_name="Data List"),)

    def create_list(self, texts: list[str] | None = None) -> list[Data]:
        """A record ``{text}`` for each text."""
        return [Data({"text": text}) for text in texts or []]
