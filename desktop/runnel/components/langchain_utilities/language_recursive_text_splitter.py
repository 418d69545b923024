"""Source code to chunks."""

from __future__ import annotations

from typing import Any

from runnel.components.langchain_utilities.code_separators import CODE_SEPARATORS
from runnel.knowledge.chunks import RECURSIVE_SEPARATORS, split_recursively
from runnel.sdk import Component, Data, DataInput, DropdownInput, IntInput, Output
from runnel.shaping.record_chunks import split_records


class LanguageRecursiveTextSplitter(Component):
    """Cut source code into chunks before its classes and functions."""

    display_name = "Language Recursive Text Splitter"
    icon = "scissors"
    is_blocking = True
    inputs = (
        IntInput("chunk_size", "Chunk Size", value=1000, info="How many characters a chunk may hold."),
        IntInput("chunk_overlap", "Chunk Overlap", value=200, info="How many characters a chunk may repeat."),
        DataInput("data_input", "Input", input_types=("Document", "Data"), info="The source code to cut."),
        DropdownInput(
            "code_language",
            "Code Language",
            options=tuple(CODE_SEPARATORS),
            value="python",
            info="The language it is written in.",
        ),
    )
    outputs = (Output("data", "transform_data", types=("Data",), display_name="Data"),)

    def transform_data(
        self,
        chunk_size: int | None = 1000,
        chunk_overlap: int | None = 200,
        data_input: Any = None,
        code_language: str = "python",
    ) -> list[Data]:
        """The chunks of all texts in order."""
        cuts = (*CODE_SEPARATORS.get(code_language, ()), *RECURSIVE_SEPARATORS)
        return split_records(
            data_input,
            chunk_size,
            chunk_overlap,
            lambda text, size, overlap: split_recursively(text, cuts, size, overlap),
        )
