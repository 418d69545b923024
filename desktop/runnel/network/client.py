"""`Network`: lends HTTP clients that can reach only what is not refused."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from runnel.errors import ComponentError
from runnel.network.ledger import Ledger
from runnel.network.refusals import Refusals, Refused
from runnel.network.retries import MAX_RETRIES
from runnel.sdk import HttpResponse

if TYPE_CHECKING:
    import httpx2

    from runnel.network.transport import ConnectionPools

CONNECT_TIMEOUT_S = 5.0
READ_TIMEOUT_S = 60.0
_WRITE_TIMEOUT_S = 30.0
_MAX_REDIRECTS = 10
_LARGEST_ANSWER_BYTES = 100_000_000


class Network:
    """The one way out. One per application, used on one event loop.

    A proxy named in the environment is not used: behind a proxy the address that is really called could not be checked.
    """

    def __init__(self) -> None:
        self.refusals = Refusals()
        self.ledger = Ledger()
        self._pools: ConnectionPools | None = None

    def refuse_own_port(self, port: int) -> None:
        """Tell the port that our own server listens on, as soon as it is known."""
        self.refusals.add_own_port(port)

    async def warm(self) -> None:
        """Load the HTTP library off the event loop, so that the first `http_client` does not hold it."""
        if self._pools is None:
            await asyncio.to_thread(_load)

    def http_client(
        self,
        purpose: str,
        *,
        connect_timeout_s: float = CONNECT_TIMEOUT_S,
        timeout_s: float = READ_TIMEOUT_S,
        follow_redirects: bool = True,
        headers: Mapping[str, str] | None = None,
        max_retries: int | None = None,
    ) -> httpx2.AsyncClient:
        """A client for ``purpose`` (who calls, in the ledger's words: ``"model"``, ``"URL"``, …).

        ``timeout_s`` bounds the silence of the server, not the whole answer. Closing the client is right but closes no
        connection: these are shared by all clients and closed by `close`. ``max_retries`` is how often a busy server is
        asked again (see `runnel.network.retries`; None: as often as usual there). Calls raise ``httpx2.HTTPError`` and
        `Refused`. Raises `ComponentError` for headers that cannot be sent.
        """
        _check_headers(headers)
        import httpx2

        from runnel.network.transport import ConnectionPools, GuardedTransport

        if self._pools is None:
            self._pools = ConnectionPools(self.refusals)
        return httpx2.AsyncClient(
            transport=GuardedTransport(
                self._pools, self.ledger, purpose, MAX_RETRIES if max_retries is None else max_retries
            ),
            timeout=httpx2.Timeout(timeout_s, connect=connect_timeout_s, write=_WRITE_TIMEOUT_S),
            follow_redirects=follow_redirects,
            max_redirects=_MAX_REDIRECTS,
            headers={"user-agent": "Runnel", **(headers or {})},
            trust_env=False,
        )

    @contextmanager
    def note_call(self, purpose: str, method: str, url: str) -> Iterator[None]:
        """Write a call into the ledger that something else makes meanwhile, such as the driver of a database."""
        target = urlsplit(url)
        call = self.ledger.begin(
            purpose=purpose,
            method=method,
            scheme=target.scheme,
            host=target.hostname or "",
            port=target.port or 0,
            path=target.path,
        )
        try:
            yield
        except asyncio.CancelledError:
            self.ledger.end(call, "cancelled")
            raise
        except Exception as error:
            self.ledger.end(call, "failed", type(error).__name__)
            raise
        self.ledger.end(call, "answered")

    async def request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, str] | None = None,
        json: Any = None,
        content: bytes | None = None,
        timeout_seconds: float = 30.0,
        follow_redirects: bool = True,
        purpose: str = "component",
    ) -> HttpResponse:
        """Send one request and read the whole answer, whatever its status (see `runnel.sdk.context.Http`).

        Raises `ComponentError` when no answer came, when it is larger than 100 MB, or the address is refused.
        """
        _check_headers(headers)
        await self.warm()
        import httpx2

        target = f"{method} {_host(url)}"
        async with self.http_client(purpose, timeout_s=timeout_seconds, follow_redirects=follow_redirects) as client:
            try:
                async with client.stream(
                    method, url, headers=headers, params=params or None, json=json, content=content
                ) as answer:
                    body = bytearray()
                    async for part in answer.aiter_bytes():
                        body += part
                        if len(body) > _LARGEST_ANSWER_BYTES:
                            raise ComponentError(
                                f"{target} was broken off.",
                                "The answer is larger than 100 MB.",
                                "Ask for less at once.",
                            )
                    return HttpResponse(answer.status_code, str(answer.url), dict(answer.headers), bytes(body))
            except Refused:
                raise
            except httpx2.InvalidURL:
                raise ComponentError(
                    f"{method} could not be sent.", f"{url!r} is not an address.", "Correct the address."
                ) from None
            except httpx2.TooManyRedirects:
                raise ComponentError(
                    f"{target} was broken off.",
                    f"It was sent on more than {_MAX_REDIRECTS} times.",
                    "Check the address.",
                ) from None
            except httpx2.ConnectTimeout:
                raise ComponentError(
                    f"{target} failed.", "The computer did not answer.", "Check the address and the connection."
                ) from None
            except httpx2.TimeoutException:
                raise ComponentError(
                    f"{target} failed.",
                    f"The server was silent for {timeout_seconds:g} seconds.",
                    "Try again, or raise the timeout.",
                ) from None
            except httpx2.HTTPError as error:
                raise ComponentError(
                    f"{target} failed.", _why(error), "Check the address and that its server is running."
                ) from None

    async def close(self) -> None:
        """Close all connections. The network can be used again after."""
        pools, self._pools = self._pools, None
        if pools is not None:
            await pools.aclose()


def _check_headers(headers: Mapping[str, str] | None) -> None:
    for name, value in (headers or {}).items():
        if not (name + value).isascii() or any(mark in name + value for mark in "\r\n\0"):
            raise ComponentError(
                "The request could not be sent.",
                f"Its header {name!r} holds letters that no header can carry.",
                "If it is a key, copy and paste it once more.",
            )


def _host(url: str) -> str:
    """What may be said of an address in an error: no credentials, no query, which may hold keys."""
    import httpx2

    try:
        parsed = httpx2.URL(url)
    except httpx2.InvalidURL:
        return "the address"
    return f"{parsed.scheme}://{parsed.netloc.decode()}{parsed.path}"


def _why(error: Exception) -> str:
    text = str(error) or type(error).__name__
    return "Nothing listens there." if text == "All connection attempts failed" else f"{text.rstrip('.')}."


def _load() -> None:
    import httpcore2  # noqa: F401
    import httpx2  # noqa: F401

    import runnel.network.transport  # noqa: F401
