"""How near two vectors are."""

from __future__ import annotations

import math
from typing import Any

from runnel.sdk import Component, ComponentError, Data, DataInput, DropdownInput, Output
from runnel.shaping.record_list import list_records

COSINE, EUCLIDEAN, MANHATTAN = "Cosine Similarity", "Euclidean Distance", "Manhattan Distance"


class EmbeddingSimilarityComponent(Component):
    """Compare the vectors of two texts."""

    display_name = "Embedding Similarity"
    icon = "binary"
    inputs = (
        DataInput(
            "embedding_vectors", "Embedding Vectors", is_list=True, info="Two records of Text Embedder, and no more."
        ),
        DropdownInput(
            "similarity_metric",
            "Similarity Metric",
            options=(COSINE, EUCLIDEAN, MANHATTAN),
            value=COSINE,
            info="How nearness is measured.",
        ),
    )
    outputs = (Output("similarity_data", "compute_similarity", types=("Data",), display_name="Similarity Data"),)

    def compute_similarity(self, embedding_vectors: Any = None, similarity_metric: str = COSINE) -> Data:
        """``{similarity_score: {metric: number}}``."""
        found = [record.data.get("embeddings") for record in list_records(embedding_vectors)]
        vectors = [vector for vector in found if isinstance(vector, list) and vector]
        if len(found) != 2 or len(vectors) != 2:
            raise _failed(f"{len(found)} records came in, and two with vectors are needed.")
        first, second = vectors
        if len(first) != len(second):
            raise _failed(f"One vector has {len(first)} numbers, the other {len(second)}.")
        return Data({"similarity_score": {similarity_metric: _measure(similarity_metric, first, second)}})


def _measure(metric: str, first: list[float], second: list[float]) -> float:
    if metric == EUCLIDEAN:
        return math.dist(first, second)
    if metric == MANHATTAN:
        return sum(abs(left - right) for left, right in zip(first, second, strict=True))
    lengths = math.hypot(*first) * math.hypot(*second)
    product = sum(left * right for left, right in zip(first, second, strict=True))
    return product / lengths if lengths else 0.0


def _failed(why: str) -> ComponentError:
    return ComponentError(
        "The vectors were not compared.", why, "Connect two Text Embedder nodes.", field="embedding_vectors"
    )
