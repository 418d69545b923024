"""The child process: what it may take, what it does not see, how it ends."""

from __future__ import annotations

import asyncio
import signal
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from runnel.errors import ComponentError
from runnel.sandbox.process import Sandbox
from tests.sandbox.drawn_code import is_alive


class Heard:
    """A listener that keeps what it hears, and answers questions with what they asked."""

    def __init__(self) -> None:
        self.told: list[tuple[str, Any]] = []

    def hear(self, what: str, data: Mapping[str, Any]) -> None:
        self.told.append((what, data.get("text")))

    async def answer(self, what: str, data: Mapping[str, Any]) -> Any:
        raise ComponentError(f"Nobody answers {what}.")

    @property
    def printed(self) -> str:
        return "".join(text for what, text in self.told if what == "print")


def sandbox(folder: Path, time_limit_s: int = 60, memory_limit_mb: int = 512, **environment: str) -> Sandbox:
    return Sandbox.make(folder, time_limit_s, memory_limit_mb, environment)


async def script(box: Sandbox, source: str, heard: Heard | None = None, **job: Any) -> Any:
    return await box.run({"act": "script", "source": source, **job}, heard or Heard())


def words_in(note: Path) -> list[str]:
    return note.read_text().split() if note.exists() else []


async def written(note: Path, words: int) -> None:
    """Wait until so many words stand in a file that another process writes."""
    while len(words_in(note)) < words:  # noqa: ASYNC110 - nothing tells of it
        await asyncio.sleep(0.02)


async def test_it_sees_nothing_of_our_environment_and_has_a_folder_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RUNNEL_CANARY", "canary-5d1f")
    box = sandbox(tmp_path, RUNNEL_CANARY="canary-5d1f", OPENAI_API_KEY="canary-5d1f")
    source = "import os, pathlib\npathlib.Path('left.txt').write_text('x')\n[dict(os.environ), os.getcwd()]"
    environment, folder = await script(box, source)
    assert "canary-5d1f" not in str(environment)
    assert environment["HOME"] == folder
    assert words_in(Path(folder) / "left.txt") == [], "what it leaves in its folder goes with it"


async def test_output_comes_in_order_whoever_writes_it(tmp_path: Path) -> None:
    heard = Heard()
    source = (
        "import os, sys\nprint('one')\nprint('two', file=sys.stderr)\n"
        "os.write(1, b'past the pipe')\nprint('three', end='')"
    )
    assert await script(sandbox(tmp_path), source, heard) is None
    assert heard.printed == "one\ntwo\nthree"


async def test_values_go_in_and_out(tmp_path: Path) -> None:
    source = "async def add(a, *, b=2):\n    return {'sum': a + b, 'ø': [None, 1.5, True, 'ü\\ud800']}"
    value = await script(sandbox(tmp_path), source, call="add", arguments={"a": 40})
    assert value == {"sum": 42, "ø": [None, 1.5, True, "ü\ud800"]}


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("x = {}\nx['a']", "KeyError: 'a'. Line 2 of the code: x['a']."),
        ("def f():\n    1 / 0\nf()", "ZeroDivisionError: division by zero. Line 2 in f of the code: 1 / 0."),
        ("if:", "SyntaxError: invalid syntax. Line 1 of the code: if:."),
        ("import sys\nsys.exit('enough')", "SystemExit: enough. Line 2 of the code: sys.exit('enough')."),
        ("import no_such_library", "pip install --target"),
        ("import os\nos._exit(7)", "Its process ended with status 7."),
        ("import os\nos.abort()", "Its process ended by signal 6."),
    ],
)
async def test_failures_say_what_and_where(tmp_path: Path, source: str, told: str) -> None:
    with pytest.raises(ComponentError) as raised:
        await script(sandbox(tmp_path), source)
    assert told in str(raised.value)


@pytest.mark.skipif(sys.platform != "linux", reason="the system bounds no memory")
async def test_it_may_take_so_much_memory(tmp_path: Path) -> None:
    box = sandbox(tmp_path, memory_limit_mb=200)
    assert await script(box, "len(bytearray(100_000_000))") == 100_000_000
    with pytest.raises(ComponentError, match="more than 200 MB of memory"):
        await script(box, "kept = [bytearray(50_000_000) for _ in range(8)]")


async def test_it_may_take_so_long(tmp_path: Path) -> None:
    with pytest.raises(ComponentError, match="stopped after 2 seconds"):
        await script(sandbox(tmp_path, time_limit_s=2), "while True: pass")


@pytest.mark.skipif(sys.platform == "win32", reason="asks for processes as POSIX does")
async def test_stopping_kills_it_and_what_it_started(tmp_path: Path) -> None:
    note = tmp_path / "pids"
    source = (
        "import os, signal, subprocess, sys, time\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "other = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        f"open({str(note)!r}, 'w').write(f'{{os.getpid()}} {{other.pid}}')\n"
        "time.sleep(60)"
    )
    running = asyncio.ensure_future(script(sandbox(tmp_path), source))
    await written(note, words=2)
    started = time.monotonic()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert time.monotonic() - started < 0.25
    await asyncio.sleep(0.05)
    for pid in map(int, note.read_text().split()):
        assert not is_alive(pid)


@pytest.mark.skipif(sys.platform == "win32", reason="asks for processes as POSIX does")
async def test_it_does_not_outlive_us(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    code = f"import os, time\nopen({str(note)!r}, 'w').write(str(os.getpid()))\ntime.sleep(60)"
    program = (
        "import asyncio, pathlib\nfrom runnel.sandbox.process import Sandbox\n"
        f"box = Sandbox.make(pathlib.Path({str(tmp_path)!r}), 60, 512, {{}})\n"
        f"asyncio.run(box.run({{'act': 'script', 'source': {code!r}}}, None))\n"
    )
    parent = await asyncio.create_subprocess_exec(sys.executable, "-c", program)
    await written(note, words=1)
    parent.send_signal(signal.SIGKILL)
    await parent.wait()
    child = int(note.read_text())
    for _ in range(100):
        if not is_alive(child):
            return
        await asyncio.sleep(0.05)
    pytest.fail("the child lives on")
