"""FAISS' node on the local store."""

from __future__ import annotations

from typing import Any

from runnel.components.vectorstores.fields import EMBEDDING, INGEST_DATA, RETRIEVER, SEARCH_QUERY
from runnel.components.vectorstores.local import open_local
from runnel.components.vectorstores.store import put_and_find
from runnel.sdk import (
    BoolInput,
    Component,
    Context,
    Data,
    EmbeddingModel,
    IntInput,
    Output,
    Retriever,
    StrInput,
)


class FAISS(Component):
    """Keep records in an index on this computer and find them by meaning.

    Stands for FAISS: its indexes are kept in Runnel's own store, never read from foreign files.
    """

    display_name = "FAISS"
    is_repeatable = False
    icon = "FAISS"
    inputs = (
        StrInput("index_name", "Index Name", value="langflow_index", info="The name of the index."),
        StrInput(
            "persist_directory",
            "Persist Directory",
            info="A name for the place of the index; empty for one that belongs to this flow alone.",
        ),
        SEARCH_QUERY,
        INGEST_DATA,
        BoolInput(
            "allow_dangerous_deserialization",
            "Allow Dangerous Deserialization",
            value=True,
            advanced=True,
            info="Kept for files of other versions: nothing is ever deserialised here.",
        ),
        EMBEDDING,
        IntInput("number_of_results", "Number of Results", value=4, advanced=True, info="How many to find at most."),
    )
    outputs = (
        RETRIEVER,
        Output("search_results", "search_documents", types=("Data",), display_name="Search Results"),
    )

    async def search_documents(
        self,
        context: Context,
        index_name: str = "langflow_index",
        persist_directory: str = "",
        search_query: str = "",
        ingest_data: Any = None,
        embedding: EmbeddingModel | None = None,
        number_of_results: int | None = 4,
    ) -> list[Data]:
        """The records that were found, the nearest first."""
        return await put_and_find(
            context,
            open_local(context, "FAISS", persist_directory, index_name),
            records=ingest_data,
            embedding=embedding,
            question=search_query,
            limit=4 if number_of_results is None else number_of_results,
        )

    async def build_base_retriever(
        self,
        context: Context,
        index_name: str = "langflow_index",
        persist_directory: str = "",
        ingest_data: Any = None,
        embedding: EmbeddingModel | None = None,
        number_of_results: int | None = 4,
    ) -> Retriever:
        """The same search, for nodes that ask questions of their own."""

        async def find(question: str) -> list[Data]:
            return await self.search_documents(
                context,
                index_name,
                persist_directory,
                question,
                ingest_data,
                embedding,
                number_of_results=number_of_results,
            )

        return Retriever(find)
