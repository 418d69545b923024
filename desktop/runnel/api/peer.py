"""Which user of this computer is at the other end of a connection.

On Linux the kernel is asked for the owner of the peer's socket (netlink, some ten microseconds), or ``/proc`` is read
where that is not allowed. Elsewhere, and for connections from other computers, the answer is None: not known.
"""

from __future__ import annotations

import ipaddress
import os
import socket
import struct
import sys
from pathlib import Path

Address = tuple[str, int]

_NETLINK_SOCK_DIAG = 4
_SOCK_DIAG_BY_FAMILY = 20
_REQUEST = 1
_ALL_STATES = 0xFFFFFFFF
_HEADER = struct.Struct("=IHHII")
_QUERY = struct.Struct("=BBBBI")
_UID_OFFSET = _HEADER.size + 4 + 48 + 12
_WAIT_SECONDS = 0.2


def is_other_user(uid: int | None) -> bool:
    """Whether this user is known, and is neither who runs this program nor root."""
    return uid is not None and uid not in (0, os.getuid())


def peer_uid(peer: Address, here: Address) -> int | None:
    """The user who owns the socket ``peer`` of a connection with our socket ``here``; None when it cannot be known."""
    if not sys.platform.startswith("linux"):
        return None
    try:
        addresses = ipaddress.ip_address(peer[0]), ipaddress.ip_address(here[0])
    except ValueError:
        return None
    if not all(address.is_loopback for address in addresses):
        return None
    family = socket.AF_INET if addresses[0].version == 4 else socket.AF_INET6
    try:
        return _ask_kernel(family, peer, here)
    except OSError:
        return _read_table(family, peer, here)


def _ask_kernel(family: socket.AddressFamily, peer: Address, here: Address) -> int:
    ends = struct.pack(
        "!HH16s16s", peer[1], here[1], socket.inet_pton(family, peer[0]), socket.inet_pton(family, here[0])
    )
    # Any interface, and no cookie.
    identity = ends + struct.pack("=IQ", 0, 0xFFFFFFFFFFFFFFFF)
    query = _QUERY.pack(family, socket.IPPROTO_TCP, 0, 0, _ALL_STATES) + identity
    header = _HEADER.pack(_HEADER.size + len(query), _SOCK_DIAG_BY_FAMILY, _REQUEST, 1, 0)
    with socket.socket(socket.AF_NETLINK, socket.SOCK_DGRAM, _NETLINK_SOCK_DIAG) as kernel:
        kernel.settimeout(_WAIT_SECONDS)
        kernel.sendto(header + query, (0, 0))
        answer = kernel.recv(4096)
    if len(answer) < _UID_OFFSET + 4 or _HEADER.unpack_from(answer)[1] != _SOCK_DIAG_BY_FAMILY:
        raise OSError("the kernel does not tell")
    uid: int = struct.unpack_from("=I", answer, _UID_OFFSET)[0]
    return uid


def _read_table(family: socket.AddressFamily, peer: Address, here: Address) -> int | None:
    wanted = [_table_form(family, peer), _table_form(family, here)]
    try:
        lines = Path("/proc/net/tcp" if family == socket.AF_INET else "/proc/net/tcp6").read_text().splitlines()
    except OSError:
        return None
    for line in lines[1:]:
        fields = line.split()
        if fields[1:3] == wanted:
            return int(fields[7])
    return None


def _table_form(family: socket.AddressFamily, address: Address) -> str:
    """``127.0.0.1:80`` as ``0100007F:0050``: words of the address in the machine's order."""
    packed = socket.inet_pton(family, address[0])
    words = [packed[start : start + 4] for start in range(0, len(packed), 4)]
    ordered = words if sys.byteorder == "big" else [word[::-1] for word in words]
    return f"{b''.join(ordered).hex().upper()}:{address[1]:04X}"
