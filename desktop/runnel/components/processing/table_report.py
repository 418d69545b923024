"""A table as a short report."""

from __future__ import annotations

from typing import Any

from runnel.components.processing.table_summary import (
    Column,
    DateColumn,
    NumberColumn,
    TextColumn,
    list_columns,
    list_groups,
)
from runnel.sdk import Component, ComponentError, DataInput, IntInput, Message, MessageTextInput, Output
from runnel.shaping.record_list import list_records


class TableReport(Component):
    """Sum up a table: what its columns hold, totals and averages, and its groups, as Markdown."""

    display_name = "Table Report"
    icon = "table"
    is_blocking = True
    inputs = (
        DataInput("data", "Rows", is_list=True, info="A record per row, such as Load CSV makes."),
        MessageTextInput("title", "Title", value="Report", info="The report's heading."),
        MessageTextInput("group_by", "Group By", info="A column whose equal values belong together; empty for none."),
        IntInput("most_groups", "Most Groups", value=20, advanced=True, info="How many groups to list."),
    )
    outputs = (Output("report", "write_report", display_name="Report"),)

    def write_report(
        self, data: Any = None, title: str = "Report", group_by: str = "", most_groups: int | None = 20
    ) -> Message:
        """The report as one message."""
        rows = [record.data for record in list_records(data)]
        columns = list_columns(rows)
        names = [column.name for column in columns]
        by = group_by.strip()
        if by and rows and by not in names:
            raise ComponentError(
                "The report was not written.",
                f'The table has no column "{by}"; its columns are {", ".join(names)}.',
                "Correct Group By, or leave it empty.",
                field="group_by",
            )
        lines = [f"# {title}".rstrip(), f"{_count(len(rows), 'row')}, {_count(len(columns), 'column')}."]
        lines += _number_table([column for column in columns if isinstance(column, NumberColumn)])
        lines += _other_table([column for column in columns if not isinstance(column, NumberColumn)], len(rows))
        if by and rows:
            lines += _group_table(rows, by, columns, 20 if most_groups is None else most_groups)
        return Message(text="\n\n".join(lines))


def _number_table(columns: list[NumberColumn]) -> list[str]:
    rows = [
        [column.name, *map(_number, (column.total, column.average, column.smallest, column.largest))]
        for column in columns
    ]
    return ["## Numbers", _table(["Column", "Sum", "Average", "Smallest", "Largest"], rows)] if rows else []


def _other_table(columns: list[Column], rows: int) -> list[str]:
    if not columns:
        return []
    # Where every cell is filled there is nothing to say of it.
    says_filled = any(column.filled < rows for column in columns)
    head = ["Column", *(["Filled"] if says_filled else []), "Different", "Most frequent, or span"]
    lines = []
    for column in columns:
        different, most = "", ""
        if isinstance(column, DateColumn):
            most = f"{column.first} to {column.last}"
        elif isinstance(column, TextColumn):
            different = str(column.different)
            most = f"{column.most_frequent[0]} ({column.most_frequent[1]})" if column.most_frequent else ""
        lines.append([column.name, *([str(column.filled)] if says_filled else []), different, most])
    return ["## Texts and dates", _table(head, lines, texts=(0, len(head) - 1))]


def _group_table(rows: list[dict[str, Any]], by: str, columns: list[Column], most: int) -> list[str]:
    groups = list_groups(rows, by, columns)
    names = list(groups[0].sums)
    shown = [
        [group.value or "(empty)", str(group.rows), *(_number(group.sums[name]) for name in names)]
        for group in groups[:most]
    ]
    rest = [f"… and {_count(len(groups) - most, 'more group')}."] if len(groups) > most else []
    return [f"## By {by}", _table([by, "Rows", *names], shown), *rest]


def _table(head: list[str], rows: list[list[str]], texts: tuple[int, ...] = (0,)) -> str:
    """A Markdown table; the columns at the places ``texts`` stand left, the others right."""
    lines = [head, ["---" if place in texts else "---:" for place in range(len(head))], *rows]
    return "\n".join("| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,.2f}"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
