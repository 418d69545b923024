"""A named collection of texts, as later files have it."""

from __future__ import annotations

import json
from typing import Any

from runnel.components.vectorstores.local import LocalStore, open_local
from runnel.components.vectorstores.store import put_and_find
from runnel.knowledge.chunks import RECURSIVE_SEPARATORS, split_recursively
from runnel.sdk import (
    BoolInput,
    Component,
    ComponentError,
    Context,
    Data,
    DataFrame,
    DropdownInput,
    HandleInput,
    IntInput,
    MessageTextInput,
    Output,
)
from runnel.shaping.record_list import list_records

INGEST, RETRIEVE = "Ingest", "Retrieve"


class Knowledge(Component):
    """Put texts into a named collection on this computer, or find some in it by their words."""

    display_name = "Knowledge"
    is_repeatable = False
    icon = "library"
    inputs = (
        DropdownInput("mode", "Mode", options=(INGEST, RETRIEVE), value=RETRIEVE, info="Put in, or find."),
        DropdownInput("knowledge_base", "Knowledge", combobox=True, info="The name of the collection."),
        MessageTextInput("search_query", "Search Query", tool_mode=True, info="What to look for."),
        HandleInput(
            "input_df",
            "Input",
            input_types=("Message", "Data", "JSON", "DataFrame", "Table"),
            info="The texts to put in.",
        ),
        IntInput("top_k", "Top K Results", value=5, advanced=True, info="How many to find at most."),
        IntInput("chunk_size", "Chunk Size", value=1000, advanced=True, info="Longer texts are cut to this length."),
        BoolInput("allow_duplicates", "Allow Duplicates", advanced=True, info="Put texts in that are there already."),
        BoolInput("include_metadata", "Include Metadata", value=True, advanced=True, info="Pass on all entries."),
    )
    outputs = (
        Output("retrieve_data", "retrieve_data", types=("DataFrame",), display_name="Results"),
        Output("dataframe_output", "build_kb_info", types=("Data",), display_name="Ingested"),
    )

    async def retrieve_data(
        self,
        context: Context,
        knowledge_base: str = "",
        search_query: str = "",
        top_k: int | None = 5,
        include_metadata: bool = True,
        **fields: Any,
    ) -> DataFrame:
        """A row per text that was found, the best first: ``content``, ``text`` again, and what else was put in."""
        found = await put_and_find(
            context,
            _store(context, knowledge_base),
            records=None,
            embedding=None,
            question=search_query,
            limit=50 if fields.get("metadata_filter") else 5 if top_k is None else top_k,
        )
        wanted = _filter(fields.get("metadata_filter"))
        rows = [record for record in found if all(record.data.get(name) == wanted[name] for name in wanted)]
        # Templates of later files name the text ``content``.
        texts = [{"content": row.text, "text": row.text} for row in rows]
        entries = [{**text, **row.data} if include_metadata else text for text, row in zip(texts, rows, strict=True)]
        return DataFrame(entries[: top_k or 5])

    async def build_kb_info(
        self,
        context: Context,
        knowledge_base: str = "",
        input_df: Any = None,
        chunk_size: int | None = 1000,
        allow_duplicates: bool = False,
    ) -> Data:
        """What was put in: ``{knowledge_base, chunks}``."""
        size = max(1, chunk_size or 1000)
        chunks = [
            Data({**record.data, "text": chunk})
            for record in list_records(input_df)
            for chunk in split_recursively(record.text, RECURSIVE_SEPARATORS, size, 0)
        ]
        await put_and_find(
            context,
            _store(context, knowledge_base),
            records=chunks,
            embedding=None,
            question="",
            limit=0,
            with_duplicates=allow_duplicates,
        )
        return Data({"knowledge_base": knowledge_base, "chunks": len(chunks)})


def _store(context: Context, name: str) -> LocalStore:
    if not name.strip():
        raise ComponentError(
            f"{context.display_name} has no collection.", "No name is chosen.", "Name one.", field="knowledge_base"
        )
    return open_local(context, "Knowledge", "all flows", name)


def _filter(value: Any) -> dict[str, Any]:
    if not value:
        return {}
    try:
        wanted = json.loads(str(value))
    except ValueError:
        wanted = None
    if not isinstance(wanted, dict):
        raise ComponentError(
            "The collection was not searched.",
            "The metadata filter is no JSON object.",
            'Write it such as {"source": "guide.md"}.',
            field="metadata_filter",
        )
    return wanted
