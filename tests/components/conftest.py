"""Fixtures for component tests: flows are drawn from the catalogue and run over HTTP."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from tests.components.services import Service, serve

PAGE = """<html lang="en"><head><title>Bees</title><meta name="description" content="On bees"></head>
<body><h1>Bees</h1><p>Bees make <b>honey</b>.</p><script>no()</script><a href="/more#x">More</a></body></html>"""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        if address.path == "/page":
            self._send(200, "text/html; charset=utf-8", PAGE)
        elif address.path == "/plain":
            self._send(200, "text/plain", "plain text")
        elif address.path == "/gone":
            self._send(404, "text/plain", "no such page")
        elif address.path == "/slow":
            threading.Event().wait(3)
            self._send(200, "text/plain", "late")
        else:
            self._echo(address.query)

    def do_POST(self) -> None:
        self._echo(urlsplit(self.path).query)

    do_PATCH = do_PUT = do_POST

    def _echo(self, query: str) -> None:
        content = self.rfile.read(int(self.headers.get("content-length") or 0)).decode()
        seen = {
            "method": self.command,
            "query": dict(parse_qsl(query)),
            "body": json.loads(content) if content else None,
            "token": self.headers.get("x-token"),
        }
        self._send(200, "application/json", json.dumps(seen))

    def _send(self, status: int, kind: str, text: str) -> None:
        content = text.encode()
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *arguments: Any) -> None:
        """Stay silent."""


@pytest.fixture(scope="session")
def web() -> Iterator[str]:
    """A web server on loopback: ``/page`` ``/plain`` ``/gone`` ``/slow``; anything else says what it was sent."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def service() -> Iterator[Service]:
    """A stand-in for services of the web, fresh for each test."""
    with serve() as running:
        yield running
