"""`RunContext`: what a component sees of its run; one for each vertex build."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping, MutableMapping, Sequence
from contextlib import aclosing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal, Protocol
from uuid import uuid4

import msgspec

from runnel.errors import ComponentError
from runnel.graph import ITEM_OUTPUT
from runnel.runs.carried_code import not_trusted
from runnel.runs.child_listener import ChildListener, no_tools
from runnel.runs.failure import SourceFailed, as_component_error
from runnel.runs.outside import Outside
from runnel.runs.prepared import PreparedFlow, PreparedVertex
from runnel.runs.questions import Asker
from runnel.runs.recording import Recording
from runnel.runs.results import VertexResult, timestamp_text
from runnel.runs.stored_values import NotStorable, read_value, store_value
from runnel.runs.values import UNSET
from runnel.sandbox import values as sandbox_values
from runnel.sdk import (
    BranchResult,
    FlowAccess,
    FlowOutput,
    Http,
    Message,
    ModelAccess,
    PythonResult,
    Source,
    Usage,
)


class Teller(Protocol):
    """What a context needs of its run: its identity, and a place to tell and to write."""

    flow: PreparedFlow
    flow_id: str
    session_id: str
    run_id: str
    outside: Outside
    recording: Recording | None
    """Where what the run costs is noted; None: no record of it is kept."""
    is_silent: bool
    """Whether the chat nodes of the run neither show nor store anything: it is part of another one."""
    states: MutableMapping[str, Any]
    """What was written under a name for the rest of the run."""
    usages: dict[str, Usage]
    """What the model calls of each vertex have cost so far."""

    @property
    def results(self) -> Mapping[str, VertexResult]:
        """Results so far, of vertices that are built and active."""

    @property
    def is_heard(self) -> bool:
        """Whether anybody listens to events; if not, none need be made."""

    def tell(self, event: str, data: Any) -> None:
        """Send a build event."""

    def tell_own(self, event: str, data: Any) -> None:
        """Send an event that only our own UI knows, where it is the one that listens."""

    def is_planned(self, vertex_id: str) -> bool:
        """Whether a vertex belongs to this run."""

    def returned(self, vertex_id: str, output_name: str) -> list[Any]:
        """What came back into an output of a loop so far."""

    @property
    def outermost(self) -> Asker:
        """The run that it lies within: itself, for most."""

    def next_place(self, build: str) -> str:
        """Where in the run the next thing lies that a vertex build has done: the same when it is built again later."""

    async def run_flow(
        self, place: str, name: str, input_value: str, tweaks: Mapping[str, Any], on_usage: Callable[[Usage], None]
    ) -> list[FlowOutput]:
        """Run another flow within this run; see `runnel.sdk.Context.run_flow`.

        ``place`` tells it from others, ``on_usage`` is told what it cost.
        """

    async def build_branch(
        self, owner: PreparedVertex, place: str, given: Mapping[str, Any]
    ) -> tuple[list[Any], SourceFailed | None]:
        """Build what a vertex has built itself, once: the values at its ends, and what a vertex in it failed of."""

    async def branch_key(self, owner: PreparedVertex, name: str) -> str:
        """The key of all that goes into the branch that ends in a field; empty where there is none."""

    async def pull(self, owner: PreparedVertex, place: str, name: str) -> Any:
        """The value of a field, for which the branch that ends in it is built now. Raises `SourceFailed`."""

    def write(self, message: Message) -> None:
        """Store a message; the run's end waits for it."""

    def leave_open(self, vertex_id: str, message: Message) -> bool:
        """Keep a message whose text is to be streamed when it is asked for; false where it must be read now."""

    async def written(self) -> None:
        """Wait until all that was written is stored."""


