"""Finding what was said before, as later files have it."""

from __future__ import annotations

import hashlib

from runnel.knowledge import thread, word_index
from runnel.knowledge.documents import Document, Part
from runnel.knowledge.word_index import IndexSource
from runnel.sdk import (
    BoolInput,
    Component,
    Context,
    DataFrame,
    DropdownInput,
    IntInput,
    Message,
    MessageTextInput,
    Output,
)
from runnel.shaping.message_record import message_record


class MemoryBase(Component):
    """Find messages of earlier conversations by their words."""

    display_name = "Memory Base"
    is_repeatable = False
    icon = "brain"
    inputs = (
        DropdownInput("memory_base", "Memory", combobox=True, advanced=True, info="Kept for files of other versions."),
        MessageTextInput("search_query", "Search Query", tool_mode=True, info="What to look for."),
        IntInput("top_k", "Top K Results", value=5, advanced=True, info="How many messages to find at most."),
        BoolInput(
            "filter_by_session",
            "Filter by Session",
            value=True,
            advanced=True,
            info="Look through this conversation only.",
        ),
        BoolInput("include_metadata", "Include Metadata", value=True, advanced=True, info="Pass on sender and time."),
    )
    outputs = (Output("retrieve_data", "retrieve_data", types=("DataFrame",), display_name="Results"),)

    async def retrieve_data(
        self,
        context: Context,
        search_query: str = "",
        top_k: int | None = 5,
        filter_by_session: bool = True,
        include_metadata: bool = True,
    ) -> DataFrame:
        """A row per message that was found, the best first."""
        session_id = context.session_id if filter_by_session else None
        messages = await context.list_messages(session_id=session_id or None)
        by_id = {str(message.id): message for message in messages if message.text}
        sources = [_source(key, message) for key, message in by_id.items()]
        name = hashlib.sha256(f"messages of {session_id or 'all sessions'}".encode()).hexdigest()[:24]
        path = context.index_dir() / f"{name}.sqlite"
        limit = 5 if top_k is None else top_k
        hits, _ = await thread.run(lambda stop: word_index.search(path, "words", sources, search_query, limit, stop))
        rows = [message_record(by_id[hit.source]) for hit in hits]
        return DataFrame(rows if include_metadata else [{"text": row["text"]} for row in rows])


def _source(key: str, message: Message) -> IndexSource:
    stamp = hashlib.sha256(message.text.encode()).hexdigest()
    return IndexSource(key, key, stamp, lambda: [Document(key, (Part(message.text),))])
