"""Runs of components made for the purpose: streams, threads, contexts, cancelling, what is told and written."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path
from typing import Any, ClassVar

import pytest

from runnel.graph import parse_graph, read_flow_data
from runnel.registry import component_node
from runnel.runs import Jobs, Outside, Questions, Run, RunOptions
from runnel.runs.events import stream_events
from runnel.runs.prepared import PreparedFlow, prepare_flow
from runnel.sdk import (
    Component,
    Context,
    Data,
    HandleInput,
    IntInput,
    Message,
    MessageInput,
    MessageTextInput,
    Output,
    Usage,
)


class _Journal:
    """Keeps in lists what is written."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.builds: list[Any] = []
        self.transactions: list[Any] = []

    async def add_messages(self, new: Sequence[Message]) -> None:
        await asyncio.sleep(0)
        self.messages += new

    async def list_messages(self, **_: Any) -> list[Message]:
        return list(self.messages)

    def add_vertex_build(self, make: Callable[[], Any]) -> None:
        self.builds.append(make())

    def add_transactions(self, make: Callable[[], Sequence[Any]]) -> None:
        self.transactions += make()

    async def get_variable(self, name: str) -> str | None:
        return {"KNOWN": "from the journal"}.get(name)

    def resolve_file(self, path: str) -> Path:
        return Path("/store") / path


class Talker(Component):
    """Never stop talking, and never wait."""

    display_name = "Talker"
    inputs = (MessageTextInput("word", value="la"),)
    outputs = (Output("text", "talk"),)

    async def talk(self, word: str) -> AsyncIterator[str]:
        while True:
            yield word


class Counter(Component):
    """Say some words, one by one."""

    display_name = "Counter"
    inputs = (IntInput("most", value=3),)
    outputs = (Output("text", "count"),)

    async def count(self, most: int) -> AsyncIterator[str]:
        for number in range(most):
            yield str(number)


class ChatOutput(Component):
    """Show what arrives."""

    display_name = "Chat Output"
    inputs = (MessageInput("input_value"),)
    outputs = (Output("message", "show"),)

    async def show(self, context: Context, input_value: Message) -> Message:
        return await context.send_message(input_value.copy(id=None, session_id=context.session_id, sender="Machine"))


class Sleeper(Component):
    """Compute for long, in a thread."""

    display_name = "Sleeper"
    is_blocking = True
    outputs = (Output("text", "work"),)
    awake: ClassVar[threading.Event]

    def work(self) -> Message:
        self.awake.wait(10)
        return Message(text=threading.current_thread().name)


class Teller(Component):
    """Use all that a context has."""

    display_name = "Teller"
    inputs = (HandleInput("given", input_types=("Message",)), MessageTextInput("key", load_from_db=True, value="KNOWN"))
    outputs = (Output("told", "tell", types=("Data",)),)

    async def tell(self, context: Context, key: str, given: Message | None = None) -> Data:
        context.log("a line")
        context.note("a note")
        context.record_usage(Usage(3, 4))
        source = context.source("given")
        return Data(
            {"key": key, "source": source.display_name if source else None, "path": str(context.file_path("f/x"))}
        )


class Failing(Component):
    """Fail."""

    display_name = "Failing"
    outputs = (Output("text", "fail"),)

    def fail(self) -> Message:
        raise ZeroDivisionError("secret things in /home/someone")


_REGISTRY = {each.key(): each for each in (Talker, Counter, ChatOutput, Sleeper, Teller, Failing)}


def _flow(*edges: tuple[str, str, str, str], alone: tuple[str, ...] = (), **values: dict[str, Any]) -> PreparedFlow:
    """A flow of nodes named as their type (a number behind a dash may follow), with values by node id."""
    ids = dict.fromkeys([*alone, *(node for edge in edges for node in (edge[0], edge[2]))])
    nodes = []
    for node_id in ids:
        kind = node_id.partition("-")[0]
        node = component_node(_REGISTRY[kind])
        for field, value in values.get(kind, {}).items():
            node["template"][field]["value"] = value
        nodes.append({"id": node_id, "type": "genericNode", "data": {"id": node_id, "type": kind, "node": node}})
    drawn = [
        {
            "source": source,
            "target": target,
            "data": {
                "sourceHandle": {"id": source, "name": output, "output_types": ["Message"], "dataType": ""},
                "targetHandle": {"id": target, "fieldName": field, "inputTypes": ["Message"], "type": "str"},
            },
        }
        for source, output, target, field in edges
    ]
    return prepare_flow(parse_graph(read_flow_data({"nodes": nodes, "edges": drawn})), _REGISTRY)


@pytest.fixture
def journal() -> _Journal:
    return _Journal()


@pytest.fixture
def make(journal: _Journal, tmp_path: Path) -> Callable[..., Run]:
    outside = Outside(
        journal,  # type: ignore[arg-type]
        None,  # type: ignore[arg-type]
        None,  # type: ignore[arg-type]
        {"SET": "from the environment"},
        tmp_path / "index",
        None,  # type: ignore[arg-type]
        None,  # type: ignore[arg-type]
        None,  # type: ignore[arg-type]
        Questions(journal, None),  # type: ignore[arg-type]
    )

    def start(flow: PreparedFlow, **options: Any) -> Run:
        return Run(flow, "flow", outside, RunOptions("session", **options))

    return start


def _read(events: list[bytes]) -> list[dict[str, Any]]:
    return [json.loads(event) for event in events]


async def test_a_stream_that_never_waits_can_be_left(make: Callable[..., Run], journal: _Journal) -> None:
    run = make(_flow(("Talker", "text", "ChatOutput", "input_value")))
    tokens = 0
    async with asyncio.timeout(10):
        events = stream_events(run.execute)
        async for event in events:
            tokens += b'"token"' in event
            if tokens == 5:
                break
        await events.aclose()  # type: ignore[attr-defined]
        await asyncio.sleep(0.05)
    assert tokens == 5
    (message,) = journal.messages
    assert message.text.startswith("lalalalala")


