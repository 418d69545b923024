"""``runnel run FLOW.json``: run a flow file and print its answer as it comes.

The flow runs in this process. When another Runnel holds the data folder, that one is asked to run it, since variables
and messages live there. Either way the same build events come back, and `Answer` turns them into text.
"""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import Callable, Container, Iterator
from pathlib import Path
from typing import Any

import msgspec

from runnel.errors import AppError, Conflict, Invalid
from runnel.instance import Running, ask_running, find_running
from runnel.settings import Settings

Write = Callable[[str], Any]


def run_flow_file(path: Path, text: str, settings: Settings, write: Write, *, session_id: str | None = None) -> None:
    """Run the flow in the file at `path` with `text` as its input, and give `write` the answer, piece by piece.

    `session_id` names the conversation that the run belongs to; without one it is a conversation of its own. Raises
    `Invalid` when the file holds no flow, and `AppError` with the cause when the run fails.
    """
    data = read_graph_data(path)
    _fill_text_inputs(data, text)
    inputs = {"input_value": text, "session": session_id or f"run-{uuid.uuid4()}"}
    body = {"data": data, "inputs": inputs}
    answer = Answer(write, lasts=_ids_that_nothing_follows(data))
    try:
        asyncio.run(_run_here(settings, body, answer))
    except Conflict:
        running = find_running(settings.data_dir)
        if running is None:
            raise
        for line in _run_there(running, body):
            answer.take(line)
    answer.finish()


def read_graph_data(path: Path) -> dict[str, Any]:
    """The nodes and edges of a flow file: an exported flow, or its bare data. Raises `Invalid` saying what is wrong."""
    try:
        document = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise Invalid(f"{path} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise Invalid(f"{path} is no text file, so it is no flow.") from None
    except ValueError as error:
        raise Invalid(f"{path} is no JSON, so it is no flow: {error}.") from None
    if isinstance(document, dict) and isinstance(document.get("flows"), list):
        flows = document["flows"]
        if len(flows) != 1:
            raise Invalid(f"{path} holds {len(flows)} flows. Export the one you want to run by itself.")
        document = flows[0]
    data = document.get("data") if isinstance(document, dict) and "nodes" not in document else document
    if not isinstance(data, dict) or not isinstance(data.get("nodes"), list) or not isinstance(data.get("edges"), list):
        raise Invalid(f"{path} holds no flow: its nodes and edges are missing.")
    return data


def _ids_that_nothing_follows(data: dict[str, Any]) -> set[str]:
    nodes = {node["id"] for node in data["nodes"] if isinstance(node, dict) and isinstance(node.get("id"), str)}
    return nodes - {edge.get("source") for edge in data["edges"] if isinstance(edge, dict)}


def _fill_text_inputs(data: dict[str, Any], text: str) -> None:
    """Give the text to the text inputs of a flow that has no chat input to take it."""
    components = [
        node["data"] for node in data["nodes"] if isinstance(node, dict) and isinstance(node.get("data"), dict)
    ]
    if not text or any(component.get("type") == "ChatInput" for component in components):
        return
    for component in components:
        field = ((component.get("node") or {}).get("template") or {}).get("input_value")
        if component.get("type") == "TextInput" and isinstance(field, dict):
            field["value"] = text


class Answer:
    """Turns build events into the text of the answer, and into the error when there is one."""

    def __init__(self, write: Write, *, lasts: Container[str]) -> None:
        """`write` gets the text, piece by piece; `lasts` are the vertices whose texts are the answer without a chat."""
        self._write = write
        self._lasts = lasts
        self._waiting: dict[str, str] = {}  # messages whose tokens have not come (yet), by id
        self._last_texts: list[str] = []  # what the vertices at the ends of the graph gave
        self._errors: list[str] = []
        self._has_answered = False
        self._is_mid_line = False

    def take(self, line: bytes | str) -> None:
        """Take one line of the event stream; empty lines are passed over."""
        if not line.strip():
            return
        event = json.loads(line)
        data = event["data"]
        if event["event"] == "add_message" and data.get("sender") == "Machine" and data.get("category") != "error":
            self._waiting[data["id"]] = data.get("text") or ""
        elif event["event"] == "token":
            self._waiting.pop(data["id"], None)
            self._say(data["chunk"])
            if not data["chunk"]:  # the last piece of a message is empty
                self._end_line()
        elif event["event"] == "end_vertex":
            if not self._is_mid_line:
                self._say_waiting()
            self._note_end(data["build_data"])
        elif event["event"] == "error":
            self._errors.append(_error_text(data))

    def finish(self) -> None:
        """End the text. Raises `AppError` with the causes when the run failed."""
        self._end_line()
        self._say_waiting()
        if not self._has_answered and not self._errors:
            for text in self._last_texts:
                self._say(text)
                self._end_line()
        self._end_line()
        if self._errors:
            raise AppError("\n".join(dict.fromkeys(self._errors)))

    def _say(self, text: str) -> None:
        if text:
            self._write(text)
            self._has_answered = True
            self._is_mid_line = not text.endswith("\n")

    def _say_waiting(self) -> None:
        """Print messages that came whole, each on a line of its own."""
        for text in self._waiting.values():
            self._say(text)
            self._end_line()
        self._waiting.clear()

    def _end_line(self) -> None:
        if self._is_mid_line:
            self._write("\n")
            self._is_mid_line = False

    def _note_end(self, build: dict[str, Any]) -> None:
        """Remember the texts of a vertex that nothing follows: the answer of a flow without a chat output."""
        if build["id"] not in self._lasts or not build.get("valid", True):
            return
        for output in ((build.get("data") or {}).get("outputs") or {}).values():
            message = output.get("message") if isinstance(output, dict) else None
            text = message.get("text") if isinstance(message, dict) else message
            if isinstance(text, str) and text:
                self._last_texts.append(text)


def _error_text(data: dict[str, Any]) -> str:
    """What an error event says: the cause and what to do about it, or its plain text."""
    for block in data.get("content_blocks") or ():
        for content in block.get("contents") or ():
            if content.get("reason"):
                named = f"{content['component']}: " if content.get("component") else ""
                return f"{named}{content['reason']} {content.get('solution') or ''}".strip()
    return str(data.get("error") or data.get("text") or "The run failed.")


async def _run_here(settings: Settings, body: dict[str, Any], answer: Answer) -> None:
    """Run in this process, without a socket. Raises `Conflict` when another Runnel holds the data folder."""
    from runnel.api.stream import Stream
    from runnel.api.v1.build import build_flow
    from runnel.schemas.build import BuildCreate
    from runnel.state import open_state

    state = await open_state(settings)
    try:
        built = await build_flow(state, uuid.uuid4(), msgspec.convert(body, BuildCreate), log_builds=False, stream=True)
        if isinstance(built, Stream):
            async for line in built.pieces:
                answer.take(line)
    finally:
        await state.close()


def _run_there(running: Running, body: dict[str, Any]) -> Iterator[bytes]:
    """Have a running Runnel run it; the lines of its event stream, as they come."""
    with ask_running(running, f"/api/v1/build/{uuid.uuid4()}/flow?stream=true&log_builds=false", body) as response:
        if response.status != 200:
            raise AppError(
                f"The running Runnel at {running.base_url} answered {response.status}: {response.read().decode()}"
            )
        yield from response
