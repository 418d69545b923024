"""Search over the user's own documents: by words without a model, and by meaning too where one is connected."""

from __future__ import annotations

import asyncio
import hashlib
import json
import threading
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from runnel.knowledge import thread, watch, word_index
from runnel.knowledge.documents import DOCUMENT_SUFFIXES, Document, Part, read_file, shown_name
from runnel.knowledge.folder import list_files, open_folder
from runnel.knowledge.passage_vectors import find_by_meaning, fuse, list_without_vector, put_vectors
from runnel.knowledge.word_index import Hit, IndexSource, Match, Update
from runnel.sdk import (
    Component,
    ComponentError,
    Context,
    Data,
    DataInput,
    DropdownInput,
    EmbeddingModel,
    FileInput,
    HandleInput,
    IntInput,
    Message,
    MultilineInput,
    Output,
    StrInput,
)
from runnel.shaping.record_list import list_records

FILE_TYPES = (*sorted(DOCUMENT_SUFFIXES), "zip")
WORDS = "Words"
_CANDIDATES = 5
"""How many times as many passages are looked at by words and by meaning before they are fused."""
_EMBEDDED_AT_ONCE = 64
PARTS_OF_WORDS = "Parts of words"


class LocalSearch(Component):
    """Find the passages of your own documents that answer a question, offline, with their sources.

    They are found by their words, and by their meaning too where an embedding model is connected. Documents come from
    a folder on this computer, from files, or from other nodes. They are indexed on the first search; later searches
    read only what has changed, and a folder's index follows its files while nobody asks.
    """

    display_name = "Local Search"
    is_repeatable = False
    icon = "search"
    inputs = (
        MultilineInput("search_query", "Question", tool_mode=True, info="What to look for; a whole question is fine."),
        FileInput("files", "Files", file_types=FILE_TYPES, is_list=True, info="Documents to search in."),
        DataInput("ingest_data", "Documents", is_list=True, info="Texts from other nodes to search in."),
        StrInput(
            "folder",
            "Folder",
            info="A folder on this computer to search in, with all folders below it.",
            placeholder="~/Documents",
            extra={"is_local_path": True},
        ),
        IntInput("number_of_results", "Number of Results", value=4, info="How many passages to pass on at most."),
        DropdownInput(
            "match",
            "Match",
            options=(WORDS, PARTS_OF_WORDS),
            value=WORDS,
            advanced=True,
            info="Parts of words finds text inside longer words, and texts without spaces between words.",
        ),
        HandleInput(
            "embedding",
            "Embedding",
            input_types=("Embeddings",),
            info="A model by which passages are found by meaning too; without one words alone count.",
        ),
    )
    outputs = (
        Output("search_results", "search_documents", types=("Data",), display_name="Passages"),
        Output("text", "search_text", display_name="Text"),
    )

    async def search_documents(
        self,
        context: Context,
        search_query: str = "",
        files: list[Path] | None = None,
        ingest_data: Any = None,
        folder: str = "",
        number_of_results: int | None = 4,
        match: str = WORDS,
        embedding: EmbeddingModel | None = None,
    ) -> list[Data]:
        """A record per passage, the best first: text, snippet, source, place, heading, score. None for no question."""
        hits = await _search(
            context, search_query, files or [], ingest_data, folder, number_of_results, match, embedding
        )
        return [Data(_entries(hit)) for hit in hits]

    async def search_text(
        self,
        context: Context,
        search_query: str = "",
        files: list[Path] | None = None,
        ingest_data: Any = None,
        folder: str = "",
        number_of_results: int | None = 4,
        match: str = WORDS,
        embedding: EmbeddingModel | None = None,
    ) -> Message:
        """The passages as a Markdown list to read: sources as headings, the words that were found in bold."""
        hits = await _search(
            context, search_query, files or [], ingest_data, folder, number_of_results, match, embedding
        )
        if not hits:
            return Message(text=f"Nothing was found for “{search_query.strip()}”. Try other words, or fewer.")
        return Message(text="\n\n".join(f"{n}. **{_label(hit)}**  \n   {hit.snippet}" for n, hit in enumerate(hits, 1)))


