"""One entry of records."""

from __future__ import annotations

from runnel.sdk import Component, ComponentError, Data, DataInput, Output, StrInput


class ExtractaKey(Component):
    """Take one entry out of a record, or out of each record of a list."""

    display_name = "Extract Key"
    icon = "key"
    legacy = True
    inputs = (
        DataInput("data_input", "Data Input", info="A record, or a list of them."),
        StrInput("key", "Key to Extract", info="The name of the entry."),
    )
    outputs = (Output("extracted_data", "extract_key", types=("Data",), display_name="Extracted Data"),)

    def extract_key(self, data_input: Data | list[Data] | None = None, key: str = "") -> Data | list[Data]:
        """``{key: value}``; of a list, one for each record that has the entry."""
        if isinstance(data_input, list):
            return [Data({key: record.data[key]}, text_key=key) for record in data_input if key in record.data]
        entries = data_input.data if data_input else {}
        if key not in entries:
            raise ComponentError(
                "The entry was not taken out.",
                f'The record has no entry "{key}"; its entries are {", ".join(entries) or "none"}.',
                "Correct the name.",
                field="key",
            )
        return Data({key: entries[key]}, text_key=key)
