"""The application and the thread it runs on.

`create_app` puts the rooms of the API together: guard → errors → router, pages, and the state that lives as long as the
app. `Server` runs it by uvicorn in a thread of its own, on a socket that is bound before the thread starts, so that the
port is known and cannot be lost in between.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import socket
import threading
from collections.abc import Awaitable, Callable, Generator, Sequence
from typing import Any, cast

import uvicorn
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from runnel.api.endpoint import Endpoint, json_response
from runnel.api.guard import PEER_UID, Guard, is_api_path
from runnel.api.pages import Pages
from runnel.api.peer import peer_uid
from runnel.api.router import Match, Miss, Router
from runnel.api.routes import ROUTES
from runnel.api.v1.questions import resume_waiting_runs
from runnel.api.v1.webhook import resume_webhooks
from runnel.errors import AppError, Unauthorized
from runnel.first_start import seed
from runnel.instance import Running, announce, withdraw
from runnel.late_libraries import unpack_in_background
from runnel.launch_tokens import Opens
from runnel.listener import open_listener
from runnel.paths import webui_dir
from runnel.settings import Settings
from runnel.state import AppState, open_state

log = logging.getLogger(__name__)

_SHUTDOWN_SECONDS = 2
"""How long open answers (streams) may take to end when the server stops."""


def create_app(
    state: AppState, routes: Sequence[Endpoint] = ROUTES, *, is_ready: asyncio.Event | None = None
) -> ASGIApp:
    """The whole application around an open state, which stays the caller's to close.

    Until `is_ready` is set, only pages and open routes (health, login) answer; all others wait for it.
    """
    return Guard(_Errors(_App(state, Router(routes), Pages(webui_dir()), is_ready)), state.settings)


def error_response(error: Exception) -> Response:
    """The only map from errors to answers."""
    if isinstance(error, AppError):
        headers = {"www-authenticate": "Bearer"} if isinstance(error, Unauthorized) else None
        return json_response({"detail": error.detail}, error.status, headers)
    if isinstance(error, HTTPException):
        return json_response({"detail": error.detail}, error.status_code, error.headers)
    log.error("An unforeseen error", exc_info=error)
    return json_response({"detail": "Something unforeseen went wrong. The log file has the details."}, 500)


class _Errors:
    """Answers errors, as long as no answer has begun."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        has_begun = False

        async def send_noting(message: Message) -> None:
            nonlocal has_begun
            has_begun = True
            await send(message)

        try:
            await self.app(scope, receive, send_noting)
        except Exception as error:
            if has_begun:
                raise
            await error_response(error)(scope, receive, send)


class _App:
    """Leads requests to endpoints and pages."""

    def __init__(self, state: AppState, router: Router, pages: Pages, is_ready: asyncio.Event | None) -> None:
        self.state = state
        self.router = router
        self.pages = pages
        self.is_ready = is_ready

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1000, "reason": ""})
        elif scope["type"] == "http":
            request = Request(scope, receive)
            response = await self._answer(request)
            await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        found = self.router.find(request.method, request.scope["path"])
        if isinstance(found, Match):
            if self.is_ready is not None and found.endpoint.access != "open":
                await self.is_ready.wait()
            request.scope["path_params"] = found.parameters
            log.debug("%s %s", request.method, request.scope["path"])
            return await found.endpoint.answer(request, self.state)
        return self._answer_miss(request, found)

    def _answer_miss(self, request: Request, miss: Miss) -> Response:
        if miss.reason == "other_slash":
            return RedirectResponse(request.url.replace(path=miss.path), 307)
        if miss.reason == "wrong_method":
            return json_response({"detail": "Method Not Allowed"}, 405, {"allow": ", ".join(miss.methods)})
        if is_api_path(request.scope["path"]):
            return json_response({"detail": "Not Found"}, 404)
        return self.pages.answer(request)


