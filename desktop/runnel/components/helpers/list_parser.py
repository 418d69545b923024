"""A model's answer, written as comma-separated values, as a list."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class ListParser:
    """The value of an ``OutputParser`` handle."""

    instructions: ClassVar[str] = "Answer with nothing but a list of values, separated by commas: first, second, third"

    def parse(self, text: str) -> list[str]:
        """The values, without spaces around them; quotes keep commas within a value."""
        lines = text.strip().splitlines()
        return [cell.strip() for row in csv.reader(lines, skipinitialspace=True) for cell in row if cell.strip()]
