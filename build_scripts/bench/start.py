"""How long the program takes from its start to its first answer and to a page that can be used, and what it weighs.

``python build_scripts/bench/start.py`` takes the forms of the program that lie in `dist/`, and the sources beside them,
in turns, so that each meets the same load. A start is on a data folder of its own. The usable page needs Playwright and
a Chromium (``RUNNEL_TEST_BROWSER``, or one that the machine has). Nothing here asserts anything.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "build_scripts"))

import build  # noqa: E402

_DIRECTLY = urllib.request.build_opener(urllib.request.ProxyHandler({}))
_RUNS = 7


def main() -> None:
    """Measure and print."""
    forms: dict[str, list[str | Path]] = {"sources": [sys.executable, "-m", "runnel"]}
    if build.BINARY.exists():
        forms["one file"] = [build.BINARY]
    if build.FOLDER_BINARY.exists():
        forms["one folder"] = [build.FOLDER_BINARY]
    answers: dict[str, list[float]] = {name: [] for name in forms}
    memory: dict[str, list[float]] = {name: [] for name in forms}
    for _ in range(_RUNS):
        for name, command in forms.items():
            with _started(command) as (process, _, milliseconds):
                answers[name].append(milliseconds)
                memory[name].append(_memory_mib(process.pid))
    with _page_opener() as open_page:
        print(f"{'':12} {'size':>9}  {'first answer':>25}  {'usable page':>12}  {'memory, idle':>12}")
        for name, command in forms.items():
            low, middle = min(answers[name]), statistics.median(answers[name])
            page = statistics.median(open_page(command) for _ in range(3)) if open_page else float("nan")
            print(
                f"{name:12} {_size(name):>9}  {middle:9.0f} ms, best {low:5.0f} ms  {page:9.0f} ms  "
                f"{statistics.median(memory[name]):8.0f} MiB"
            )
    print_largest_parts()


def print_largest_parts(count: int = 15) -> None:
    """The parts of the one-folder form that weigh most, unpacked."""
    if not build.FOLDER.exists():
        return
    inside = build.FOLDER / "_internal"
    sizes: Counter[str] = Counter()
    for path in build.FOLDER.rglob("*"):
        if path.is_file() and not path.is_symlink():
            place = path.relative_to(inside).parts[0] if path.is_relative_to(inside) else path.name
            sizes[place.removesuffix(".libs")] += path.stat().st_size
    print("\nlargest parts, unpacked (the program itself holds the Python modules)")
    for name, size in sizes.most_common(count):
        print(f"{name:40} {size / 1e6:6.1f} MB")


def _size(form: str) -> str:
    if form == "one file":
        return f"{build.BINARY.stat().st_size / 1e6:.1f} MB"
    if form == "one folder":
        return f"{sum(path.stat().st_size for path in build.FOLDER.rglob('*') if path.is_file()) / 1e6:.1f} MB"
    return ""


@contextmanager
def _started(command: list[str | Path]) -> Iterator[tuple[subprocess.Popen[str], str, float]]:
    """A server on a fresh data folder: its process, its address, and the milliseconds to its first answer."""
    # Where bytecode may not be written, Python would compile the sources at each start.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile() as log:
        begun = time.monotonic()
        arguments = [*command, "serve", "--port", "0", "--data-dir", folder]
        process = subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=log, text=True, env=environment)
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            url = next((word for word in line.split() if word.startswith("http://")), None)
            if url is None:
                raise RuntimeError(f"The program did not start: {line}")
            with _DIRECTLY.open(f"{url}/health"):
                milliseconds = (time.monotonic() - begun) * 1000
            yield process, url, milliseconds
        finally:
            process.terminate()
            process.wait()


@contextmanager
def _page_opener() -> Iterator[Callable[[list[str | Path]], float] | None]:
    """A function that gives the milliseconds from a program's start to its first screen, in a running browser."""
    try:
        from playwright.sync_api import sync_playwright

        from browser import ensure_browser
    except ImportError:
        yield None
        return
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(ensure_browser()), args=["--no-sandbox"])

        def open_page(command: list[str | Path]) -> float:
            begun = time.monotonic()
            with _started(command) as (_, url, _):
                page: Any = browser.new_page()
                page.goto(url)
                page.get_by_role("heading").first.wait_for()
                milliseconds = (time.monotonic() - begun) * 1000
                page.close()
                return milliseconds

        yield open_page
        browser.close()


def _memory_mib(pid: int) -> float:
    """Proportional memory of a process and its children, in MiB (Linux; elsewhere 0)."""
    total = 0
    for process in (pid, *_children(pid)):
        try:
            rollup = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
    return total / 1024


def _children(pid: int) -> list[int]:
    try:
        found = [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]
    except OSError:
        return []
    return found + [deeper for child in found for deeper in _children(child)]


if __name__ == "__main__":
    main()
