"""How requests go out: keys, redirects, retries, the ledger, and what people read when none is answered."""

from __future__ import annotations

import io
import logging
from collections.abc import AsyncIterator

import pytest

from runnel.errors import ComponentError
from runnel.network import Network
from tests.network.web_server import WebServer

_KEYS = {"authorization": "Bearer canary-1", "x-api-key": "canary-2", "api-key": "canary-3", "cookie": "id=canary-4"}


@pytest.fixture
async def network() -> AsyncIterator[Network]:
    network = Network()
    yield network
    await network.close()


async def test_keys_stay_at_the_host_they_were_meant_for(
    network: Network, web: WebServer, other_web: WebServer
) -> None:
    await network.request(
        "GET", f"{web.url}/redirect?to={other_web.url}/page", headers={**_KEYS, "accept-language": "de"}
    )
    sent = web.requests[0][2]
    assert all(sent[name] == value for name, value in _KEYS.items())
    passed_on = other_web.requests[0][2]
    assert "canary" not in str(passed_on)
    assert passed_on["accept-language"] == "de"


async def test_keys_stay_gone_when_a_second_redirect_returns_to_a_third_host(
    network: Network, web: WebServer, other_web: WebServer
) -> None:
    there = f"{other_web.url}/redirect?to=http://localhost:{web.port}/page"
    await network.request("GET", f"{web.url}/redirect?to={there}", headers=_KEYS)
    assert [path for _, path, _, _ in web.requests][-1] == "/page"
    assert "canary" not in str(web.requests[-1][2])


async def test_keys_are_kept_by_a_redirect_within_one_host(network: Network, web: WebServer) -> None:
    await network.request("GET", f"{web.url}/redirect?to=/page", headers={"x-api-key": "canary"})
    assert web.requests[-1][2]["x-api-key"] == "canary"


async def test_a_body_is_sent_again_where_the_redirect_says_so(network: Network, web: WebServer) -> None:
    await network.request("POST", f"{web.url}/redirect?status=307&to=/page", json={"a": 1})
    assert [(method, body) for method, _, _, body in web.requests] == [("POST", b'{"a":1}')] * 2


async def test_redirects_are_left_alone_when_asked(network: Network, web: WebServer) -> None:
    answer = await network.request("GET", f"{web.url}/redirect?to=/page", follow_redirects=False)
    assert (answer.status, answer.headers["location"]) == (302, "/page")


async def test_an_endless_redirect_is_broken_off(network: Network, web: WebServer) -> None:
    with pytest.raises(ComponentError, match="sent on more than"):
        await network.request("GET", f"{web.url}/loop")


async def test_a_busy_server_that_names_a_time_is_asked_again(network: Network, web: WebServer) -> None:
    answer = await network.request("POST", f"{web.url}/busy", json={"a": 1})
    assert (answer.status, answer.text) == (200, "busy")
    assert [body for _, _, _, body in web.requests] == [b'{"a":1}'] * 3


@pytest.mark.parametrize("retry_after", ["", "3600", "soon"])
async def test_a_busy_server_is_not_asked_again_otherwise(network: Network, web: WebServer, retry_after: str) -> None:
    web.retry_after = retry_after
    answer = await network.request("GET", f"{web.url}/busy")
    assert answer.status == 429
    assert len(web.requests) == 1


async def test_any_status_is_an_answer(network: Network, web: WebServer) -> None:
    answer = await network.request("GET", f"{web.url}/status?is=503")
    assert (answer.status, answer.text) == (503, "as asked")


async def test_every_call_is_in_the_ledger_without_keys(network: Network, web: WebServer) -> None:
    written = io.StringIO()
    logger, handler = logging.getLogger("runnel.network"), logging.StreamHandler(written)
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    try:
        url = f"{web.url}/{'canary' * 10}/page?key=canary"
        await network.request("GET", url, headers=_KEYS, purpose="URL")
    finally:
        logger.removeHandler(handler)
        logger.setLevel(logging.NOTSET)
    (call,) = network.ledger.calls
    assert (call.purpose, call.method, call.status, call.outcome) == ("URL", "GET", 200, "answered")
    assert call.url == f"{web.url}/canaryca…/page"
    assert call.received_bytes == len("page")
    assert f"GET {call.url}" in written.getvalue()
    assert "canary-" not in written.getvalue()
    assert "key=" not in written.getvalue()


async def test_refused_and_failed_calls_are_in_the_ledger(network: Network, unused_port: int) -> None:
    for url in (f"http://127.0.0.1:{unused_port}/", "http://169.254.169.254/"):
        with pytest.raises(ComponentError):
            await network.request("GET", url)
    assert [(call.outcome, call.reason) for call in network.ledger.calls] == [
        ("failed", "ConnectError"),
        ("refused", ""),
    ]


async def test_a_closed_door_is_explained_without_the_query(network: Network, unused_port: int) -> None:
    with pytest.raises(ComponentError) as caught:
        await network.request("GET", f"http://user:canary@127.0.0.1:{unused_port}/page?key=canary")
    error = caught.value
    assert f"127.0.0.1:{unused_port}" in error.what
    assert error.why == "Nothing listens there."
    assert error.do
    assert "canary" not in str(error)


async def test_an_unknown_name_is_explained(network: Network) -> None:
    with pytest.raises(ComponentError) as caught:
        await network.request("GET", "http://nowhere.invalid/")
    assert "nowhere.invalid cannot be found" in caught.value.why
