"""A scripted model server that speaks the documented protocols: OpenAI's chat completions, models and embeddings (below
any path, as vendors and Azure's deployments have them), Ollama's tags, chat and embed, Anthropic's messages, Cohere's
embed and Hugging Face's feature extraction.

A test queues `Answer` and `Refusal` objects; each chat request takes the next one, or the default answer. What was
asked stands in `requests`, and `disconnects` counts the clients that went away in the middle of an answer.
"""

from __future__ import annotations

import contextlib
import json
import select
import socket
import threading
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

DEFAULT_PIECES = ("Hello", " ", "there", "!")
_STALL_S = 60.0


@dataclass(frozen=True)
class Answer:
    """A reply in pieces. ``pause_s`` passes before each piece; after ``stall_after`` pieces nothing more comes.

    After ``break_after`` pieces the connection breaks; ``error_after`` is the text of an error that follows the pieces
    of a stream. ``tool_calls`` are (name, arguments) pairs asked for after the text.
    """

    pieces: tuple[str, ...] = DEFAULT_PIECES
    pause_s: float = 0.0
    stall_after: int | None = None
    break_after: int | None = None
    error_after: str | None = None
    input_tokens: int = 7
    output_tokens: int = 4
    tool_calls: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True)
class Refusal:
    """An error as the vendors send it."""

    status: int
    message: str
    code: str | None = None
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Asked:
    """One request that came in; header names are lower case."""

    method: str
    path: str
    headers: dict[str, str]
    body: dict[str, Any]


class StandIn:
    """The running server. ``api_key``: only requests that carry it are answered."""

    def __init__(
        self, *, api_key: str | None = None, models: tuple[str, ...] = ("stand-in-model",), port: int = 0
    ) -> None:
        self.api_key = api_key
        self.models = models
        self.requests: list[Asked] = []
        self.disconnects = 0
        self.disconnected = threading.Event()
        self.asked = threading.Event()
        self.is_obedient = False
        """Without a script: call each tool once, with arguments that fit its schema, and fill in a schema asked for."""
        self.known: dict[str, Any] = {}
        """What an obedient model fills into entries of these names."""
        self.meet = 1
        """Chat requests wait until so many are being answered at once (ten seconds at most)."""
        self.most_at_once = 0
        self._at_once = 0
        self._gathering = threading.Condition()
        self._script: deque[Answer | Refusal] = deque()
        self._stopping = threading.Event()
        self._server = _Server(("127.0.0.1", port), _Handler)
        self._server.stand_in = self
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def port(self) -> int:
        return self._server.server_port

    @property
    def origin(self) -> str:
        """The server without a path, as Ollama nodes name it."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def base_url(self) -> str:
        """The OpenAI address."""
        return f"{self.origin}/v1"

    @property
    def chats(self) -> list[Asked]:
        """The chat requests among all."""
        return [
            asked
            for asked in self.requests
            if asked.path.partition("?")[0].endswith(("/chat/completions", "/api/chat", "/messages"))
        ]

    def script(self, *steps: Answer | Refusal) -> None:
        """Queue what the next chat requests get."""
        self._script.extend(steps)

    def answer_to(self, body: dict[str, Any]) -> Answer:
        """What is answered where no step is scripted."""
        if not self.is_obedient:
            return Answer()
        tools = [tool["function"] for tool in body.get("tools", ())]
        if tools and all(turn["role"] != "tool" for turn in body["messages"]):
            return Answer(("",), tool_calls=tuple((tool["name"], self._filled(tool["parameters"])) for tool in tools))
        described = body.get("response_format", {}).get("json_schema")
        return Answer((json.dumps(self._filled(described["schema"])),)) if described else Answer()

    def _filled(self, schema: dict[str, Any], name: str = "") -> Any:
        """A value that fits a schema."""
        if name in self.known:
            return self.known[name]
        if schema.get("default") or "enum" in schema:
            return schema.get("default") or schema["enum"][0]
        match schema.get("type"):
            case "object":
                return {each: self._filled(about, each) for each, about in schema.get("properties", {}).items()}
            case "array":
                return [self._filled(schema.get("items", {}))]
            case "integer" | "number":
                return 1
            case "boolean":
                return False
        return "bees"

    @contextlib.contextmanager
    def gathered(self) -> Iterator[None]:
        """Held by a handler while it answers a chat request; waits for the others as ``meet`` says."""
        with self._gathering:
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
            self._gathering.notify_all()
            self._gathering.wait_for(lambda: self.most_at_once >= self.meet, timeout=10)
        try:
            yield
        finally:
            with self._gathering:
                self._at_once -= 1

    def close(self) -> None:
        self._stopping.set()
        self._server.shutdown()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    stand_in: StandIn

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that go away are what some tests are about."""


