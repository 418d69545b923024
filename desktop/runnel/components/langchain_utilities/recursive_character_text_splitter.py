"""Texts to chunks, at the largest units that fit."""

from __future__ import annotations

from typing import Any

from runnel.knowledge.chunks import RECURSIVE_SEPARATORS, split_recursively
from runnel.sdk import Component, Data, DataInput, IntInput, MessageTextInput, Output
from runnel.shaping.record_chunks import split_records


class RecursiveCharacterTextSplitter(Component):
    """Cut texts into chunks: between paragraphs where that is enough, else between lines, words, characters."""

    display_name = "Recursive Character Text Splitter"
    icon = "scissors"
    is_blocking = True
    inputs = (
        IntInput("chunk_size", "Chunk Size", value=1000, info="How many characters a chunk may hold."),
        IntInput("chunk_overlap", "Chunk Overlap", value=200, info="How many characters a chunk may repeat."),
        DataInput("data_input", "Input", input_types=("Document", "Data"), info="The texts to cut."),
        MessageTextInput(
            "separators",
            "Separators",
            is_list=True,
            info="Where to cut, the largest unit first; empty for paragraphs, lines, words, characters.",
        ),
    )
    outputs = (Output("data", "transform_data", types=("Data",), display_name="Data"),)

    def transform_data(
        self,
        chunk_size: int | None = 1000,
        chunk_overlap: int | None = 200,
        data_input: Any = None,
        separators: list[str] | None = None,
    ) -> list[Data]:
        """The chunks of all texts in order."""
        cuts = [cut.replace("\\n", "\n") for cut in separators or []] or RECURSIVE_SEPARATORS
        return split_records(
            data_input,
            chunk_size,
            chunk_overlap,
            lambda text, size, overlap: split_recursively(text, cuts, size, overlap),
        )
