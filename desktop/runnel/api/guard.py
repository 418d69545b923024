"""The door: who may speak to this server at all. Pure ASGI around everything else, denying by default.

A page of any website that the user has open can send requests to 127.0.0.1. What keeps it out:

- ``Host`` must name this server (a rebound DNS name does not), exactly once
- ``Origin``, if present, must be this server's own; ``null`` is nobody's
- ``Sec-Fetch-Site``, if present, must be ``same-origin`` or ``none``, save that a link may lead to a page
- no CORS header is ever sent, and every answer carries a strict content security policy

With auto-login, other users of this computer are kept out, too: whose the connection is, the server has put into the
scope.

It also bounds the size of what is sent, before anything reads it.
"""

from __future__ import annotations

from collections.abc import Iterable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from runnel.api.endpoint import encode_json
from runnel.api.peer import is_other_user
from runnel.errors import TooLarge
from runnel.settings import Settings

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data: blob:; "
    "style-src 'self' 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'; form-action 'self'"
)
_HEADERS = (
    (b"content-security-policy", CONTENT_SECURITY_POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"vary", b"Origin"),
)
PEER_UID = "runnel.peer_uid"
"""In the scope: the user at the other end of the connection; absent or None where that cannot be known."""

_FORM_ROOM_BYTES = 1_000_000
"""What a form may hold beside its file."""
_MEGABYTE = 1024 * 1024
_API_PATHS = ("/api", "/health", "/logs")


class Guard:
    """Lets through what comes from this machine's own user: the window, the page, and programs that are no browser."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.allow_hosts = settings.allow_hosts
        self.trusts_machine = settings.auto_login
        self.max_megabytes = settings.max_file_size_upload
        self.max_bytes = settings.max_file_size_upload * _MEGABYTE + _FORM_ROOM_BYTES

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check the connection's headers; refuse with 403, or 413 when too much is announced."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] not in ("http", "websocket"):
            return
        refusal = self._refusal(scope)
        if refusal is not None:
            await _refuse(scope, send, *refusal)
            return
        if scope["type"] == "websocket":
            await self.app(scope, receive, send)
            return
        await self.app(scope, self._bounded(receive), _with_headers(send))

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        hosts = _all(scope, b"host")
        allowed = self._hosts(scope)
        if len(hosts) != 1 or hosts[0].lower() not in allowed:
            return 403, (
                "This address does not name Runnel. Open it as http://127.0.0.1 with its port; "
                "other names are allowed with --allow-host."
            )
        origins = _all(scope, b"origin")
        if any(not _is_own_origin(origin, allowed) for origin in origins):
            return 403, "Requests from other web pages are refused."
        is_foreign = any(site not in ("same-origin", "none") for site in _all(scope, b"sec-fetch-site"))
        if is_foreign and not _is_link_to_page(scope):
            return 403, "Requests from other web pages are refused."
        if self.trusts_machine and is_other_user(scope.get(PEER_UID)):
            return (
                403,
                ("Another user of this computer runs this server. With --require-api-key it asks for keys instead."),
            )
        length = _all(scope, b"content-length")
        if length and length[0].isdigit() and int(length[0]) > self.max_bytes:
            return 413, self._too_large
        return None

    @property
    def _too_large(self) -> str:
        return f"File size is larger than the maximum file size {self.max_megabytes}MB."

    def _hosts(self, scope: Scope) -> set[str]:
        port = (scope.get("server") or ("", None))[1]
        names = ("127.0.0.1", "localhost", "[::1]")
        allowed = {f"{name}:{port}" for name in names} | {name.lower() for name in self.allow_hosts}
        return allowed | set(names) if port == 80 else allowed

    def _bounded(self, receive: Receive) -> Receive:
        received = 0

        async def receive_bounded() -> Message:
            nonlocal received
            message = await receive()
            if message["type"] == "http.request":
                received += len(message.get("body", b""))
                if received > self.max_bytes:
                    raise TooLarge(self._too_large)
            return message

        return receive_bounded


def is_api_path(path: str) -> bool:
    """Whether a path belongs to the API rather than to the pages: errors there are JSON, never a page."""
    while path.startswith("//"):
        path = path[1:]
    return path.startswith(_API_PATHS)


def _is_own_origin(origin: str, allowed: Iterable[str]) -> bool:
    scheme, separator, host = origin.lower().partition("://")
    return bool(separator) and scheme in ("http", "https") and host in allowed


def _is_link_to_page(scope: Scope) -> bool:
    return (
        scope["type"] == "http"
        and scope["method"] == "GET"
        and not is_api_path(scope["path"])
        and _all(scope, b"sec-fetch-mode") == ["navigate"]
        and _all(scope, b"sec-fetch-dest") == ["document"]
    )


def _all(scope: Scope, name: bytes) -> list[str]:
    return [value.decode("latin-1") for key, value in scope["headers"] if key == name]


def _with_headers(send: Send) -> Send:
    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = [(key.lower(), value) for key, value in message.get("headers", ())]
            present = {key for key, _ in headers}
            headers += [(key, value) for key, value in _HEADERS if key not in present]
            message = {**message, "headers": headers}
        await send(message)

    return send_with_headers


async def _refuse(scope: Scope, send: Send, status: int, detail: str) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008, "reason": ""})
        return
    body = encode_json({"detail": detail})
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    if status == 413:
        headers.append((b"connection", b"close"))
    send = _with_headers(send)
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
