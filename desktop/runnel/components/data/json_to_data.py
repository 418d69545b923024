"""JSON to records."""

from __future__ import annotations

from pathlib import Path

from runnel.knowledge.one_source import read_one_source
from runnel.sdk import Component, ComponentError, Context, Data, FileInput, MessageTextInput, MultilineInput, Output
from runnel.shaping.json_repair import read_json


class JSONtoData(Component):
    """Read JSON as records."""

    display_name = "Load JSON"
    is_repeatable = False
    icon = "braces"
    legacy = True
    is_blocking = True
    inputs = (
        FileInput("json_file", "JSON File", file_types=("json",), info="A file to read."),
        MessageTextInput(
            "json_path", "JSON File Path", info="Or the path of one on this computer.", extra={"is_local_path": True}
        ),
        MultilineInput("json_string", "JSON String", info="Or the JSON itself."),
    )
    outputs = (Output("data", "convert_json_to_data", types=("Data",), display_name="Data"),)

    def convert_json_to_data(
        self, context: Context, json_file: Path | None = None, json_path: str = "", json_string: str = ""
    ) -> Data | list[Data]:
        """An object as a record, a list as a record per entry; JSON that is not quite valid is repaired."""
        text = read_one_source(context, json_file, json_path, json_string, "JSON")
        try:
            value = read_json(text)
        except ValueError as error:
            raise ComponentError("The JSON could not be read.", f"{str(error).rstrip('.')}.", "Repair it.") from None
        if isinstance(value, list):
            return [_record(item) for item in value]
        return _record(value)


def _record(value: object) -> Data:
    return Data(value) if isinstance(value, dict) else Data({"text": value})
