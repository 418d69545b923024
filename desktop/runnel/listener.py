"""The listening socket, by the rules for ports.

A port that was asked for must be free, or the start fails saying so. The usual port steps aside for another program:
the next free one is taken. The socket is handed to the server as it is, so that nobody takes the port in between.
"""

from __future__ import annotations

import errno
import ipaddress
import socket
import sys

from runnel.errors import Conflict, Invalid

_TRIES = 100


def open_listener(host: str, port: int, *, is_port_chosen: bool) -> socket.socket:
    """A socket that listens on `host` at `port` (0: any free one), or, unless it was chosen, at the next free port.

    Raises `Conflict` when the port is taken, `Invalid` when the address is none of this machine.
    """
    last = port if is_port_chosen or port == 0 else min(port + _TRIES, 65535)
    for candidate in range(port, last + 1):
        try:
            return _listen(host, candidate)
        except OSError as error:
            if not _is_taken(error):
                raise Invalid(f"Runnel cannot listen on {host}:{candidate}: {error.strerror or error}.") from None
    if is_port_chosen:
        raise Conflict(f"Port {port} is taken by another program. Choose another --port, or 0 for any free one.")
    raise Conflict(f"The ports {port} to {last} are all taken. Choose one with --port.")


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach `host`."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _listen(host: str, port: int) -> socket.socket:
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    listener = socket.socket(family, kind, protocol)
    try:
        if sys.platform == "win32":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            # A port that was closed a moment ago may be used again; one where somebody listens may not.
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(2048)
    except BaseException:
        listener.close()
        raise
    return listener


def _is_taken(error: OSError) -> bool:
    return error.errno in (errno.EADDRINUSE, errno.EACCES)
