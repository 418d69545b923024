"""Which addresses are never called, whoever asks.

Two kinds: *our own server*, since a flow that calls our API would act as the user (and could approve itself), and
*cloud metadata services*, which hand out the credentials of the machine. Both are judged by the address that is really
connected to, so that a name pointing there, or a redirect to it, is refused as well.
"""

from __future__ import annotations

import ipaddress
import socket

from runnel.errors import ComponentError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_METADATA_NAMES = frozenset({"metadata", "metadata.google.internal", "metadata.goog", "instance-data"})
_METADATA_NETWORKS = tuple(
    ipaddress.ip_network(text)
    for text in (
        "169.254.0.0/16",  # link-local: AWS, GCP, Azure, DigitalOcean, Oracle, ECS tasks
        "fe80::/10",
        "fd00:ec2::/32",  # AWS over IPv6
        "fd20:ce::254/128",  # GCP over IPv6
        "100.100.100.200/32",  # Alibaba
        "168.63.129.16/32",  # Azure's host
        "192.0.0.192/32",  # Oracle, older
    )
)
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class Refused(ComponentError):
    """A call that this program never makes (status 400): to itself, to a metadata service, or not by HTTP."""

    status = 400


class Refusals:
    """The addresses that are refused, among them the ports that our own server listens on."""

    def __init__(self) -> None:
        self._own_ports: set[int] = set()

    def add_own_port(self, port: int) -> None:
        """Refuse ``port`` on every address of this machine from now on."""
        self._own_ports.add(port)

    def check_name(self, host: str) -> None:
        """Raise `Refused` for a host name that stands for a metadata service, before it is resolved."""
        if host.rstrip(".").lower() in _METADATA_NAMES:
            raise _metadata(host)

    def check_address(self, host: str, address: str, port: int) -> None:
        """Raise `Refused` when ``address`` (an IP text that ``host`` resolved to) and ``port`` must not be called."""
        for candidate in _embedded(ipaddress.ip_address(address.partition("%")[0])):
            if any(candidate.version == network.version and candidate in network for network in _METADATA_NETWORKS):
                raise _metadata(host)
            if port in self._own_ports and _is_this_machine(candidate):
                raise Refused(
                    f"{host}:{port} was not called.",
                    "It is the address of Runnel itself, and a flow must not act as its user.",
                    "Use another address. To run a flow from a flow, use a flow component.",
                )


def _metadata(host: str) -> Refused:
    return Refused(
        f"{host} was not called.",
        "It is the address of a cloud metadata service, which hands out the credentials of a machine.",
        "Use another address.",
    )


def _embedded(address: Address) -> list[Address]:
    """The address and the IPv4 addresses that an IPv6 address may carry inside."""
    found: list[Address] = [address]
    if isinstance(address, ipaddress.IPv6Address):
        inner = [address.ipv4_mapped, address.sixtofour]
        if address in _NAT64 or int(address) >> 32 == 0:
            inner.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
        found.extend(part for part in inner if part is not None)
    return found


def _is_this_machine(address: Address) -> bool:
    if address.is_loopback or address.is_unspecified:
        return True
    # Only an address of this machine can be bound; nothing is sent by this.
    family = socket.AF_INET if address.version == 4 else socket.AF_INET6
    with socket.socket(family, socket.SOCK_DGRAM) as probe:
        try:
            probe.bind((str(address), 0))
        except OSError:
            return False
    return True
