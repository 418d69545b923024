"""Build the one-file program with PyInstaller, let it test itself, and measure it.

Runs in `.venv`, where the project itself is installed (PyInstaller does not find the submodules of a package that is
only on its path). No GUI toolkit goes in: the window uses the system's web view. Figures go to standard output; none of
them is asserted here.
"""

from __future__ import annotations

import hashlib
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from build_webui import is_built

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / "build"
BINARY = ROOT / "dist" / ("runnel.exe" if sys.platform == "win32" else "runnel")
SPEC = ROOT / "build_scripts" / "runnel.spec"
STAMP = WORK / "built-from"
_DIRECTLY = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def main() -> int:
    """Build, self-test, measure; the exit code."""
    if not is_built(ROOT):
        print("The web UI is not built; python3 build_scripts/dev.py binary does both.", file=sys.stderr)
        return 1
    started = time.monotonic()
    build()
    STAMP.write_text(sources_digest(), encoding="utf-8")
    print(f"built {BINARY.relative_to(ROOT)} in {time.monotonic() - started:.0f} s")
    print(f"size            {BINARY.stat().st_size / 1e6:6.1f} MB")
    tested = subprocess.run([BINARY, "self-test"], check=False)
    if tested.returncode == 0:
        measure()
    return tested.returncode


def is_fresh() -> bool:
    """Whether the program was built from the sources as they are now."""
    return BINARY.exists() and STAMP.exists() and STAMP.read_text(encoding="utf-8") == sources_digest()


def sources_digest() -> str:
    """SHA-256 over everything that goes into the program."""
    total = hashlib.sha256((ROOT / "requirements.lock").read_bytes() + SPEC.read_bytes())
    for folder in (ROOT / "desktop" / "runnel", ROOT / "assets", ROOT / "webui" / "dist"):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                total.update(path.relative_to(ROOT).as_posix().encode() + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def build() -> None:
    """Run PyInstaller. Raises `subprocess.CalledProcessError` with its output shown when it fails."""
    options = ["--noconfirm", "--clean", "--log-level", "WARN", "--distpath", BINARY.parent, "--workpath", WORK]
    subprocess.run([sys.executable, "-m", "PyInstaller", *options, SPEC], cwd=ROOT, check=True)


def measure(runs: int = 7) -> None:
    """Print how long the program takes to its first answer, and how much memory it then holds."""
    times, memory = [], []
    for _ in range(runs):
        with tempfile.TemporaryDirectory() as folder:
            milliseconds, megabytes = _start_once(Path(folder))
        times.append(milliseconds)
        memory.append(megabytes)
    print(f"first /health   {statistics.median(times):6.0f} ms median of {runs} ({min(times):.0f}–{max(times):.0f})")
    print(f"memory, idle    {statistics.median(memory):6.0f} MiB proportional, all its processes")


def _start_once(data_dir: Path) -> tuple[float, float]:
    with tempfile.TemporaryFile() as log:
        started = time.monotonic()
        command = [BINARY, "serve", "--port", "0", "--data-dir", data_dir]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True)
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            url = next((word for word in line.split() if word.startswith("http://")), None)
            if url is None:
                raise RuntimeError(f"The program did not start: {line}")
            with _DIRECTLY.open(f"{url}/health"):
                milliseconds = (time.monotonic() - started) * 1000
            return milliseconds, _memory_mib(process.pid)
        finally:
            process.terminate()
            process.wait()


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
    sys.exit(main())
