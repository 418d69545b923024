"""`Rows`: what a statement gave, and the errors of databases in plain words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from runnel.errors import ComponentError

MOST_ROWS = 10_000


@dataclass(frozen=True, slots=True)
class Rows:
    """``values`` in the order of ``columns``; ``is_cut`` when there were more than asked for. None of a change."""

    columns: tuple[str, ...]
    values: list[tuple[Any, ...]]
    is_cut: bool = False

    @property
    def records(self) -> list[dict[str, Any]]:
        """A row as its entries by column; a name that comes twice gets a number."""
        names: list[str] = []
        for name in self.columns:
            again = sum(taken == name or taken.startswith(f"{name}_") for taken in names)
            names.append(f"{name}_{again + 1}" if name in names else name)
        return [dict(zip(names, row, strict=True)) for row in self.values]


class Refused(ComponentError):
    """The database did not take a statement; ``why`` says so in its own words."""

    def __init__(self, said: object) -> None:
        text = str(said).strip().rstrip(".")
        super().__init__("The database gave no answer.", f"It says: {text}.", "Correct the query.", field="query")
        self.said = text
