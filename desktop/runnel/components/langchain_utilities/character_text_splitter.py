"""Texts to chunks, at one separator."""

from __future__ import annotations

from typing import Any

from runnel.knowledge.chunks import split_at
from runnel.sdk import Component, Data, DataInput, IntInput, MessageTextInput, Output
from runnel.shaping.record_chunks import split_records

PARAGRAPH = "\n\n"


class CharacterTextSplitter(Component):
    """Cut texts into chunks at a separator."""

    display_name = "CharacterTextSplitter"
    icon = "scissors"
    is_blocking = True
    inputs = (
        IntInput("chunk_size", "Chunk Size", value=1000, info="How many characters a chunk may hold."),
        IntInput("chunk_overlap", "Chunk Overlap", value=200, info="How many characters a chunk may repeat."),
        DataInput("data_input", "Input", input_types=("Document", "Data"), info="The texts to cut."),
        MessageTextInput("separator", "Separator", info="Where to cut; empty for the empty lines between paragraphs."),
    )
    outputs = (Output("data", "transform_data", types=("Data",), display_name="Data"),)

    def transform_data(
        self,
        chunk_size: int | None = 1000,
        chunk_overlap: int | None = 200,
        data_input: Any = None,
        separator: str = "",
    ) -> list[Data]:
        """The chunks of all texts in order."""
        cut = separator.replace("\\n", "\n") or PARAGRAPH
        return split_records(
            data_input, chunk_size, chunk_overlap, lambda text, size, overlap: split_at(text, cut, size, overlap)
        )
