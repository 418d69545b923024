"""``/responses``: a flow as a model, for clients of OpenAI's Responses API."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Iterator
from itertools import count
from typing import Any
from uuid import UUID, uuid4

import msgspec
from msgspec.structs import replace

from runnel.api.stream import Stream
from runnel.api.v1.run import begin_run, run_answer, stream_run
from runnel.errors import Invalid
from runnel.runs.run import Run
from runnel.runs.wire import encode_line
from runnel.schemas.response import (
    OutputMessage,
    OutputText,
    ResponseCreate,
    ResponseInput,
    ResponseRead,
    ResponseUsage,
)
from runnel.schemas.run import RunCreate
from runnel.sdk import Usage
from runnel.state import AppState


async def create_response(state: AppState, body: ResponseCreate) -> ResponseRead | Stream:
    """Run the flow that ``model`` names and answer as a model would; ``stream``: the text as it comes."""
    session_id = _session(body.previous_response_id)
    request = RunCreate(input_value=_text_of(body.input), session_id=session_id)
    run = await begin_run(state, body.model, request, is_streaming=body.stream)
    begun = ResponseRead(
        id=session_id,
        created_at=int(time.time()),
        model=body.model,
        output=[],
        status="in_progress",
        previous_response_id=body.previous_response_id,
    )
    if body.stream:
        return Stream(_tell(begun, run, stream_run(state, run, request)), 200, "text/event-stream; charset=utf-8")
    text = _answer_text(msgspec.json.decode(msgspec.json.encode(run_answer(run, request))))
    return _complete(begun, OutputMessage(id=_message_id(), content=[OutputText(text)]), run.usage)


def _session(previous: str | None) -> str:
    """An answer's id is its session, so that the next question goes on in it."""
    if previous is None:
        return str(uuid4())
    try:
        return str(UUID(previous))
    except ValueError:
        raise Invalid(f"previous_response_id {previous!r} is not the id of an answer.") from None


def _text_of(given: str | list[ResponseInput]) -> str:
    if isinstance(given, str):
        return given
    said = next((item for item in reversed(given) if item.role == "user"), None)
    if said is None:
        return ""
    if isinstance(said.content, str):
        return said.content
    return "\n".join(str(part["text"]) for part in said.content if "text" in part)


def _message_id() -> str:
    return f"msg_{uuid4().hex}"


def _complete(begun: ResponseRead, message: OutputMessage, usage: Usage | None) -> ResponseRead:
    return replace(begun, status="completed", output=[message], usage=_counted(usage))


def _counted(usage: Usage | None) -> ResponseUsage | None:
    if usage is None:
        return None
    return ResponseUsage(usage.input_tokens, usage.output_tokens, usage.input_tokens + usage.output_tokens)


def _answer_text(answer: dict[str, Any]) -> str:
    """The first text among the results of a run's answer."""
    return next(_texts(answer), "")


def _texts(answer: dict[str, Any]) -> Iterator[str]:
    for entry in answer["outputs"]:
        for output in entry["outputs"]:
            for result in output.get("results", {}).values():
                if isinstance(result, dict) and isinstance(result.get("text"), str):
                    yield result["text"]


async def _tell(begun: ResponseRead, run: Run, events: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The events of a run as those of a model's answer: created, one message with one text, completed (or failed).

    Clients that put the answer together as it comes need each part announced before its content, and closed after it.
    """
    number = count()
    message = OutputMessage(id=_message_id(), content=[], status="in_progress")
    item = {"output_index": 0}
    part = {"item_id": message.id, "content_index": 0, **item}
    yield _event(number, "response.created", {"response": begun})
    yield _event(number, "response.output_item.added", {**item, "item": message})
    yield _event(number, "response.content_part.added", {**part, "part": OutputText("")})
    is_told = False
    async for line in events:
        event = msgspec.json.decode(line)
        if event["event"] == "token" and event["data"]["chunk"]:
            is_told = True
            yield _event(number, "response.output_text.delta", {**part, "delta": event["data"]["chunk"]})
        elif event["event"] == "error":
            yield _event(number, "response.failed", {"response": _failed(begun, event["data"])})
            return
        elif event["event"] == "end":
            text = _answer_text(event["data"]["result"])
            if not is_told and text:
                yield _event(number, "response.output_text.delta", {**part, "delta": text})
            message = replace(message, content=[OutputText(text)], status="completed")
            yield _event(number, "response.output_text.done", {**part, "text": text})
            yield _event(number, "response.content_part.done", {**part, "part": message.content[0]})
            yield _event(number, "response.output_item.done", {**item, "item": message})
            yield _event(number, "response.completed", {"response": _complete(begun, message, run.usage)})


def _failed(begun: ResponseRead, error: dict[str, Any]) -> dict[str, Any]:
    message = str(error.get("text") or error.get("error") or "The flow failed.")
    return {**msgspec.to_builtins(begun), "status": "failed", "error": {"code": "server_error", "message": message}}


def _event(number: Iterator[int], name: str, data: dict[str, Any]) -> bytes:
    content = encode_line({"type": name, "sequence_number": next(number), **data})
    return b"event: " + name.encode() + b"\ndata: " + content + b"\n\n"
