"""The commit that this program was made from."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path

from runnel.paths import about_dir


@cache
def find_commit() -> str:
    """The short name of the commit, with ``+`` where files were changed since; empty where it is not known.

    A packed program has it written down; in a checkout, git is asked.
    """
    folder = about_dir()
    if folder is not None:
        return (folder / "commit").read_text(encoding="utf-8").strip()
    checkout = Path(__file__).resolve().parents[3]
    if not (checkout / ".git").exists():
        return ""
    found = _ask_git(checkout, "rev-parse", "--short=10", "HEAD")
    return found + ("+" if found and _ask_git(checkout, "status", "--porcelain") else "")


def _ask_git(checkout: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(
            ["git", *arguments], cwd=checkout, capture_output=True, text=True, check=False, timeout=10
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