async def test_a_run_that_nobody_hears_can_be_cancelled_too(make: Callable[..., Run]) -> None:
    task = asyncio.create_task(make(_flow(alone=("Talker",))).execute())
    async with asyncio.timeout(10):
        await asyncio.sleep(0.05)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task


async def test_the_text_of_a_stream_reaches_all_who_ask(make: Callable[..., Run], journal: _Journal) -> None:
    run = make(
        _flow(("Counter", "text", "ChatOutput-1", "input_value"), ("Counter", "text", "ChatOutput-2", "input_value"))
    )
    await run.execute()
    assert [message.text for message in journal.messages] == ["012", "012"]
    assert journal.messages[0].id != journal.messages[1].id


async def test_a_streamed_text_is_told_piece_by_piece(make: Callable[..., Run], journal: _Journal) -> None:
    events: list[bytes] = []
    run = make(_flow(("Counter", "text", "ChatOutput", "input_value"), Counter={"most": 2}))
    await run.execute(events.append)
    names = [event["event"] for event in _read(events)]
    assert names == ["vertices_sorted", "end_vertex", "add_message", "token", "token", "token", "end_vertex", "end"]
    assert run.results["Counter"].values["text"].text == "01"
    assert len(journal.builds) == 2
    assert len(journal.transactions) == 1


async def test_an_empty_stream_is_an_empty_message(make: Callable[..., Run], journal: _Journal) -> None:
    run = make(_flow(("Counter", "text", "ChatOutput", "input_value"), Counter={"most": 0}))
    await run.execute([].append)
    assert [message.text for message in journal.messages] == [""]


async def test_blocking_components_leave_the_loop_free(make: Callable[..., Run]) -> None:
    Sleeper.awake = threading.Event()
    run = make(_flow(alone=("Sleeper-1", "Sleeper-2")))
    task = asyncio.create_task(run.execute())
    await asyncio.sleep(0.05)
    Sleeper.awake.set()
    await asyncio.wait_for(task, 10)
    names = {run.results[name].values["text"].text for name in ("Sleeper-1", "Sleeper-2")}
    assert threading.current_thread().name not in names
    assert len(names) == 2


async def test_a_context_knows_its_run(make: Callable[..., Run]) -> None:
    events: list[bytes] = []
    run = make(_flow(("Counter", "text", "Teller", "given")), is_own=True)
    await run.execute(events.append)
    result = run.results["Teller"]
    assert result.values["told"].data == {"key": "from the journal", "source": "Counter", "path": "/store/f/x"}
    assert [entry["name"] for entry in result.logs["told"]] == ["Log", "Note"]
    told = {event["event"]: event["data"] for event in _read(events)}
    assert told["note"] == {"id": "Teller", "text": "a note"}
    assert told["usage"] == {"id": "Teller", "input_tokens": 3, "output_tokens": 4, "price_usd": None}
    assert result.usage == run.usage == Usage(3, 4)
    assert result.inputs["key"] == "KNOWN"


@pytest.mark.parametrize(("name", "value"), [("SET", "from the environment"), ("KNOWN", "from the journal")])
async def test_variables_fall_back_to_the_environment(make: Callable[..., Run], name: str, value: str) -> None:
    run = make(_flow(alone=("Teller",), Teller={"key": name}))
    await run.execute()
    assert run.results["Teller"].values["told"].data["key"] == value


async def test_a_missing_variable_names_itself_and_its_place(make: Callable[..., Run]) -> None:
    run = make(_flow(alone=("Teller",), Teller={"key": "NOT_THERE"}))
    await run.execute()
    assert run.failure is not None
    error = run.failure.error
    assert (error.what, error.field) == ("NOT_THERE variable not found.", "key")
    assert "Teller" in error.why


async def test_a_key_pasted_where_a_name_belongs_is_not_repeated(make: Callable[..., Run], journal: _Journal) -> None:
    events: list[bytes] = []
    run = make(_flow(alone=("Teller",), Teller={"key": "sk-canary-pasted"}))
    await run.execute(events.append)
    assert run.failure is not None
    assert b"canary" not in b"".join(events)
    assert "canary" not in str(journal.messages)


async def test_an_unforeseen_error_tells_where_but_no_folders(make: Callable[..., Run], journal: _Journal) -> None:
    events: list[bytes] = []
    await make(_flow(alone=("Failing",))).execute(events.append)
    (error,) = [event["data"] for event in _read(events) if event["event"] == "error"]
    content = error["content_blocks"][0]["contents"][0]
    assert content["reason"].startswith("ZeroDivisionError")
    assert "test_run.py" in content["traceback"]
    assert str(Path(__file__).parent) not in content["traceback"]
    assert journal.messages[0].category == "error"


async def test_jobs_keep_the_last_few_of_each_flow(make: Callable[..., Run]) -> None:
    jobs = Jobs()
    for _ in range(8):
        job = jobs.start("flow", "session", lambda _: make(_flow(alone=("Counter",))).execute)
        assert b'"end"' in b"".join([event async for event in job.follow()])
    assert len(jobs.list("flow")) <= 6
    assert jobs.list("another") == []
    assert {record.status for record in jobs.list()} == {"finished"}


async def test_closing_stops_all_jobs(make: Callable[..., Run]) -> None:
    jobs = Jobs()
    job = jobs.start("flow", "session", lambda _: make(_flow(alone=("Talker",))).execute)
    await asyncio.sleep(0.01)
    await asyncio.wait_for(jobs.close(), 10)
    assert job.status == "cancelled"
