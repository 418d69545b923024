"""`Data` and `DataFrame`: records and tables that travel along edges."""

from __future__ import annotations

from typing import Any

from msgspec import Struct, field


class Data(Struct):
    """A record: a dictionary, one of whose entries is its text. Type names ``Data`` and, in later files, ``JSON``."""

    data: dict[str, Any] = field(default_factory=dict)
    text_key: str = "text"
    default_value: str = ""

    @property
    def text(self) -> str:
        """The entry under ``text_key`` as text; ``default_value`` where there is none."""
        value = self.data.get(self.text_key, self.default_value)
        return value if isinstance(value, str) else str(value)

    def __str__(self) -> str:
        return self.text


class DataFrame(Struct):
    """A table: rows with equal keys. Type names ``DataFrame`` and, in later files, ``Table``."""

    rows: list[dict[str, Any]] = field(default_factory=list)

    @property
    def columns(self) -> list[str]:
        """The keys of all rows, in the order in which they first appear."""
        return list(dict.fromkeys(key for row in self.rows for key in row))
