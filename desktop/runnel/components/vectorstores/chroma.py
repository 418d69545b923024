"""Chroma's node: on the local store, or on a Chroma server."""

from __future__ import annotations

from typing import Any

from runnel.components.vectorstores.chroma_server import ChromaServer
from runnel.components.vectorstores.fields import EMBEDDING, INGEST_DATA, RETRIEVER, SEARCH_QUERY
from runnel.components.vectorstores.local import open_local
from runnel.components.vectorstores.server import VectorServer
from runnel.components.vectorstores.store import Store, put_and_find
from runnel.sdk import (
    BoolInput,
    Component,
    Context,
    Data,
    DropdownInput,
    EmbeddingModel,
    IntInput,
    Output,
    Retriever,
    StrInput,
)

_KEPT = "Kept for files of other versions."
_PORT = 8000


class Chroma(Component):
    """Keep records in a store on this computer, or on a Chroma server, and find them by meaning.

    Without a server's host its collections are kept in Runnel's own store.
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
        SEARCH_QUERY,
        INGEST_DATA,
        EMBEDDING,
        StrInput("chroma_server_cors_allow_origins", "Server CORS Allow Origins", advanced=True, info=_KEPT),
        StrInput(
            "chroma_server_host",
            "Server Host",
            advanced=True,
            info="A Chroma server, such as localhost; empty for Runnel's own store.",
        ),
        IntInput(
            "chroma_server_http_port", "Server HTTP Port", advanced=True, info="The server's port; 8000 unless given."
        ),
        IntInput("chroma_server_grpc_port", "Server gRPC Port", advanced=True, info=_KEPT),
        BoolInput("chroma_server_ssl_enabled", "Server SSL Enabled", advanced=True, info="Call the server by https."),
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
        RETRIEVER,
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
        chroma_server_host: str = "",
        chroma_server_http_port: int | None = None,
        chroma_server_ssl_enabled: bool = False,
        allow_duplicates: bool = False,
        search_type: str = "Similarity",
        number_of_results: int | None = 10,
    ) -> list[Data]:
        """The records that were found, the nearest first."""
        host = chroma_server_host.strip().removeprefix("http://").removeprefix("https://").rstrip("/")
        store: Store = open_local(context, "Chroma", persist_directory, collection_name)
        if host:
            scheme = "https" if chroma_server_ssl_enabled else "http"
            address = f"{scheme}://{host}:{chroma_server_http_port or _PORT}"
            store = ChromaServer(VectorServer(context.http, "The Chroma server", address), collection_name.strip())
        return await put_and_find(
            context,
            store,
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
        chroma_server_host: str = "",
        chroma_server_http_port: int | None = None,
        chroma_server_ssl_enabled: bool = False,
        search_type: str = "Similarity",
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
                chroma_server_host,
                chroma_server_http_port,
                chroma_server_ssl_enabled,
                search_type=search_type,
                number_of_results=number_of_results,
            )

        return Retriever(find)
