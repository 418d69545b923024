"""What is in a table: the kind of each column, its figures, groups of rows. Pure; reads numbers as spreadsheets do."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_NUMBER = re.compile(r"[-+]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?([eE][-+]?\d+)?")
_AROUND = re.compile(r"^[\s$€£¥]+|[\s%$€£¥]+$")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2})?)?Z?")
_SHARE_TO_BE_SURE = 0.9

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class NumberColumn:
    """Figures of a column of numbers; ``filled`` rows have one."""

    name: str
    filled: int
    total: float
    smallest: float
    largest: float

    @property
    def average(self) -> float:
        """The mean of the rows that have a number."""
        return self.total / self.filled


@dataclass(frozen=True, slots=True)
class TextColumn:
    """A column of texts: how many different ones, and the most frequent with its count (none if all differ)."""

    name: str
    filled: int
    different: int
    most_frequent: tuple[str, int] | None


@dataclass(frozen=True, slots=True)
class DateColumn:
    """A column of ISO dates: the first and the last."""

    name: str
    filled: int
    first: str
    last: str


Column = NumberColumn | TextColumn | DateColumn


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that share a value, and the sums of their number columns by name."""

    value: str
    rows: int
    sums: Mapping[str, float]


def read_number(value: Any) -> float | None:
    """The number in a cell: ``1,234.50``, ``€ 12``, ``30 %`` as well; None where there is none."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return float(value)
    text = _AROUND.sub("", str(value))
    return float(text.replace(",", "")) if _NUMBER.fullmatch(text) else None


def list_columns(rows: Sequence[Row]) -> list[Column]:
    """The columns in the order of their first appearance; those without any value are texts with none filled."""
    names = dict.fromkeys(name for row in rows for name in row)
    return [_column(name, [row.get(name) for row in rows]) for name in names]


def list_groups(rows: Sequence[Row], by: str, columns: Sequence[Column]) -> list[Group]:
    """Groups by the value in column ``by``, the largest first: by the first number column, without one by rows."""
    numbers = [column.name for column in columns if isinstance(column, NumberColumn) and column.name != by]
    members: dict[str, list[Row]] = {}
    for row in rows:
        members.setdefault(_cell(row.get(by)), []).append(row)
    groups = [
        Group(value, len(own), {name: sum(read_number(row.get(name)) or 0.0 for row in own) for name in numbers})
        for value, own in members.items()
    ]
    return sorted(groups, key=lambda group: -(group.sums[numbers[0]] if numbers else group.rows))


def _column(name: str, cells: Sequence[Any]) -> Column:
    filled = [cell for cell in cells if _cell(cell)]
    numbers = [number for cell in filled if (number := read_number(cell)) is not None]
    if filled and len(numbers) >= _SHARE_TO_BE_SURE * len(filled):
        return NumberColumn(name, len(numbers), sum(numbers), min(numbers), max(numbers))
    texts = [_cell(cell) for cell in filled]
    if texts and all(_DATE.fullmatch(text) for text in texts):
        return DateColumn(name, len(texts), min(texts), max(texts))
    counts = Counter(texts)
    most = counts.most_common(1)
    return TextColumn(name, len(texts), len(counts), most[0] if most and most[0][1] > 1 else None)


def _cell(value: Any) -> str:
    return "" if value is None else str(value).strip()