async def _search(
    context: Context,
    question: str,
    files: Sequence[Path],
    wired: Any,
    folder: str,
    limit: int | None,
    match: str,
    embedding: EmbeddingModel | None,
) -> list[Hit]:
    records = list_records(wired)
    if not files and not records and not folder.strip():
        raise ComponentError(
            f"{context.display_name} has nothing to search in.",
            "No file, folder or document is given.",
            "Choose files, name a folder, or connect documents.",
            field="files",
        )
    root = open_folder(folder) if folder.strip() else None
    how: Match = "parts" if match == PARTS_OF_WORDS else "words"
    path = context.index_dir() / f"{_index_name(context, files, records, root, how)}.sqlite"

    def list_sources() -> list[IndexSource]:
        found = [_file_source(file, f"file:{file}", shown_name(file)) for file in files]
        if root:
            found += [
                IndexSource(
                    f"folder:{file.name}", file.name, file.stamp, partial(_read_in_folder, file.path, file.name)
                )
                for file in list_files(root)
            ]
        return found + [_record_source(number, record) for number, record in enumerate(records, start=1)]

    most = 4 if limit is None else limit
    sources = await asyncio.to_thread(list_sources)
    looked_at = most if embedding is None else most * _CANDIDATES
    hits, update = await thread.run(lambda stop: word_index.search(path, how, sources, question, looked_at, stop))
    _tell(context, update)
    if root and not records:
        watch.keep_indexed(path, how, list_sources, sources)
    if embedding is None:
        context.note("Found by words only: no embedding model is connected.")
        return hits
    await _embed_passages(context, path, how, embedding)
    if not question.strip():
        return []
    (vector,) = await embedding.embed([question])
    near = await thread.run(lambda stop: find_by_meaning(path, how, question, vector, embedding.model_name, looked_at))
    return fuse(hits, near, most)


async def _embed_passages(context: Context, path: Path, match: Match, embedding: EmbeddingModel) -> None:
    """Make the vectors that are missing, some at a time: what is made stays when the run is stopped."""
    name = embedding.model_name
    count = 0
    while missing := await thread.run(lambda stop: list_without_vector(path, match, name, _EMBEDDED_AT_ONCE)):
        numbers = [number for number, _ in missing]
        vectors = await embedding.embed([text for _, text in missing])
        await thread.run(partial(_put_vectors, path, match, name, numbers, vectors))
        count += len(numbers)
    if count:
        context.log(f"{count} passages got vectors by {name}", name="Index")


def _put_vectors(
    path: Path, match: Match, name: str, numbers: list[int], vectors: list[list[float]], _: threading.Event
) -> None:
    put_vectors(path, match, name, numbers, vectors)


def _index_name(
    context: Context, files: Sequence[Path], records: Sequence[Data], root: Path | None, match: Match
) -> str:
    """One index per set of places and way to match; texts from other nodes belong to this node of this flow."""
    places = [match, str(root or ""), sorted(map(str, files)), [context.flow_id, context.vertex_id] if records else []]
    return hashlib.sha256(json.dumps(places).encode()).hexdigest()[:24]


def _file_source(path: Path, key: str, name: str) -> IndexSource:
    try:
        status = path.stat()
    except OSError:
        return IndexSource(key, name, "", partial(read_file, path))
    return IndexSource(key, name, f"{status.st_mtime_ns}:{status.st_size}", partial(read_file, path))


def _read_in_folder(path: Path, name: str) -> list[Document]:
    """The documents under their name from the folder on, which tells apart files of one name."""
    documents = read_file(path)
    return [
        Document(name + document.name.removeprefix(shown_name(path)), document.parts, document.title)
        for document in documents
    ]


def _record_source(number: int, record: Data) -> IndexSource:
    entries = record.data
    given = next(
        (str(entries[key]) for key in ("source", "file_path", "title") if entries.get(key)), f"Document {number}"
    )
    name = given if "://" in given else given.rpartition("/")[2] or given
    stamp = hashlib.sha256(record.text.encode()).hexdigest()
    return IndexSource(f"record:{number}", name, stamp, lambda: [Document(name, (Part(record.text),))])


def _tell(context: Context, update: Update) -> None:
    if update.written or update.removed:
        context.log(f"{update.written} of {update.total} documents read, {update.removed} dropped", name="Index")
    for name, why in update.skipped:
        context.log(f"{name}: {why}", name="Skipped")
    if update.skipped:
        context.note(f"{len(update.skipped)} of {update.total} documents could not be read.")


def _entries(hit: Hit) -> dict[str, Any]:
    return {
        "text": hit.text,
        "snippet": hit.snippet,
        "source": hit.source,
        "place": hit.place,
        "heading": hit.heading,
        "score": hit.score,
    }


def _label(hit: Hit) -> str:
    return ", ".join(filter(None, (f"{hit.source} › {hit.heading}" if hit.heading else hit.source, hit.place)))
