"""Astra DB's node: on the local store, or at Astra DB."""

from __future__ import annotations

from typing import Any

from runnel.components.vectorstores.astra_server import AstraServer
from runnel.components.vectorstores.fields import INGEST_DATA, RETRIEVER
from runnel.components.vectorstores.local import LocalStore, open_local
from runnel.components.vectorstores.server import VectorServer
from runnel.components.vectorstores.store import put_and_find
from runnel.sdk import (
    BoolInput,
    Component,
    Context,
    Data,
    DataFrame,
    DictInput,
    DropdownInput,
    EmbeddingModel,
    FloatInput,
    HandleInput,
    IntInput,
    ModelAccess,
    MultilineInput,
    NestedDictInput,
    Output,
    Retriever,
    SecretStrInput,
    StrInput,
)
from runnel.web.address import complete_address

_KEPT = "Kept for files of other versions."
_VECTORIZE = "Astra Vectorize"
_THRESHOLD = "Similarity with score threshold"


class AstraDB(Component):
    """Keep records in a collection, at Astra DB or on this computer, and find them by meaning.

    Without an API endpoint its collections are kept in Runnel's own store, and no token is needed.
    """

    display_name = "Astra DB"
    is_repeatable = False
    icon = "AstraDB"
    needs = "offline"
    inputs = (
        SecretStrInput(
            "token",
            "Astra DB Application Token",
            value="ASTRA_DB_APPLICATION_TOKEN",
            required=True,
            is_variable_optional=True,
            info="Name of the variable that holds the token; not needed without an endpoint.",
        ),
        SecretStrInput(
            "api_endpoint",
            "API Endpoint",
            value="ASTRA_DB_API_ENDPOINT",
            required=True,
            is_variable_optional=True,
            info="The database's address, or a variable that holds it; empty for Runnel's own store on this computer.",
        ),
        StrInput(
            "collection_name",
            "Collection Name",
            required=True,
            info="The name of the collection; empty for one of this flow.",
        ),
        MultilineInput("search_input", "Search Input", info="What to look for."),
        INGEST_DATA,
        StrInput("keyspace", "Keyspace", advanced=True, info="Collections of different keyspaces are different."),
        DropdownInput(
            "embedding_choice",
            "Embedding Model or Astra Vectorize",
            options=("Embedding Model", _VECTORIZE),
            value="Embedding Model",
            real_time_refresh=True,
            info="Who makes the vectors: a model that is connected, or Astra; here words are searched then.",
        ),
        HandleInput(
            "embedding_model", "Embedding Model", input_types=("Embeddings",), info="The model that makes the vectors."
        ),
        DropdownInput(
            "metric",
            "Metric",
            options=("cosine", "dot_product", "euclidean"),
            value="cosine",
            advanced=True,
            info="How Astra measures nearness in a collection that it makes; here it is the cosine.",
        ),
        IntInput("batch_size", "Batch Size", advanced=True, info=_KEPT),
        IntInput("bulk_insert_batch_concurrency", "Bulk Insert Batch Concurrency", advanced=True, info=_KEPT),
        IntInput("bulk_insert_overwrite_concurrency", "Bulk Insert Overwrite Concurrency", advanced=True, info=_KEPT),
        IntInput("bulk_delete_concurrency", "Bulk Delete Concurrency", advanced=True, info=_KEPT),
        DropdownInput("setup_mode", "Setup Mode", options=("Sync", "Off"), value="Sync", advanced=True, info=_KEPT),
        BoolInput(
            "pre_delete_collection", "Pre Delete Collection", advanced=True, info="Empty the collection beforehand."
        ),
        StrInput("metadata_indexing_include", "Metadata Indexing Include", is_list=True, advanced=True, info=_KEPT),
        StrInput("metadata_indexing_exclude", "Metadata Indexing Exclude", is_list=True, advanced=True, info=_KEPT),
        StrInput("collection_indexing_policy", "Collection Indexing Policy", advanced=True, info=_KEPT),
        IntInput("number_of_results", "Number of Results", value=4, advanced=True, info="How many to find at most."),
        DropdownInput(
            "search_type",
            "Search Type",
            options=("Similarity", _THRESHOLD, "MMR (Max Marginal Relevance)"),
            value="Similarity",
            advanced=True,
            info="MMR passes over results that are much like others.",
        ),
        FloatInput(
            "search_score_threshold",
            "Search Score Threshold",
            value=0.0,
            advanced=True,
            info="The least score, from 0 to 1, for the search type that has one.",
        ),
        NestedDictInput(
            "advanced_search_filter",
            "Search Metadata Filter",
            advanced=True,
            info="Entries that a record must have, with these values.",
        ),
        DictInput(
            "search_filter",
            "[DEPRECATED] Search Metadata Filter",
            is_list=True,
            advanced=True,
            info="As the one above.",
        ),
    )
    outputs = (
        RETRIEVER,
        Output(
            "search_results",
            "search_documents",
            types=("Data",),
            display_name="Search Results",
            required_inputs=("api_endpoint", "collection_name", "token"),
        ),
    )

    async def search_documents(
        self,
        context: Context,
        token: str = "",
        api_endpoint: str = "",
        collection_name: str = "",
        search_input: str = "",
        ingest_data: Any = None,
        keyspace: str = "",
        embedding_choice: str = "Embedding Model",
        embedding_model: EmbeddingModel | None = None,
        metric: str = "cosine",
        pre_delete_collection: bool = False,
        number_of_results: int | None = 4,
        search_type: str = "Similarity",
        search_score_threshold: float | None = 0.0,
        advanced_search_filter: dict[str, Any] | None = None,
        search_filter: dict[str, Any] | None = None,
    ) -> list[Data]:
        """The records that were found, the nearest first."""
        limit = 4 if number_of_results is None else number_of_results
        wanted = {**(search_filter or {}), **(advanced_search_filter or {})}
        is_vectorized = embedding_choice == _VECTORIZE
        name = collection_name.strip()
        store: AstraServer | LocalStore
        if api_endpoint.strip():
            address = complete_address(api_endpoint).rstrip("/")
            server = VectorServer(context.http, "Astra DB", address, {"token": token})
            store = AstraServer(server, keyspace.strip(), name, metric, is_vectorized, wanted)
        else:
            context.note("Kept in Runnel's own store on this computer; give an API endpoint to use Astra DB.")
            # Without a name it is a collection of this flow, so that a flow that loads and one that asks can stand in
            # one.
            store = open_local(context, "AstraDB", f"keyspace {keyspace}" if name else "", name)
        if pre_delete_collection:
            await store.clear()
        found = await put_and_find(
            context,
            store,
            records=ingest_data,
            embedding=None if is_vectorized else embedding_model,
            question=search_input,
            # The local store knows no filters: they are applied to more than are asked for.
            limit=limit * 10 if wanted and isinstance(store, LocalStore) else limit,
            is_diverse=search_type.startswith("MMR"),
            least_score=search_score_threshold if search_type == _THRESHOLD else None,
        )
        return [record for record in found if all(record.data.get(name) == wanted[name] for name in wanted)][:limit]

    async def as_dataframe(
        self,
        context: Context,
        token: str = "",
        api_endpoint: str = "",
        collection_name: str = "",
        search_input: str = "",
        ingest_data: Any = None,
        keyspace: str = "",
        embedding_choice: str = "Embedding Model",
        embedding_model: EmbeddingModel | None = None,
        number_of_results: int | None = 4,
        **fields: Any,
    ) -> DataFrame:
        """The records that were found as a table (an output of later files, which ask in ``search_query``)."""
        found = await self.search_documents(
            context,
            token,
            api_endpoint,
            collection_name,
            search_input or str(fields.get("search_query") or ""),
            ingest_data,
            keyspace,
            embedding_choice,
            embedding_model,
            number_of_results=number_of_results,
        )
        return DataFrame([record.data for record in found])

    async def build_base_retriever(
        self,
        context: Context,
        token: str = "",
        api_endpoint: str = "",
        collection_name: str = "",
        ingest_data: Any = None,
        keyspace: str = "",
        embedding_choice: str = "Embedding Model",
        embedding_model: EmbeddingModel | None = None,
        number_of_results: int | None = 4,
    ) -> Retriever:
        """The same search, for nodes that ask questions of their own."""

        async def find(question: str) -> list[Data]:
            return await self.search_documents(
                context,
                token,
                api_endpoint,
                collection_name,
                question,
                ingest_data,
                keyspace,
                embedding_choice,
                embedding_model,
                number_of_results=number_of_results,
            )

        return Retriever(find)

    async def update_node(self, node: dict[str, Any], field: str, value: Any, models: ModelAccess) -> None:
        """Show the handle of the embedding model where one is wanted."""
        if field == "embedding_choice":
            node["template"]["embedding_model"]["show"] = value != _VECTORIZE
