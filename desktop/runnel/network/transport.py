"""Where connections are made: names resolved, addresses checked and pinned, keys dropped at redirects, calls noted.

Imported on first use only, since it needs the HTTP library.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator

import httpcore2
import httpx2

from runnel.network.ledger import Call, Ledger
from runnel.network.refusals import Refusals, Refused
from runnel.network.retries import get_retry_wait_s

_DEFAULT_PORTS = {"http": 80, "https": 443}
_ORIGIN = "runnel_origin"
_SECRET_WORDS = ("auth", "key", "token", "secret", "cookie", "password", "credential")
_KEEPALIVE_S = 15.0


class ConnectionPools:
    """The shared connections: plain ones, and those with TLS, whose certificates are loaded when first needed."""

    def __init__(self, refusals: Refusals) -> None:
        self._backend = _CheckedBackend(refusals)
        self._plain = httpcore2.AsyncConnectionPool(
            max_connections=None, keepalive_expiry=_KEEPALIVE_S, network_backend=self._backend
        )
        self._tls: httpcore2.AsyncConnectionPool | None = None
        self._tls_lock = asyncio.Lock()

    async def get(self, scheme: str) -> httpcore2.AsyncConnectionPool:
        """The pool for ``http`` or ``https``."""
        if scheme == "http":
            return self._plain
        async with self._tls_lock:
            if self._tls is None:
                context = await asyncio.to_thread(httpx2.create_ssl_context)
                self._tls = httpcore2.AsyncConnectionPool(
                    ssl_context=context,
                    max_connections=None,
                    keepalive_expiry=_KEEPALIVE_S,
                    network_backend=self._backend,
                )
        return self._tls

    async def aclose(self) -> None:
        """Close all connections."""
        await self._plain.aclose()
        if self._tls is not None:
            await self._tls.aclose()


class GuardedTransport(httpx2.AsyncBaseTransport):
    """Carries the requests of one client over the shared connections and writes them into the ledger."""

    def __init__(self, pools: ConnectionPools, ledger: Ledger, purpose: str, max_retries: int) -> None:
        self._pools = pools
        self._ledger = ledger
        self._purpose = purpose
        self._max_retries = max_retries

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send one request (each redirect comes here again), asking again where the server names a time for it."""
        if request.url.scheme not in _DEFAULT_PORTS or not request.url.host:
            raise Refused(
                "The address was not called.",
                f"It has to begin with http:// or https:// and a host, not with {request.url.scheme!r}.",
                "Correct the address.",
            )
        _drop_keys_at_redirect(request)
        attempt = 0
        while True:
            response = await self._send(request)
            wait_s = get_retry_wait_s(
                response.status_code, response.headers, attempt=attempt, max_retries=self._max_retries
            )
            if wait_s is None or not isinstance(request.stream, httpx2.ByteStream):
                return response
            await response.aclose()
            await asyncio.sleep(wait_s)
            attempt += 1

    async def _send(self, request: httpx2.Request) -> httpx2.Response:
        url = request.url
        call = self._ledger.begin(
            purpose=self._purpose,
            method=request.method,
            scheme=url.scheme,
            host=url.host,
            port=url.port or _DEFAULT_PORTS[url.scheme],
            path=url.path,
        )
        with self._written_down(call), _as_httpx_errors():
            pool = await self._pools.get(url.scheme)
            answer = await pool.handle_async_request(
                httpcore2.Request(
                    method=request.method,
                    url=httpcore2.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                    headers=request.headers.raw,
                    content=request.stream,
                    extensions=request.extensions,
                )
            )
        call.status = answer.status
        assert isinstance(answer.stream, AsyncIterable)
        return httpx2.Response(
            status_code=answer.status,
            headers=answer.headers,
            stream=_WrittenStream(answer.stream, call, self),
            extensions=answer.extensions,
        )

    @contextlib.contextmanager
    def _written_down(self, call: Call) -> Iterator[None]:
        """Note in the ledger how a call failed, and let the failure pass."""
        try:
            yield
        except Refused:
            self._ledger.end(call, "refused")
            raise
        except (asyncio.CancelledError, GeneratorExit):
            self._ledger.end(call, "cancelled")
            raise
        except BaseException as error:
            self._ledger.end(call, "failed", type(error).__name__)
            raise


class _WrittenStream(httpx2.AsyncByteStream):
    """The body of an answer, counted for the ledger."""

    def __init__(self, stream: AsyncIterable[bytes], call: Call, transport: GuardedTransport) -> None:
        self._stream = stream
        self._call = call
        self._transport = transport

    async def __aiter__(self) -> AsyncIterator[bytes]:
        with self._transport._written_down(self._call), _as_httpx_errors():
            async for part in self._stream:
                self._call.received_bytes += len(part)
                yield part
        self._transport._ledger.end(self._call, "answered")

    async def aclose(self) -> None:
        close = getattr(self._stream, "aclose", None)
        if close is not None:
            await close()
        # Closed before the body came to its end: the caller wanted no more of it.
        self._transport._ledger.end(self._call, "cancelled")


class _CheckedBackend(httpcore2.AsyncNetworkBackend):
    """Opens sockets only to addresses that were checked: a name is resolved once, and what was checked is connected."""

    def __init__(self, refusals: Refusals) -> None:
        self._refusals = refusals
        self._backend = httpcore2.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the library's signature
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        self._refusals.check_name(host)
        addresses = await _resolve(host, port, timeout)
        for address in addresses:
            self._refusals.check_address(host, address, port)
        failure: httpcore2.ConnectError | httpcore2.ConnectTimeout | None = None
        for address in addresses:
            try:
                return await self._backend.connect_tcp(
                    address, port, timeout=timeout, local_address=local_address, socket_options=socket_options
                )
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = failure or error
        raise failure or httpcore2.ConnectError(f"{host} has no address")

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


async def _resolve(host: str, port: int, timeout_s: float | None) -> list[str]:
    """The IP addresses of a host, IPv4 first (a broken IPv6 route would cost a timeout)."""
    try:
        async with asyncio.timeout(timeout_s):
            found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except TimeoutError:
        raise httpcore2.ConnectTimeout(f"looking up {host} took too long") from None
    except (OSError, UnicodeError) as error:
        raise httpcore2.ConnectError(f"{host} cannot be found: {error}") from error
    ordered = sorted(found, key=lambda entry: entry[0] != socket.AF_INET)
    return list(dict.fromkeys(str(entry[4][0]) for entry in ordered))


def _drop_keys_at_redirect(request: httpx2.Request) -> None:
    """Take the keys out of a request that a redirect sends to another origin than the first one.

    The client library drops ``Authorization`` alone; keys travel in other headers as well.
    """
    origin = str(request.url.copy_with(path="/", query=None, fragment=None, username=None, password=None))
    first = request.extensions.get(_ORIGIN)
    if first is None:
        request.extensions = {**request.extensions, _ORIGIN: origin}
    elif first != origin:
        for name in list(request.headers):
            if any(word in name.lower() for word in _SECRET_WORDS):
                del request.headers[name]


@contextlib.contextmanager
def _as_httpx_errors() -> Iterator[None]:
    """Raise the errors of the connection layer as those of the client library, which bear the same names."""
    try:
        yield
    except Exception as error:
        for kind in type(error).__mro__:
            named = getattr(httpx2, kind.__name__, None)
            if kind.__module__.startswith("httpcore2") and isinstance(named, type) and issubclass(named, Exception):
                raise named(str(error)) from error
        raise