class _ClientGone(Exception):
    pass


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    server: _Server

    def log_message(self, format: str, *args: Any) -> None:
        pass

    def do_GET(self) -> None:
        self._note({})
        if self._is_unauthorized():
            return
        names = self.server.stand_in.models
        if self.path.endswith("/models"):
            self._json(200, {"object": "list", "data": [{"id": name, "object": "model"} for name in names]})
        elif self.path == "/api/tags":
            self._json(200, {"models": [{"name": name, "model": name, "size": 1} for name in names]})
        else:
            self._json(404, {"error": {"message": "not found"}})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))) or b"{}")
        self._note(body)
        if self._is_unauthorized():
            return
        path = self.path.partition("?")[0]
        if path in ("/pages/embeddings", "/pages/chat/completions"):
            self._json(200, {"title": "Some other program"})
            return
        if path.endswith(("/embeddings", "/api/embed", "/v2/embed", "/pipeline/feature-extraction")):
            self._embed(body)
            return
        stand_in = self.server.stand_in
        step = stand_in._script.popleft() if stand_in._script else stand_in.answer_to(body)
        if isinstance(step, Refusal):
            self._refuse(step)
            return
        writers = {"/chat/completions": _openai, "/api/chat": _ollama, "/v1/messages": _anthropic}
        writer = next((writers[end] for end in writers if path.endswith(end)), None)
        if writer is None:
            self._json(404, {"error": {"message": "not found"}})
            return
        is_streamed = bool(body.get("stream", self.path == "/api/chat"))
        kind = "application/json"
        if is_streamed:
            kind = "application/x-ndjson" if self.path == "/api/chat" else "text/event-stream"
        try:
            with stand_in.gathered():
                self._stream(kind, writer(step, body, is_streamed), step)
        except (_ClientGone, OSError):
            stand_in.disconnects += 1
            stand_in.disconnected.set()
            self.close_connection = True

    def _note(self, body: dict[str, Any]) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.stand_in.requests.append(Asked(self.command, self.path, headers, body))
        self.server.stand_in.asked.set()

    def _is_unauthorized(self) -> bool:
        key = self.server.stand_in.api_key
        bearer = self.headers.get("Authorization", "").removeprefix("Bearer ")
        sent = (bearer, self.headers.get("x-api-key"), self.headers.get("api-key"))
        if key is None or key in sent:
            return False
        self._refuse(Refusal(401, f"Incorrect API key provided: {sent[0]}", "invalid_api_key"))
        return True

    def _refuse(self, refusal: Refusal) -> None:
        if self.path.startswith("/api/"):
            content: dict[str, Any] = {"error": refusal.message}
        else:
            error = {"message": refusal.message, "type": "invalid_request_error", "param": None, "code": refusal.code}
            content = {"type": "error", "error": error}
        self._json(refusal.status, content, refusal.headers)

    def _json(self, status: int, content: Any, headers: dict[str, str] | None = None) -> None:
        payload = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(payload)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(payload)

    def _embed(self, body: dict[str, Any]) -> None:
        asked = body.get("input") or body.get("texts") or body.get("inputs")
        texts = asked if isinstance(asked, list) else [asked]
        vectors = [_vector(text) for text in texts]
        if self.path.endswith("/v2/embed"):
            self._json(200, {"id": "1", "embeddings": {"float": vectors}, "texts": texts})
            return
        if self.path.endswith("/feature-extraction"):
            # One vector per token: the mean of these two is the text's.
            self._json(200, [[vector, vector] for vector in vectors])
            return
        if self.path == "/api/embed":
            self._json(200, {"model": body["model"], "embeddings": vectors, "prompt_eval_count": len(texts)})
            return
        data = [{"object": "embedding", "index": index, "embedding": vector} for index, vector in enumerate(vectors)]
        usage = {"prompt_tokens": len(texts), "total_tokens": len(texts)}
        self._json(200, {"object": "list", "model": body["model"], "data": data, "usage": usage})

    def _stream(self, kind: str, pieces: Iterator[tuple[str, bool]], step: Answer) -> None:
        """Send text in chunks, waiting before each one that carries a token, and watch for the client to leave."""
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        tokens = 0
        for text, is_token in pieces:
            if is_token:
                if step.stall_after is not None and tokens >= step.stall_after:
                    self._wait(_STALL_S)
                if step.break_after is not None and tokens >= step.break_after:
                    self.close_connection = True
                    return
                self._wait(step.pause_s)
                tokens += 1
            self.wfile.write(f"{len(text.encode()):x}\r\n{text}\r\n".encode())
            self.wfile.flush()
        self.wfile.write(b"0\r\n\r\n")

    def _wait(self, seconds: float) -> None:
        """Let time pass; raises `_ClientGone` as soon as the client has closed the connection."""
        until = time.monotonic() + seconds
        while not self.server.stand_in._stopping.is_set():
            remaining = until - time.monotonic()
            readable, _, _ = select.select([self.connection], [], [], max(0.0, min(remaining, 0.02)))
            if readable and self.connection.recv(1, socket.MSG_PEEK) == b"":
                raise _ClientGone
            if remaining <= 0:
                return


