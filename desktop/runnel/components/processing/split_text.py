"""Long texts to chunks."""

from __future__ import annotations

from typing import Any

from runnel.knowledge.chunks import split_at
from runnel.sdk import Component, Data, DataFrame, HandleInput, IntInput, MessageTextInput, Output
from runnel.shaping.record_chunks import split_records


class SplitText(Component):
    """Cut texts into chunks at a separator."""

    display_name = "Split Text"
    icon = "scissors-line-dashed"
    is_blocking = True
    inputs = (
        HandleInput("data_inputs", "Data Inputs", input_types=("Data",), is_list=True, info="The texts to cut."),
        IntInput(
            "chunk_overlap",
            "Chunk Overlap",
            value=200,
            info="How many characters a chunk may repeat of the one before.",
        ),
        IntInput("chunk_size", "Chunk Size", value=1000, info="How many characters a chunk may hold."),
        MessageTextInput("separator", "Separator", value="\n", info="Where to cut; \\n is a line's end."),
    )
    outputs = (Output("chunks", "split_text", types=("Data",), display_name="Chunks"),)

    def split_text(
        self,
        data_inputs: Any = None,
        chunk_overlap: int | None = 200,
        chunk_size: int | None = 1000,
        separator: str = "\n",
    ) -> list[Data]:
        """The chunks of all texts in order, each with the other entries of the record it comes from."""
        cut = separator.replace("\\n", "\n").replace("\\t", "\t")
        return split_records(
            data_inputs, chunk_size, chunk_overlap, lambda text, size, overlap: split_at(text, cut, size, overlap)
        )

    def as_dataframe(
        self,
        data_inputs: Any = None,
        chunk_overlap: int | None = 200,
        chunk_size: int | None = 1000,
        separator: str = "\n",
    ) -> DataFrame:
        """The chunks as a table (an output of later files)."""
        chunks = self.split_text(data_inputs, chunk_overlap, chunk_size, separator)
        return DataFrame([chunk.data for chunk in chunks])
