"""Other users of the same computer are kept out."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable

import pytest

from runnel.api import peer
from tests.conftest import RunningApp, StartApp

NOBODY_UID = 65534
PROGRAM = f"""
import os, socket, sys
os.setgid({NOBODY_UID}); os.setuid({NOBODY_UID})
port = int(sys.argv[1])
connection = socket.socket()
connection.connect(("127.0.0.1", port))
connection.sendall(b"GET /health_check HTTP/1.1\\r\\nHost: 127.0.0.1:%d\\r\\nConnection: close\\r\\n\\r\\n" % port)
print(connection.recv(1000).split()[1].decode())
"""
"""Becomes nobody only after the imports: the interpreter may lie in a folder that root alone can read."""

on_linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells whose a connection is")
as_root = pytest.mark.skipif(
    not hasattr(os, "getuid") or os.getuid() != 0, reason="only root can act as another user to try it"
)


def ask_as_nobody(app: RunningApp) -> str:
    program = [sys.executable, "-I", "-c", PROGRAM, str(app.port)]
    return subprocess.run(program, capture_output=True, text=True, check=True).stdout.strip()


@on_linux
@as_root
def test_another_user_is_refused_unless_keys_are_asked_for(start_app: StartApp) -> None:
    app = start_app()
    assert app.client.get("/health_check").status_code == 200
    assert ask_as_nobody(app) == "403"
    app.server.stop()
    assert ask_as_nobody(start_app(auto_login=False)) == "200"


@on_linux
@pytest.mark.parametrize("way", [peer._ask_kernel, peer._read_table])
@pytest.mark.parametrize(("family", "host"), [(socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")])
def test_both_ways_tell_the_owner(way: Callable[..., int | None], family: socket.AddressFamily, host: str) -> None:
    with socket.socket(family) as listener:
        try:
            listener.bind((host, 0))
        except OSError:
            pytest.skip(f"this machine has no {host}")
        listener.listen()
        with socket.create_connection(listener.getsockname()[:2]) as client:
            server, _ = listener.accept()
            with server:
                assert way(family, client.getsockname()[:2], server.getsockname()[:2]) == os.getuid()


def test_other_computers_are_not_known() -> None:
    assert peer.peer_uid(("192.0.2.1", 5000), ("192.0.2.2", 7860)) is None
    assert not peer.is_other_user(None)
    assert not peer.is_other_user(0)
