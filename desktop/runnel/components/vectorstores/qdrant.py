"""Qdrant's node on the local store."""

from __future__ import annotations

from typing import Any

from runnel.components.local_store import Retriever, collection_path, put_and_find
from runnel.sdk import (
    Component,
    Context,
    Data,
    DataInput,
    DropdownInput,
    EmbeddingModel,
    HandleInput,
    IntInput,
    MultilineInput,
    Output,
    SecretStrInput,
    StrInput,
)

_KEPT = "Kept for files of other versions: the records stay on this computer."


class QdrantVectorStoreComponent(Component):
    """Keep records in a collection on this computer and find them by meaning.

    Stands for Qdrant: its collections are kept in Runnel's own store.
    """

    display_name = "Qdrant"
    is_repeatable = False
    icon = "Qdrant"
    inputs = (
        StrInput("collection_name", "Collection Name", required=True, info="The name of the collection."),
        StrInput("host", "Host", value="localhost", advanced=True, info=_KEPT),
        IntInput("port", "Port", value=6333, advanced=True, info=_KEPT),
        IntInput("grpc_port", "gRPC Port", value=6334, advanced=True, info=_KEPT),
        SecretStrInput("api_key", "API Key", advanced=True, is_variable_optional=True, info=_KEPT),
        StrInput("prefix", "Prefix", advanced=True, info=_KEPT),
        IntInput("timeout", "Timeout", advanced=True, info=_KEPT),
        StrInput("path", "Path", advanced=True, info="A name for the place of the collection."),
        StrInput("url", "URL", advanced=True, info=_KEPT),
        DropdownInput(
            "distance_func",
            "Distance Function",
            options=("Cosine", "Euclidean", "Dot Product"),
            value="Cosine",
            advanced=True,
            info="Kept for files of other versions: nearness is measured by the cosine.",
        ),
        StrInput("content_payload_key", "Content Payload Key", value="page_content", advanced=True, info=_KEPT),
        StrInput("metadata_payload_key", "Metadata Payload Key", value="metadata", advanced=True, info=_KEPT),
        MultilineInput("search_query", "Search Query", info="What to look for."),
        DataInput("ingest_data", "Ingest Data", is_list=True, info="Records to put in; those that are there stay."),
        HandleInput("embedding", "Embedding", input_types=("Embeddings",), info="The model that makes the vectors."),
        IntInput("number_of_results", "Number of Results", value=4, advanced=True, info="How many to find at most."),
    )
    outputs = (
        Output("base_retriever", "build_base_retriever", types=("Retriever",), display_name="Retriever"),
        Output(
            "search_results",
            "search_documents",
            types=("Data",),
            display_name="Search Results",
            required_inputs=("collection_name",),
        ),
    )

    async def search_documents(
        self,
        context: Context,
        collection_name: str = "",
        path: str = "",
        search_query: str = "",
        ingest_data: Any = None,
        embedding: EmbeddingModel | None = None,
        number_of_results: int | None = 4,
    ) -> list[Data]:
        """The records that were found, the nearest first."""
        context.note("Kept in Runnel's own store on this computer, not at a Qdrant server.")
        return await put_and_find(
            context,
            collection_path(context, "Qdrant", path or "all flows", collection_name),
            records=ingest_data,
            embedding=embedding,
            question=search_query,
            limit=4 if number_of_results is None else number_of_results,
        )

    async def build_base_retriever(
        self,
        context: Context,
        collection_name: str = "",
        path: str = "",
        ingest_data: Any = None,
        embedding: EmbeddingModel | None = None,
        number_of_results: int | None = 4,
    ) -> Retriever:
        """The same search, for nodes that ask questions of their own."""

        async def find(question: str) -> list[Data]:
            return await self.search_documents(
                context, collection_name, path, question, ingest_data, embedding, number_of_results
            )

        return Retriever(find)
