"""Build the program with PyInstaller, as one file and as one folder, let it test itself, and pack it for its system.

Runs in `.venv`, where the project itself is installed (PyInstaller does not find the submodules of a package that is
only on its path). No GUI toolkit goes in: the window uses the system's web view. How fast it starts is measured by
`bench/start.py`.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import time
from pathlib import Path

from build_webui import is_built

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / "build"
DIST = ROOT / "dist"
FOLDER = DIST / "Runnel.app" if sys.platform == "darwin" else DIST / "runnel-folder"
FOLDER_BINARY = FOLDER / {"win32": "runnel.exe", "darwin": "Contents/MacOS/runnel"}.get(sys.platform, "runnel")
BINARY = FOLDER_BINARY if sys.platform == "darwin" else DIST / FOLDER_BINARY.name
"""The program that people start: one file; on macOS the bundle."""
SPEC = ROOT / "build_scripts" / "runnel.spec"
STAMP = DIST / ".built-from"
_RECIPE = [
    SPEC,
    *(SPEC.with_name(name) for name in ("late_archive.py", "quick_modules.py", "system_parts.py", "licences.py")),
]


def main() -> int:
    """Build and self-test; the exit code."""
    if not is_built(ROOT):
        print("The web UI is not built; python3 build_scripts/dev.py binary does both.", file=sys.stderr)
        return 1
    started = time.monotonic()
    build()
    STAMP.write_text(sources_digest(), encoding="utf-8")
    print(f"built in {time.monotonic() - started:.0f} s: {BINARY.stat().st_size / 1e6:.1f} MB as one file")
    programs = dict.fromkeys((BINARY, FOLDER_BINARY))
    return max(subprocess.run([program, "self-test"], check=False).returncode for program in programs)


def is_fresh() -> bool:
    """Whether the program was built from the sources as they are now."""
    return BINARY.exists() and STAMP.exists() and STAMP.read_text(encoding="utf-8") == sources_digest()


def sources_digest() -> str:
    """SHA-256 over everything that goes into the program."""
    total = hashlib.sha256(
        (ROOT / "build_scripts" / "requirements.lock").read_bytes() + b"".join(path.read_bytes() for path in _RECIPE)
    )
    for folder in (ROOT / "desktop" / "runnel", ROOT / "assets", ROOT / "webui" / "dist"):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                total.update(path.relative_to(ROOT).as_posix().encode() + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def build() -> None:
    """Run PyInstaller. Raises `subprocess.CalledProcessError` with its output shown when it fails."""
    options = ["--noconfirm", "--clean", "--log-level", "WARN", "--distpath", DIST, "--workpath", WORK]
    subprocess.run([sys.executable, "-m", "PyInstaller", *options, SPEC], cwd=ROOT, check=True)


if __name__ == "__main__":
    sys.exit(main())
