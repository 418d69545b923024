"""Comma-separated values to records."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from runnel.knowledge.one_source import read_one_source
from runnel.sdk import Component, ComponentError, Context, Data, FileInput, MessageTextInput, MultilineInput, Output


class CSVtoData(Component):
    """Read comma-separated values as records, one per row."""

    display_name = "Load CSV"
    is_repeatable = False
    icon = "table"
    legacy = True
    is_blocking = True
    inputs = (
        FileInput("csv_file", "CSV File", file_types=("csv",), info="A file to read."),
        MessageTextInput(
            "csv_path", "CSV File Path", info="Or the path of one on this computer.", extra={"is_local_path": True}
        ),
        MultilineInput("csv_string", "CSV String", info="Or the values themselves."),
    )
    outputs = (Output("data_list", "load_csv_to_data", types=("Data",), display_name="Data List"),)

    def load_csv_to_data(
        self, context: Context, csv_file: Path | None = None, csv_path: str = "", csv_string: str = ""
    ) -> list[Data]:
        """A record per row, its entries named by the first row; commas, semicolons or tabs are told apart."""
        text = read_one_source(context, csv_file, csv_path, csv_string, "CSV")
        try:
            return [Data(row) for row in read_rows(text)]
        except csv.Error as error:
            raise ComponentError("The CSV could not be read.", f"{error}.", "Repair the file.") from None


def read_rows(text: str) -> list[dict[str, str]]:
    """The rows of comma-separated text, by the names in its first row. Raises `csv.Error`."""
    head = text.lstrip("\n").partition("\n")[0]
    delimiter = max((",", ";", "\t"), key=head.count)
    rows = csv.reader(io.StringIO(text.lstrip("\n"), newline=""), delimiter=delimiter)
    names = [name.strip() for name in next(rows, [])]
    return [
        # A short row has empty cells at its end, a long one loses what has no name.
        dict(zip(names, row + [""] * (len(names) - len(row)), strict=False))
        for row in rows
        if any(cell.strip() for cell in row)
    ]
