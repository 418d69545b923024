"""A table as a short report."""

from __future__ import annotations

from typing import Any

from runnel.components.record_list import list_records
from runnel.components.table_summary import Column, DateColumn, NumberColumn, TextColumn, list_columns, list_groups
from runnel.sdk import Component, ComponentError, DataInput, IntInput, Message, MessageTextInput, Output


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
        lines += _other_table([column for column in columns if not isinstance(column, NumberColumn)])
        if by and rows:
            lines += _group_table(rows, by, columns, 20 if most_groups is None else most_groups)
        return Message(text="\n\n".join(lines))


def _number_table(columns: list[NumberColumn]) -> list[str]:
    rows = [
        [column.name, *map(_number, (column.total, column.average, column.smallest, column.largest))]
        for column in columns
    ]
    return ["## Numbers", _table(["Column", "Sum", "Average", "Smallest", "Largest"], rows)] if rows else []


def _other_table(columns: list[Column]) -> list[str]:
    rows = []
    for column in columns:
        if isinstance(column, DateColumn):
            rows.append([column.name, str(column.filled), "", f"{column.first} to {column.last}"])
        elif isinstance(column, TextColumn):
            most = f"{column.most_frequent[0]} ({column.most_frequent[1]})" if column.most_frequent else ""
            rows.append([column.name, str(column.filled), str(column.different), most])
    return (
        ["## Texts and dates", _table(["Column", "Filled", "Different", "Most frequent, or span"], rows)]
        if rows
        else []
    )


def _group_table(rows: list[dict[str, Any]], by: str, columns: list[Column], most: int) -> list[str]:
    groups = list_groups(rows, by, columns)
    names = list(groups[0].sums)
    shown = [
        [group.value or "(empty)", str(group.rows), *(_number(group.sums[name]) for name in names)]
        for group in groups[:most]
    ]
    rest = [f"… and {_count(len(groups) - most, 'more group')}."] if len(groups) > most else []
    return [f"## By {by}", _table([by, "Rows", *names], shown), *rest]


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *rows]
    return "\n".join(
        "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in line) + " |" for line in lines
    )


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,.2f}"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
