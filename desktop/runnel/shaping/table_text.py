"""A table as Markdown."""

from __future__ import annotations

from runnel.sdk import DataFrame
from runnel.shaping.record_text import text_of


def table_text(table: DataFrame) -> str:
    """Head, line, rows; cells in one line each. Empty for a table without columns."""
    columns = table.columns
    if not columns:
        return ""
    lines = [columns, ["---"] * len(columns), *([text_of(row.get(name)) for name in columns] for row in table.rows)]
    return "\n".join("| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
