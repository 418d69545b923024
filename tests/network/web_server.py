"""A small web server on loopback that says what it was asked."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


class WebServer:
    """Answers the last part of the path.

    ``/redirect?to=`` sends on, ``/loop`` to itself, ``/busy`` is busy twice and names ``retry_after``.
    """

    def __init__(self) -> None:
        self.requests: list[tuple[str, str, dict[str, str], bytes]] = []
        self.busy_left = 2
        self.retry_after = "0"
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.web = self
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def port(self) -> int:
        return self._server.server_port

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    web: WebServer


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def log_message(self, format: str, *args: Any) -> None:
        pass

    def do_GET(self) -> None:
        web = self.server.web
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        web.requests.append((self.command, self.path, headers, body))
        parts = urlsplit(self.path)
        query = parse_qs(parts.query)
        if parts.path == "/redirect":
            self._answer(int(query.get("status", ["302"])[0]), b"", {"Location": query["to"][0]})
        elif parts.path == "/loop":
            self._answer(302, b"", {"Location": "/loop"})
        elif parts.path == "/busy" and web.busy_left > 0:
            web.busy_left -= 1
            self._answer(429, b"busy", {"Retry-After": web.retry_after} if web.retry_after else {})
        elif parts.path == "/status":
            self._answer(int(query["is"][0]), b"as asked", {})
        else:
            self._answer(200, parts.path.rsplit("/", 1)[-1].encode(), {})

    do_POST = do_GET

    def _answer(self, status: int, content: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)
