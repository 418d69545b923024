"""Qdrant's node: on the local store, or on a Qdrant server."""

from __future__ import annotations

from typing import Any

from runnel.components.vectorstores.fields import EMBEDDING, INGEST_DATA, RETRIEVER, SEARCH_QUERY
from runnel.components.vectorstores.local import open_local
from runnel.components.vectorstores.qdrant_server import DISTANCES, QdrantServer
from runnel.components.vectorstores.server import VectorServer
from runnel.components.vectorstores.store import Store, put_and_find
from runnel.sdk import (
    Component,
    Context,
    Data,
    DropdownInput,
    EmbeddingModel,
    IntInput,
    Output,
    Retriever,
    SecretStrInput,
    StrInput,
)
from runnel.web.address import complete_address

_KEPT = "Kept for files of other versions."
_HERE = "localhost"
_PORT = 6333


class QdrantVectorStoreComponent(Component):
    """Keep records in a collection on this computer, or on a Qdrant server, and find them by meaning.

    Without a server's URL (or a host other than this computer) its collections are kept in Runnel's own store.
    """

    display_name = "Qdrant"
    is_repeatable = False
    icon = "Qdrant"
    inputs = (
        StrInput("collection_name", "Collection Name", required=True, info="The name of the collection."),
        StrInput(
            "host",
            "Host",
            value=_HERE,
            advanced=True,
            info="A Qdrant server's name; for one on this computer give its URL.",
        ),
        IntInput("port", "Port", value=_PORT, advanced=True, info="The server's port."),
        IntInput("grpc_port", "gRPC Port", value=6334, advanced=True, info=_KEPT),
        SecretStrInput(
            "api_key",
            "API Key",
            advanced=True,
            is_variable_optional=True,
            info="Name of the variable that holds the server's key, where it asks for one.",
        ),
        StrInput("prefix", "Prefix", advanced=True, info="What stands before the server's paths."),
        IntInput("timeout", "Timeout", advanced=True, info="Seconds to wait for the server; 60 unless given."),
        StrInput("path", "Path", advanced=True, info="A name for the place of the collection in Runnel's own store."),
        StrInput(
            "url", "URL", advanced=True, info="A Qdrant server, such as http://localhost:6333; empty for our own store."
        ),
        DropdownInput(
            "distance_func",
            "Distance Function",
            options=tuple(DISTANCES),
            value="Cosine",
            advanced=True,
            info="How a server measures nearness in a collection that it makes; here it is the cosine.",
        ),
        StrInput(
            "content_payload_key",
            "Content Payload Key",
            value="page_content",
            advanced=True,
            info="Under which name a server keeps the text.",
        ),
        StrInput(
            "metadata_payload_key",
            "Metadata Payload Key",
            value="metadata",
            advanced=True,
            info="Under which name a server keeps all else.",
        ),
        SEARCH_QUERY,
        INGEST_DATA,
        EMBEDDING,
        IntInput("number_of_results", "Number of Results", value=4, advanced=True, info="How many to find at most."),
    )
    outputs = (
        RETRIEVER,
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
        host: str = _HERE,
        port: int | None = _PORT,
        api_key: str = "",
        prefix: str = "",
        timeout: int | None = None,  # noqa: ASYNC109 - the format names the field so
        path: str = "",
        url: str = "",
        distance_func: str = "Cosine",
        content_payload_key: str = "page_content",
        metadata_payload_key: str = "metadata",
        search_query: str = "",
        ingest_data: Any = None,
        embedding: EmbeddingModel | None = None,
        number_of_results: int | None = 4,
    ) -> list[Data]:
        """The records that were found, the nearest first."""
        address = complete_address(url).rstrip("/")
        if not address and not path.strip() and host.strip() not in ("", _HERE):
            address = f"{'https' if api_key else 'http'}://{host.strip()}:{port or _PORT}"
        store: Store = open_local(context, "Qdrant", path or "all flows", collection_name)
        if address:
            place = f"{address}/{prefix.strip('/ ')}".rstrip("/")
            headers = {"api-key": api_key} if api_key else {}
            server = VectorServer(context.http, "The Qdrant server", place, headers, float(timeout or 60))
            keys = (content_payload_key or "page_content", metadata_payload_key or "metadata")
            store = QdrantServer(server, collection_name.strip(), distance_func, *keys)
        else:
            context.note("Kept in Runnel's own store on this computer; give a URL to use a Qdrant server.")
        return await put_and_find(
            context,
            store,
            records=ingest_data,
            embedding=embedding,
            question=search_query,
            limit=4 if number_of_results is None else number_of_results,
        )

    async def build_base_retriever(
        self,
        context: Context,
        collection_name: str = "",
        host: str = _HERE,
        port: int | None = _PORT,
        api_key: str = "",
        prefix: str = "",
        timeout: int | None = None,  # noqa: ASYNC109 - the format names the field so
        path: str = "",
        url: str = "",
        distance_func: str = "Cosine",
        content_payload_key: str = "page_content",
        metadata_payload_key: str = "metadata",
        ingest_data: Any = None,
        embedding: EmbeddingModel | None = None,
        number_of_results: int | None = 4,
    ) -> Retriever:
        """The same search, for nodes that ask questions of their own."""

        async def find(question: str) -> list[Data]:
            return await self.search_documents(
                context,
                collection_name,
                host,
                port,
                api_key,
                prefix,
                timeout,
                path,
                url,
                distance_func,
                content_payload_key,
                metadata_payload_key,
                question,
                ingest_data,
                embedding,
                number_of_results,
            )

        return Retriever(find)
