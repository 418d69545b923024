"""``runnel trust``: look at the code that a flow file carries, and say whether it may run on this computer.

What is trusted is kept in the data folder. When a running Runnel holds that, the ledger is reached through it.
"""

from __future__ import annotations

import asyncio
import difflib
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import msgspec

from runnel.commands.run import read_graph_data
from runnel.errors import AppError, Conflict
from runnel.instance import Running, ask_running, find_running
from runnel.schemas.trust import CarriedCodeRead, TrustCheck, TrustCreate, TrustRead
from runnel.settings import Settings

Say = Callable[[str], Any]
Ask = Callable[[str], bool]

_REASONS = {
    "unknown_type": "Runnel has no component of this type, so the node runs this code or nothing.",
    "custom": "It is a custom component.",
    "edited": "Its code was changed. Until you trust it, Runnel's own component runs in its place.",
    "written": "One of its fields holds code.",
    "model_writes": "It runs code that a model writes.",
}


def review(settings: Settings, path: Path, say: Say, ask: Ask) -> None:
    """Show the code of each node of a flow file that is not trusted yet, and trust what `ask` says yes to.

    Raises `runnel.errors.Invalid` when the file holds no flow, and `Conflict` when the data folder cannot be reached.
    """
    nodes = read_graph_data(path)["nodes"]
    found = msgspec.convert(_reach(settings, "POST", "/check", TrustCheck(nodes)), list[CarriedCodeRead])
    if not found:
        say(f"{path.name} carries no code of its own.")
    seen: dict[str, bool] = {}
    for code in found:
        if code.is_trusted or code.digest in seen:
            is_trusted = code.is_trusted or seen[code.digest]
            say(f"{code.name} ({code.node_id}): {'trusted' if is_trusted else 'not trusted'}, as {code.digest[:12]}")
            continue
        say(f"\n{code.name} ({code.node_id}). {_REASONS[code.reason]}\n\n{_shown(code)}\n")
        seen[code.digest] = ask(
            "It could read your files and use the network, as you can. Trust exactly this code on this computer?"
        )
        if seen[code.digest]:
            granted = TrustCreate(code.text, name=code.name, node_id=code.node_id)
            _reach(settings, "POST", "", granted)
            say(f"Trusted as {code.digest[:12]}. runnel trust --withdraw {code.digest[:12]} takes it back.")


def list_trusted(settings: Settings, say: Say) -> None:
    """Say what is trusted, a line each."""
    trusted = _list(settings)
    if not trusted:
        say("Nothing is trusted.")
    for entry in trusted:
        say(f"{entry.digest[:12]}  {entry.granted_at[:10]}  {entry.kind:<7}  {entry.name or entry.text[:60]}")


def withdraw(settings: Settings, start: str, say: Say) -> None:
    """Trust a text no more, named by its digest or how that begins. Raises `AppError` unless it names one."""
    named = [entry for entry in _list(settings) if entry.digest.startswith(start.lower())]
    if len(named) != 1:
        raise AppError(f"{start} names {len(named) or 'nothing'} of what is trusted. runnel trust --list shows it.")
    _reach(settings, "DELETE", f"/{named[0].digest}")
    say(f"{named[0].name or start} is not trusted any more.")


def _list(settings: Settings) -> list[TrustRead]:
    return msgspec.convert(_reach(settings, "GET", ""), list[TrustRead])


def _shown(code: CarriedCodeRead) -> str:
    """The source with a margin, or how it differs from what was trusted before."""
    if code.trusted_before is None:
        return "\n".join(f"  | {_visible(line)}" for line in code.text.splitlines())
    lines = difflib.unified_diff(
        code.trusted_before.splitlines(), code.text.splitlines(), "trusted before", "now", lineterm="", n=len(code.text)
    )
    return "\n".join(f"  {_visible(line)}" for line in lines)


def _visible(line: str) -> str:
    """A line without characters by which a terminal could be told to show something else."""
    return "".join(each if each.isprintable() or each == "\t" else repr(each)[1:-1] for each in line)


def _reach(settings: Settings, method: str, path: str, body: Any = None) -> Any:
    """The answer of the trust API, of this process or of the Runnel that holds the data folder."""
    try:
        return asyncio.run(_reach_here(settings, method, path, body))
    except Conflict:
        running = find_running(settings.data_dir)
        if running is None:
            raise
        return _reach_there(running, method, path, body)


async def _reach_here(settings: Settings, method: str, path: str, body: Any) -> Any:
    from runnel.api.v1 import trust
    from runnel.state import open_state

    state = await open_state(settings)
    acts: dict[tuple[str, str], Callable[[], Awaitable[Any]]] = {
        ("GET", ""): lambda: trust.list_trust(state),
        ("POST", ""): lambda: trust.create_trust(state, body),
        ("POST", "/check"): lambda: trust.check_trust(state, body),
    }
    try:
        act = acts.get((method, path)) or (lambda: trust.delete_trust(state, path.removeprefix("/")))
        return msgspec.to_builtins(await act())
    finally:
        await state.close()


def _reach_there(running: Running, method: str, path: str, body: Any) -> Any:
    sent = None if body is None else msgspec.to_builtins(body)
    with ask_running(running, f"/api/v1/trust{path}", sent, method=method) as response:
        answer = response.read()
    if response.status >= 400:
        raise AppError(f"The running Runnel at {running.base_url} answered {response.status}: {answer.decode()}")
    return json.loads(answer) if answer else None
