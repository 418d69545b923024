"""Texts to chunks, where the subject changes."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from typing import Any

from runnel.sdk import (
    Component,
    ComponentError,
    Context,
    Data,
    DropdownInput,
    EmbeddingModel,
    FloatInput,
    HandleInput,
    IntInput,
    MessageTextInput,
    Output,
)
from runnel.shaping.record_list import list_records

PERCENTILE, DEVIATION, INTERQUARTILE = "percentile", "standard_deviation", "interquartile"
_SENTENCE_END = r"(?<=[.?!])\s+"


class SemanticTextSplitter(Component):
    """Cut texts into chunks between sentences whose meaning lies far apart."""

    display_name = "Semantic Text Splitter"
    icon = "scissors"
    needs = "local-model"
    beta = True
    inputs = (
        HandleInput("data_inputs", "Data Inputs", is_list=True, input_types=("Data",), info="The texts to cut."),
        HandleInput("embeddings", "Embeddings", input_types=("Embeddings",), info="The model that knows the meaning."),
        DropdownInput(
            "breakpoint_threshold_type",
            "Breakpoint Threshold Type",
            options=(PERCENTILE, DEVIATION, INTERQUARTILE),
            value=PERCENTILE,
            info="How to tell which distances between sentences are large.",
        ),
        FloatInput(
            "breakpoint_threshold_amount",
            "Breakpoint Threshold Amount",
            value=0.5,
            info="Percentile: from 0 to 1, which part of the distances is small. Else: measures above the mean.",
        ),
        IntInput(
            "number_of_chunks",
            "Number of Chunks",
            value=5,
            info="Cut into so many at the largest distances instead; 0 to go by the threshold.",
        ),
        MessageTextInput(
            "sentence_split_regex", "Sentence Split Regex", advanced=True, info="Where sentences end; empty for . ? !"
        ),
        IntInput(
            "buffer_size",
            "Buffer Size",
            value=0,
            advanced=True,
            info="How many neighbours belong to a sentence's meaning.",
        ),
    )
    outputs = (Output("chunks", "split_text", types=("Data",), display_name="Chunks"),)

    async def split_text(
        self,
        context: Context,
        data_inputs: Any = None,
        embeddings: EmbeddingModel | None = None,
        breakpoint_threshold_type: str = PERCENTILE,
        breakpoint_threshold_amount: float | None = 0.5,
        number_of_chunks: int | None = 5,
        sentence_split_regex: str = "",
        buffer_size: int | None = 0,
    ) -> list[Data]:
        """The chunks of all texts in order, each with the other entries of the record it comes from."""
        if embeddings is None:
            raise ComponentError(
                f"{context.display_name} cannot tell where to cut.",
                "No embedding model is connected.",
                "Connect one, or use Split Text.",
                field="embeddings",
            )
        chunks: list[Data] = []
        for record in list_records(data_inputs):
            sentences = _sentences(record.text, sentence_split_regex)
            near = buffer_size or 0
            around = [" ".join(sentences[max(0, at - near) : at + near + 1]) for at in range(len(sentences))]
            vectors = await embeddings.embed(around) if len(sentences) > 1 else []
            distances = await asyncio.to_thread(_distances, vectors)
            cuts = _cuts(distances, breakpoint_threshold_type, breakpoint_threshold_amount, number_of_chunks or 0)
            for start, end in zip([0, *cuts], [*cuts, len(sentences)], strict=True):
                text = " ".join(sentences[start:end])
                if text:
                    chunks.append(Data({**record.data, record.text_key: text}, text_key=record.text_key))
        return chunks


def _sentences(text: str, pattern: str) -> list[str]:
    try:
        return [
            sentence.strip() for sentence in re.split(pattern or _SENTENCE_END, text) if sentence and sentence.strip()
        ]
    except re.error as error:
        raise ComponentError(
            "The text was not cut.",
            f"The pattern for sentences is not valid: {error}.",
            "Correct it.",
            field="sentence_split_regex",
        ) from None


def _distances(vectors: Sequence[Sequence[float]]) -> list[float]:
    """How far each sentence lies from the next: 0 the same, 2 the opposite."""
    if len(vectors) < 2:
        return []
    import numpy

    matrix = numpy.asarray(vectors, dtype=numpy.float64)
    matrix /= numpy.maximum(numpy.linalg.norm(matrix, axis=1, keepdims=True), 1e-12)
    return [float(distance) for distance in 1.0 - (matrix[:-1] * matrix[1:]).sum(axis=1)]


def _cuts(distances: list[float], kind: str, amount: float | None, chunks: int) -> list[int]:
    """The sentences that begin a chunk, in order."""
    if not distances:
        return []
    if chunks > 0:
        largest = sorted(range(len(distances)), key=lambda at: -distances[at])[: chunks - 1]
        return sorted(at + 1 for at in largest)
    limit = _limit(sorted(distances), kind, 0.5 if amount is None else amount)
    return [at + 1 for at, distance in enumerate(distances) if distance > limit]


def _limit(ordered: list[float], kind: str, amount: float) -> float:
    def quantile(share: float) -> float:
        place = min(max(share, 0.0), 1.0) * (len(ordered) - 1)
        low = int(place)
        high = min(low + 1, len(ordered) - 1)
        return ordered[low] + (ordered[high] - ordered[low]) * (place - low)

    mean = sum(ordered) / len(ordered)
    if kind == DEVIATION:
        return float(mean + amount * (sum((each - mean) ** 2 for each in ordered) / len(ordered)) ** 0.5)
    if kind == INTERQUARTILE:
        return mean + amount * (quantile(0.75) - quantile(0.25))
    return quantile(amount)
