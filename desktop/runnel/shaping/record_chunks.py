"""Records cut into chunks: what all text splitters share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from runnel.sdk import ComponentError, Data
from runnel.shaping.record_list import list_records

DEFAULT_SIZE = 1000
DEFAULT_OVERLAP = 200


def split_records(
    value: Any, size: int | None, overlap: int | None, split: Callable[[str, int, int], list[str]]
) -> list[Data]:
    """The chunks of all texts in order, each with the other entries of the record it comes from.

    ``split`` gets a text, the size and the overlap. Raises `ComponentError` for sizes that are not possible.
    """
    size = DEFAULT_SIZE if size is None else size
    overlap = DEFAULT_OVERLAP if overlap is None else overlap
    if size < 1 or overlap < 0 or overlap >= size:
        raise ComponentError(
            "The text cannot be cut.",
            f"Chunks of {size} characters that repeat {overlap} are not possible.",
            "Make the size at least 1, and the overlap smaller than the size.",
            field="chunk_size" if size < 1 else "chunk_overlap",
        )
    return [
        Data({**record.data, record.text_key: chunk}, text_key=record.text_key)
        for record in list_records(value)
        for chunk in split(record.text, size, overlap)
    ]