def _vector(text: str) -> list[float]:
    """A vector that is alike for texts with like letters."""
    counts = [float(text.lower().count(letter)) for letter in "abcdefghijklmnopqrstuvwxyz"]
    length = sum(value * value for value in counts) ** 0.5 or 1.0
    return [value / length for value in counts]


def _sse(data: Any, event: str = "") -> str:
    text = data if isinstance(data, str) else json.dumps(data)
    return (f"event: {event}\n" if event else "") + f"data: {text}\n\n"


def _written(arguments: Any) -> str:
    """The arguments of a call as the protocol has them; a text stands as it is, broken or not."""
    return arguments if isinstance(arguments, str) else json.dumps(arguments)


def _openai(answer: Answer, body: dict[str, Any], is_streamed: bool) -> Iterator[tuple[str, bool]]:
    common = {"id": "chatcmpl-1", "created": 1, "model": body["model"]}
    usage = {
        "prompt_tokens": answer.input_tokens,
        "completion_tokens": answer.output_tokens,
        "total_tokens": answer.input_tokens + answer.output_tokens,
    }
    calls = [
        {"id": f"call_{index}", "type": "function", "function": {"name": name, "arguments": _written(arguments)}}
        for index, (name, arguments) in enumerate(answer.tool_calls)
    ]
    reason = "tool_calls" if calls else "stop"
    if not is_streamed:
        message: dict[str, Any] = {"role": "assistant", "content": "".join(answer.pieces)}
        if calls:
            message["tool_calls"] = calls
        choice = {"index": 0, "message": message, "finish_reason": reason}
        whole = {**common, "object": "chat.completion", "choices": [choice], "usage": usage}
        yield json.dumps(whole), True
        return

    def chunk(delta: dict[str, Any], finish: str | None = None) -> str:
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        return _sse({**common, "object": "chat.completion.chunk", "choices": [choice]})

    for index, piece in enumerate(answer.pieces):
        yield chunk({"role": "assistant", "content": piece} if index == 0 else {"content": piece}), True
    if answer.error_after is not None:
        yield _sse({"error": {"message": answer.error_after, "type": "server_error"}}), False
        return
    for index, call in enumerate(calls):
        yield chunk({"tool_calls": [{"index": index, **call}]}), True
    yield chunk({}, reason), False
    if body.get("stream_options", {}).get("include_usage"):
        yield _sse({**common, "object": "chat.completion.chunk", "choices": [], "usage": usage}), False
    yield _sse("[DONE]"), False


def _ollama(answer: Answer, body: dict[str, Any], is_streamed: bool) -> Iterator[tuple[str, bool]]:
    last = {
        "model": body["model"],
        "done": True,
        "done_reason": "stop",
        "prompt_eval_count": answer.input_tokens,
        "eval_count": answer.output_tokens,
    }
    if not is_streamed:
        yield json.dumps({**last, "message": {"role": "assistant", "content": "".join(answer.pieces)}}), True
        return
    for piece in answer.pieces:
        line = {"model": body["model"], "message": {"role": "assistant", "content": piece}, "done": False}
        yield json.dumps(line) + "\n", True
    yield json.dumps({**last, "message": {"role": "assistant", "content": ""}}) + "\n", False


def _anthropic(answer: Answer, body: dict[str, Any], is_streamed: bool) -> Iterator[tuple[str, bool]]:
    usage = {"input_tokens": answer.input_tokens, "output_tokens": answer.output_tokens}
    message = {"id": "msg_1", "type": "message", "role": "assistant", "model": body["model"], "stop_sequence": None}
    if not is_streamed:
        content: list[dict[str, Any]] = [{"type": "text", "text": "".join(answer.pieces)}] if answer.pieces else []
        content += [
            {"type": "tool_use", "id": f"toolu_{index}", "name": name, "input": arguments}
            for index, (name, arguments) in enumerate(answer.tool_calls)
        ]
        reason = "tool_use" if answer.tool_calls else "end_turn"
        yield json.dumps({**message, "content": content, "stop_reason": reason, "usage": usage}), True
        return
    start = {**message, "content": [], "stop_reason": None, "usage": {**usage, "output_tokens": 0}}
    yield _sse({"type": "message_start", "message": start}, "message_start"), False
    block = {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}}
    yield _sse(block, "content_block_start"), False
    for piece in answer.pieces:
        delta = {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": piece}}
        yield _sse(delta, "content_block_delta"), True
    yield _sse({"type": "content_block_stop", "index": 0}, "content_block_stop"), False
    end = {"type": "message_delta", "delta": {"stop_reason": "end_turn", "stop_sequence": None}, "usage": usage}
    yield _sse(end, "message_delta"), False
    yield _sse({"type": "message_stop"}, "message_stop"), False
