"""What is never called: ourselves and metadata services, however the address is written or reached."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator

import pytest

from runnel.errors import ComponentError
from runnel.network import Network, Refused
from tests.network.web_server import WebServer


@pytest.fixture
async def network() -> AsyncIterator[Network]:
    network = Network()
    yield network
    await network.close()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "0.0.0.0", "127.1", "[::ffff:127.0.0.1]", "2130706433"])
async def test_our_own_server_is_never_called(network: Network, web: WebServer, host: str) -> None:
    network.refuse_own_port(web.port)
    with pytest.raises(Refused, match="address of Runnel itself"):
        await network.request("GET", f"http://{host}:{web.port}/api/v1/flows/")
    assert web.requests == []


async def test_an_address_of_this_machine_is_our_own_server_too(network: Network, web: WebServer) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("0.0.0.0", 0))
        try:
            probe.connect(("192.0.2.1", 9))  # Nothing is sent: a datagram socket only chooses its own address.
        except OSError:
            pytest.skip("this machine has no address beside loopback")
        own = probe.getsockname()[0]
    network.refuse_own_port(web.port)
    with pytest.raises(Refused):
        await network.request("GET", f"http://{own}:{web.port}/")


async def test_other_ports_of_this_machine_are_called(network: Network, web: WebServer) -> None:
    network.refuse_own_port(1)
    answer = await network.request("GET", f"{web.url}/page")
    assert (answer.status, answer.text) == (200, "page")


async def test_a_redirect_to_our_own_server_is_refused(network: Network, web: WebServer, other_web: WebServer) -> None:
    network.refuse_own_port(other_web.port)
    with pytest.raises(Refused):
        await network.request("GET", f"{web.url}/redirect?to={other_web.url}/page")
    assert other_web.requests == []


@pytest.mark.parametrize(
    "url",
    [
        "http://169.254.169.254/latest/meta-data/",
        "http://[fd00:ec2::254]/latest/meta-data/",
        "http://[::ffff:169.254.169.254]/",
        "http://100.100.100.200/",
        "http://2852039166/",
        "http://metadata.google.internal/computeMetadata/v1/",
        "http://METADATA.google.internal./",
    ],
)
async def test_metadata_services_are_never_called(network: Network, url: str) -> None:
    with pytest.raises(Refused, match="metadata service"):
        await network.request("GET", url)


async def test_a_redirect_to_a_metadata_service_is_refused(network: Network, web: WebServer) -> None:
    with pytest.raises(Refused, match="metadata service"):
        await network.request("GET", f"{web.url}/redirect?to=http://169.254.169.254/latest/")


async def test_a_name_that_leads_to_a_metadata_service_is_refused(
    network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    def resolve(*_: object, **__: object) -> list[tuple[object, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("169.254.169.254", 80))]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    with pytest.raises(Refused, match="metadata service"):
        await network.request("GET", "http://innocent.example/")


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://127.0.0.1/x", "http://", "no address"])
async def test_only_http_addresses_are_called(network: Network, url: str) -> None:
    with pytest.raises(ComponentError):
        await network.request("GET", url)
