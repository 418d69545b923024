"""Where the recorded facts lie beside a checkout; on a user's machine they are absent and such tests skip."""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[3] / "shared"


def need(relative: str) -> Path:
    """A file or folder of the recorded facts; skips the test, with the reason, where they are not there."""
    path = SHARED / relative
    if not path.exists():
        pytest.skip(f"needs the recorded facts ({relative}), which are not part of this checkout")
    return path


def real_flows() -> list[Path]:
    """Exported flows of both versions, oldest version first; empty where they are not there."""
    return sorted((SHARED / "data" / "flows").glob("*/*.json"))
