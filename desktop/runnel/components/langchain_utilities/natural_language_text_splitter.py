"""Texts to chunks of whole sentences."""

from __future__ import annotations

import re
from typing import Any

from runnel.knowledge.chunks import join_pieces
from runnel.sdk import Component, Data, DataInput, IntInput, MessageTextInput, Output
from runnel.shaping.record_chunks import split_records

_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"'”’)\]]*\s+|(?<=[。！？])|\n\s*\n")
PARAGRAPH = "\n\n"


class NaturalLanguageTextSplitter(Component):
    """Cut texts into chunks between sentences."""

    display_name = "Natural Language Text Splitter"
    icon = "scissors"
    is_blocking = True
    inputs = (
        IntInput("chunk_size", "Chunk Size", value=1000, info="How many characters a chunk may hold."),
        IntInput("chunk_overlap", "Chunk Overlap", value=200, info="How many characters a chunk may repeat."),
        DataInput("data_input", "Input", input_types=("Document", "Data"), info="The texts to cut."),
        MessageTextInput(
            "separator", "Separator", info="What stands between sentences of a chunk; empty for an empty line."
        ),
        MessageTextInput("language", "Language", info="Kept for files of other versions; all languages are cut alike."),
    )
    outputs = (Output("data", "transform_data", types=("Data",), display_name="Data"),)

    def transform_data(
        self,
        chunk_size: int | None = 1000,
        chunk_overlap: int | None = 200,
        data_input: Any = None,
        separator: str = "",
    ) -> list[Data]:
        """The chunks of all texts in order; a sentence that is too long is a chunk of its own."""
        between = separator.replace("\\n", "\n") or PARAGRAPH

        def split(text: str, size: int, overlap: int) -> list[str]:
            sentences = [sentence.strip() for sentence in _SENTENCE_END.split(text) if sentence and sentence.strip()]
            return join_pieces(sentences, between, size, overlap)

        return split_records(data_input, chunk_size, chunk_overlap, split)
