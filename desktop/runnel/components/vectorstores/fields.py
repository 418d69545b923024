"""Inputs and outputs that vector stores have in common."""

from __future__ import annotations

from runnel.sdk import DataInput, HandleInput, MultilineInput, Output

SEARCH_QUERY = MultilineInput("search_query", "Search Query", info="What to look for.")
INGEST_DATA = DataInput("ingest_data", "Ingest Data", is_list=True, info="Records to put in; those there stay.")
EMBEDDING = HandleInput(
    "embedding", "Embedding", input_types=("Embeddings",), info="The model that makes the vectors; else words count."
)
RETRIEVER = Output("base_retriever", "build_base_retriever", types=("Retriever",), display_name="Retriever")
