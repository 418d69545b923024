"""A stand-in for services of the web: a server on loopback that answers by path, and keeps what it was asked."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit


@dataclass
class Service:
    """A stand-in: ``answers`` by path (a text, or a value for JSON), and what it was asked.

    An answer of several parts is a `Turns`: one for each request, the last one for all further ones.
    """

    url: str = ""
    answers: dict[str, Any] = field(default_factory=dict)
    asked: list[dict[str, Any]] = field(default_factory=list)
    cookies: dict[str, str] = field(default_factory=dict)


class Turns(list[Any]):
    """Answers that follow each other."""


@contextlib.contextmanager
def serve() -> Iterator[Service]:
    """A running stand-in."""
    service = Service()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            address = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            is_json = "json" in (self.headers.get("content-type") or "")
            service.asked.append(
                {
                    "method": self.command,
                    "path": address.path,
                    "query": dict(parse_qsl(address.query)),
                    "body": (json.loads(body) if is_json else body) if body else None,
                    "authorization": self.headers.get("authorization"),
                    "headers": {name.lower(): value for name, value in self.headers.items()},
                }
            )
            answer = service.answers.get(address.path)
            if isinstance(answer, Turns):
                answer = answer.pop(0) if len(answer) > 1 else answer[0]
            text = answer if isinstance(answer, str) else json.dumps(answer)
            self.send_response(200 if answer is not None else 401)
            self.send_header("content-type", "text/html" if isinstance(answer, str) else "application/json")
            if address.path in service.cookies:
                self.send_header("set-cookie", service.cookies[address.path])
            self.end_headers()
            self.wfile.write(text.encode())

        do_POST = do_GET

        def log_message(self, *arguments: Any) -> None:
            """Stay silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    service.url = f"http://127.0.0.1:{server.server_port}"
    yield service
    server.shutdown()
    server.server_close()
    thread.join()
