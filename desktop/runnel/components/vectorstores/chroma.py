"""Chroma's node on the local store."""

from __future__ import annotations

from typing import Any

from runnel.components.local_store import Retriever, collection_path, put_and_find
from runnel.sdk import (
    BoolInput,
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
    StrInput,
)

_KEPT = "Kept for files of other versions: the records stay on this computer."


class Chroma(Component):
    """Keep records in a store on this computer and find them by meaning.

    Stands for Chroma DB: its collections are kept in Runnel's own store.
    """

    display_name = "Chroma DB"
    is_repeatable = False
    icon = "Chroma"
    inputs = (
        StrInput("collection_name", "Collection Name", value="langflow", info="The name of the collection."),
        StrInput(
            "persist_directory",
            "Persist Directory",
            info="A name for the place of the collection; empty for one that belongs to this flow alone.",
        ),
        MultilineInput("search_query", "Search Query", info="What to look for."),
        DataInput("ingest_data", "Ingest Data", is_list=True, info="Records to put in; those that are there stay."),
        HandleInput("embedding", "Embedding", input_types=("Embeddings",), info="The model that makes the vectors."),
        StrInput("chroma_server_cors_allow_origins", "Server CORS Allow Origins", advanced=True, info=_KEPT),
        StrInput("chroma_server_host", "Server Host", advanced=True, info=_KEPT),
        IntInput("chroma_server_http_port", "Server HTTP Port", advanced=True, info=_KEPT),
        IntInput("chroma_server_grpc_port", "Server gRPC Port", advanced=True, info=_KEPT),
        BoolInput("chroma_server_ssl_enabled", "Server SSL Enabled", advanced=True, info=_KEPT),
        BoolInput("allow_duplicates", "Allow Duplicates", advanced=True, info="Put records in that are there already."),
        DropdownInput(
            "search_type",
            "Search Type",
            options=("Similarity", "MMR"),
            value="Similarity",
            advanced=True,
            info="MMR passes over results that are much like others.",
        ),
        IntInput("number_of_results", "Number of Results", value=10, advanced=True, info="How many to find at most."),
        IntInput("limit", "Limit", advanced=True, info=_KEPT),
    )
    outputs = (
        Output("base_retriever", "build_base_retriever", types=("Retriever",), display_name="Retriever"),
        Output("search_results", "search_documents", types=("Data",), display_name="Search Results"),
    )

    async def search_documents(
        self,
        context: Context,
        collection_name: str = "langflow",
        persist_directory: str = "",
        search_query: str = "",
        ingest_data: Any = None,
        embedding: EmbeddingModel | None = None,
        allow_duplicates: bool = False,
        search_type: str = "Similarity",
        number_of_results: int | None = 10,
    ) -> list[Data]:
        """The records that were found, the nearest first."""
        return await put_and_find(
            context,
            collection_path(context, "Chroma", persist_directory, collection_name),
            records=ingest_data,
            embedding=embedding,
            question=search_query,
            limit=10 if number_of_results is None else number_of_results,
            is_diverse=search_type == "MMR",
            with_duplicates=allow_duplicates,
        )

    async def build_base_retriever(
        self,
        context: Context,
        collection_name: str = "langflow",
        persist_directory: str = "",
        ingest_data: Any = None,
        embedding: EmbeddingModel | None = None,
        number_of_results: int | None = 10,
    ) -> Retriever:
        """The same search, for nodes that ask questions of their own."""

        async def find(question: str) -> list[Data]:
            return await self.search_documents(
                context,
                collection_name,
                persist_directory,
                question,
                ingest_data,
                embedding,
                number_of_results=number_of_results,
            )

        return Retriever(find)
