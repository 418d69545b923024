"""Vectors without a model."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from runnel.sdk import Component, EmbeddingModel, IntInput, Output


class LangChainFakeEmbeddings(Component):
    """Make vectors without a model: each text has its own, and they mean nothing. For trying things out."""

    display_name = "Fake Embeddings"
    icon = "binary"
    inputs = (IntInput("dimensions", "Dimensions", value=5, info="How many numbers a vector has."),)
    outputs = (Output("embeddings", "build_embeddings", types=("Embeddings",), display_name="Embeddings"),)

    def build_embeddings(self, dimensions: int | None = 5) -> EmbeddingModel:
        """The pretended model."""
        return _FakeEmbeddings(max(1, dimensions or 5))


@dataclass(frozen=True, slots=True)
class _FakeEmbeddings:
    dimensions: int

    @property
    def model_name(self) -> str:
        return f"fake-{self.dimensions}"

    async def embed(self, texts: Sequence[str]) -> list[list[float]]:
        return [[random.Random(f"{text}/{at}").gauss() for at in range(self.dimensions)] for text in texts]