class RunContext:
    """Implements `runnel.sdk.Context` for one vertex build."""

    def __init__(self, run: Teller, prepared: PreparedVertex, visit: int, *, is_silent: bool = False) -> None:
        """``is_silent``: an agent uses the node as a tool, so its chat messages are neither shown nor stored."""
        self._run = run
        self._is_silent = is_silent or run.is_silent
        self._prepared = prepared
        self.flow_id = run.flow_id
        self.session_id = run.session_id
        self.run_id = run.run_id
        self.vertex_id = prepared.vertex.id
        self.display_name = prepared.vertex.display_name
        self.visit = visit
        self.http: Http = run.outside.http
        self.models: ModelAccess = run.outside.models
        self.flows: FlowAccess = run.outside.flows
        self.output_name = ""
        """The output that is being computed; its log takes what is logged."""
        self.values: dict[str, Any] = {}
        """Outputs that this build has computed: one that another asks for is not computed twice."""
        self.stopped: set[str] = set()
        self.logs: dict[str, list[dict[str, Any]]] = {}
        self.usage: Usage | None = None
        self.model_name = ""
        """The model that really answers, where it is not the one the node names."""

    async def send_message(self, message: Message) -> Message:
        """Store a message and show it in the chat; a stream is read here, each piece a ``token``.

        What came of a stream that breaks off or is stopped is stored too: the chat has shown it.
        """
        if self._is_silent:
            return await _whole(message)
        if not message.session_id:
            return message
        is_new = message.id is None
        sent = message.copy(id=message.id or str(uuid4()), flow_id=message.flow_id or self.flow_id)
        if is_new:
            sent.timestamp = datetime.now(UTC)
        if sent.stream is not None:
            if self._run.leave_open(self.vertex_id, sent):
                return sent
            await self._send_stream(sent)
        elif self._run.is_heard:
            self._run.tell("add_message", sent.record())
        self._run.write(sent)
        return sent

    async def _send_stream(self, message: Message) -> None:
        stream = message.stream
        assert stream is not None
        message.stream = None
        pieces: list[str] = []
        tell = self._run.tell
        token = {"chunk": "", "id": message.id, "timestamp": timestamp_text(message.timestamp)}
        try:
            async with aclosing(read_pieces(stream)) as reading:
                async for piece in reading:
                    pieces.append(piece)
                    if self._run.is_heard:
                        if len(pieces) == 1:
                            message.text = piece
                            tell("add_message", message.record())
                        tell("token", {**token, "chunk": piece})
        except BaseException:
            message.text = "".join(pieces)
            if pieces:
                self._run.write(message)
            raise
        message.text = "".join(pieces)
        if self._run.is_heard:
            if not pieces:
                tell("add_message", message.record())
            tell("token", token)

    async def run_flow(
        self, name: str, *, input_value: str = "", tweaks: Mapping[str, Any] | None = None
    ) -> list[FlowOutput]:
        """Run another saved flow within this run, and give what its outputs gave."""
        return await self._run.run_flow(self._next_place(), name, input_value, tweaks or {}, self.record_usage)

    def _next_place(self) -> str:
        return self._run.next_place(f"{self.vertex_id} {self.visit}")

    async def ask(self, text: str, choices: Sequence[str] = ()) -> str:
        """Ask a person, and wait for the answer."""
        run = self._run
        place = f"{run.run_id} {self._next_place()}"
        return await run.outside.questions.ask(run.outermost, place, self.vertex_id, self.display_name, text, choices)

    async def build_branch(self, item: Any, index: int) -> BranchResult:
        """Build what follows the output ``item`` once, with this value."""
        place = f"{self.vertex_id} {self.visit} item {index}"
        found, failed = await self._run.build_branch(self._prepared, place, {ITEM_OUTPUT: item})
        if failed is None:
            return BranchResult(found)
        vertex = self._run.flow.vertices[failed.vertex_id].vertex
        return BranchResult([], as_component_error(failed.cause), vertex.display_name)

    async def pull_cached(self, input_name: str, key: str, seconds: float | None) -> Any:
        """The value of an input as it was kept under a key, else as it is when what only it needs is built now."""
        run, store = self._run, self._run.outside.results
        full_key = f"given {key}" if key else await run.branch_key(self._prepared, input_name)
        if not full_key:
            raise ComponentError(
                f"{self.display_name} cannot tell whether its value is still right.",
                "Something goes into the nodes behind it that has no name, such as a tool.",
                "Fill in Key.",
                field="key",
            )
        found = await store.find_cached(self.flow_id, self.vertex_id, full_key) if store is not None else None
        if found is not None:
            self.note("Taken from the cache")
            return read_value(msgspec.json.decode(found))
        value = await run.pull(self._prepared, self._next_place(), input_name)
        if value is UNSET:
            return None
        try:
            content = msgspec.json.encode(store_value(value))
        except (NotStorable, OverflowError, TypeError, ValueError):
            self.note("Not kept: the value cannot be stored")
            return value
        if store is not None:
            until = None if seconds is None else datetime.now(UTC) + timedelta(seconds=seconds)
            store.put_cached(self.flow_id, self.vertex_id, full_key, until, content)
            self.note("Kept in the cache")
        return value

    async def run_python(
        self,
        source: str,
        *,
        trusted: str | None = None,
        call: str = "",
        arguments: Mapping[str, Any] | None = None,
        variables: Mapping[str, Any] | None = None,
    ) -> PythonResult:
        """Run Python that the user has trusted, in a process of its own."""
        outside = self._run.outside
        if not await outside.trust.is_trusted(source if trusted is None else trusted):
            raise not_trusted(self.vertex_id, self.display_name)
        handles: list[Any] = []
        job = {
            "act": "script",
            "source": source,
            "call": call,
            "arguments": sandbox_values.encode(arguments or {}, handles),
            "variables": sandbox_values.encode(variables or {}, handles),
        }
        listener = ChildListener(self, handles)
        value = await outside.sandbox.run(job, listener)
        return PythonResult(sandbox_values.decode(value, no_tools), listener.printed)

    def read_state(self, name: str) -> Any:
        """What this run last wrote under a name; None if nothing."""
        return self._run.states.get(name)

    def write_state(self, name: str, value: Any) -> None:
        """Keep a value under a name for the rest of this run."""
        self._run.states[name] = value

    def show_message(self, message: Message) -> None:
        """Show a message in the chat as it is now, without storing it."""
        if self._run.is_heard and not self._is_silent:
            self._run.tell("add_message", message.record())

    def feeds_chat(self) -> bool:
        """Whether the output that is being computed goes straight into a chat output of this run."""
        edges = self._run.flow.graph.outgoing[self.vertex_id]
        return any(
            edge.output == self.output_name
            and self._run.flow.vertices[edge.target].vertex.type == "ChatOutput"
            and self._run.is_planned(edge.target)
            for edge in edges
        )

    async def store_message(self, message: Message) -> Message:
        """Store a message without showing it in the chat."""
        stored = message.copy(id=message.id or str(uuid4()), flow_id=message.flow_id or self.flow_id)
        if stored.stream is not None:
            await read_text(stored)
        self._run.write(stored)
        return stored

    async def list_messages(
        self,
        *,
        session_id: str | None = None,
        sender: str | None = None,
        sender_name: str | None = None,
        order: Literal["ASC", "DESC"] = "ASC",
        limit: int | None = None,
    ) -> list[Message]:
        """Stored messages by these filters, those of this run included."""
        await self._run.written()
        return await self._run.outside.journal.list_messages(
            session_id=session_id, sender=sender, sender_name=sender_name, order=order, limit=limit
        )

    def returned(self, output_name: str) -> list[Any]:
        """What came back over edges into this output, one value for each round that has ended."""
        return self._run.returned(self.vertex_id, output_name)

    def stop(self, output_name: str) -> None:
        """Do not take the branch that starts at this output."""
        self.stopped.add(output_name)

    def source(self, input_name: str) -> Source | None:
        """The vertex at the other end of the edge into this input; None if there is none."""
        field = self._prepared.fields.get(input_name)
        if field is None or not field.edges:
            return None
        source = self._run.flow.vertices[field.edges[-1].source]
        vertex = source.vertex
        icon = vertex.icon or (source.component.icon if source.component else "")
        is_model = any("LanguageModel" in output.types for output in vertex.outputs)
        result = self._run.results.get(vertex.id)
        used = (result.model_name if result is not None else "") or source.model_name
        name = (used if is_model else "") or vertex.display_name
        return Source(vertex.id, vertex.display_name, name, icon)

    def log(self, message: Any, name: str = "Log") -> None:
        """Keep a line in the log of the output that is being computed."""
        kind = "text" if isinstance(message, str) else "object"
        entry = {"name": name, "message": message, "type": kind}
        self.logs.setdefault(self.output_name, []).append(entry)

    def note(self, text: str) -> None:
        """Say one sentence on the node; it is kept in the log, and told to our own UI at once."""
        self.log(text, "Note")
        self._run.tell_own("note", {"id": self.vertex_id, "text": text})

    def use_model(self, model_name: str) -> None:
        """Say which model really answers, where that is not the one the node names."""
        self.model_name = model_name

    def record_usage(self, usage: Usage) -> None:
        """Add to what this build cost. May come after the build's end, when the stream of an answer ends."""
        self.usage = usage if self.usage is None else self.usage + usage
        spent = self._run.usages.get(self.vertex_id)
        spent = self._run.usages[self.vertex_id] = usage if spent is None else spent + usage
        self._run.tell_own("usage", {"id": self.vertex_id, **msgspec.to_builtins(spent)})
        if self._run.recording is not None:
            self._run.recording.add_usage(self.vertex_id, spent)

    def environment(self, name: str) -> str | None:
        """A variable of the environment or the env file; None if there is none."""
        return self._run.outside.environment.get(name)

    def file_path(self, stored: str) -> Path:
        """The place on disk of a stored file. Raises `runnel.errors.Invalid` when it lies outside the store."""
        return self._run.outside.journal.resolve_file(stored)

    def index_dir(self) -> Path:
        """The folder for rebuildable indexes, made when missing."""
        folder = self._run.outside.index_dir
        folder.mkdir(parents=True, exist_ok=True)
        return folder


async def _whole(message: Message) -> Message:
    """The message with its whole text: itself, or a copy of which the stream was read."""
    if message.stream is not None:
        message = message.copy()
        await read_text(message)
    return message


async def read_pieces(stream: AsyncIterator[str]) -> AsyncGenerator[str]:
    """The pieces of a stream that are not empty, giving way to others after each; closed when the reader stops.

    Without giving way, a stream that never waits would hold up the whole program, its own cancellation included.
    """
    try:
        async for piece in stream:
            if piece:
                yield piece
            await asyncio.sleep(0)
    finally:
        if isinstance(stream, AsyncGenerator):
            await stream.aclose()


async def read_text(message: Message) -> None:
    """Read the stream of a message to its end and set its text."""
    stream = message.stream
    if stream is None:
        return
    message.stream = None
    async with aclosing(read_pieces(stream)) as reading:
        message.text = "".join([piece async for piece in reading])