class Server:
    """The app on a thread of its own.

    ``listener`` is a socket that is bound already; without one, ``settings.host`` and ``settings.port`` are bound here.
    """

    def __init__(self, settings: Settings, listener: socket.socket | None = None) -> None:
        self.settings = settings
        self.listener = listener or open_listener(settings.host, settings.port, is_port_chosen=True)
        self.port: int = self.listener.getsockname()[1]
        self._failure: BaseException | None = None
        self._is_up = threading.Event()
        self._server: uvicorn.Server | None = None
        self._state: AppState | None = None
        self._thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        """Where the app answers, such as ``http://127.0.0.1:7860``."""
        host = self.settings.host if self.settings.host in ("127.0.0.1", "localhost") else "127.0.0.1"
        return f"http://{host}:{self.port}"

    @property
    def state(self) -> AppState:
        """What the server works on. To be asked for while it runs."""
        if self._state is None:
            raise RuntimeError("the server has not been started")
        return self._state

    @property
    def running(self) -> Running:
        """The server as commands of its user see it."""
        return Running(self.url, self.state.command_token)

    def launch_url(self, opens: Opens, flow_id: str | None = None) -> str:
        """An address that opens the app (at a flow, if one is given) with the session of a window or browser, once."""
        path = f"{self.url}/launch/{self.state.launch_tokens.make(opens)}"
        return f"{path}?flow_id={flow_id}" if flow_id else path

    @property
    def is_running(self) -> bool:
        """Whether the server's thread is alive."""
        return self._thread is not None and self._thread.is_alive()

    def start(self) -> None:
        """Return when the app answers. Raises what went wrong while opening; nothing is left running then."""
        self._thread = threading.Thread(target=self._run, name="server", daemon=True)
        self._thread.start()
        self._is_up.wait()
        if self._failure is not None:
            self._thread.join()
            raise self._failure

    def stop(self) -> None:
        """End open answers and runs, write everything down, and join the thread. Doing it twice does nothing."""
        if self._server is not None:
            self._server.should_exit = True
        self.wait()

    def wait(self) -> None:
        """Return when the server has ended."""
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        except BaseException as error:
            if self._is_up.is_set():
                log.exception("The server has ended")
            self._failure = self._failure or error
        finally:
            self._is_up.set()
            self.listener.close()

    async def _serve(self) -> None:
        state = self._state = await open_state(self.settings)
        is_ready = asyncio.Event()
        preparing = None
        try:
            state.network.refuse_own_port(self.port)
            config = uvicorn.Config(
                create_app(state, is_ready=is_ready),
                http=_Connection,
                ws="none",
                loop="asyncio",
                lifespan="off",
                log_config=None,
                access_log=False,
                server_header=False,
                timeout_graceful_shutdown=_SHUTDOWN_SECONDS,
            )
            self._server = _Uvicorn(config, self._announce, state.jobs.close)
            preparing = asyncio.create_task(self._prepare(state, is_ready), name="prepare")
            await self._server.serve(sockets=[self.listener])
        finally:
            if preparing is not None:
                preparing.cancel()
                await asyncio.wait([preparing])
            withdraw(self.settings.data_dir)
            await state.close()

    async def _prepare(self, state: AppState, is_ready: asyncio.Event) -> None:
        """What the first answers need not wait for: find the components, put in starter flows, go on with webhooks."""
        try:
            await asyncio.to_thread(state.registry.load)
            if self.settings.starter_flows:
                await seed(state)
            await resume_webhooks(state)
            await resume_waiting_runs(state)
            unpack_in_background()
        except Exception as error:
            log.exception("The start could not be finished")
            self._failure = error
            assert self._server is not None
            self._server.should_exit = True
        finally:
            is_ready.set()
            _collect_garbage()

    def _announce(self) -> None:
        announce(self.settings.data_dir, self.running)
        self._is_up.set()


def _collect_garbage() -> None:
    """Turn the collector on, if the launcher turned it off; what stands by now stays, and is not looked at again."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()


_JOINED_BYTES = 64_000


class _Transport:
    """A transport that sends the head of an answer together with what is written right after it, in one packet."""

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self._head = b""

    def write(self, data: bytes) -> None:
        """Send, or hold back until the next round of the loop what looks like a head."""
        if not self._head and data.startswith(b"HTTP/1.1 "):
            self._head = data
            asyncio.get_running_loop().call_soon(self._send_head)
        elif self._head and len(data) < _JOINED_BYTES:
            head, self._head = self._head, b""
            self._transport.write(head + data)
        else:
            self._send_head()
            self._transport.write(data)

    def close(self) -> None:
        """Close when everything is sent."""
        self._send_head()
        self._transport.close()

    def _send_head(self) -> None:
        if self._head:
            head, self._head = self._head, b""
            self._transport.write(head)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)


class _Connection(HttpToolsProtocol):
    """A connection that knows which user of this computer made it."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(cast(asyncio.Transport, _Transport(transport)))
        peer, here = transport.get_extra_info("peername"), transport.get_extra_info("sockname")
        self.peer_uid = peer_uid(peer[:2], here[:2]) if peer and here else None

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.scope[PEER_UID] = self.peer_uid  # type: ignore[literal-required]


class _Uvicorn(uvicorn.Server):
    """Says when it listens, ends runs before it waits for open answers, and leaves signals to the launcher."""

    def __init__(
        self, config: uvicorn.Config, announce: Callable[[], None], end_runs: Callable[[], Awaitable[None]]
    ) -> None:
        super().__init__(config)
        self._announce = announce
        self._end_runs = end_runs

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._announce()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await self._end_runs()
        await super().shutdown(sockets)

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        yield
