"""What is generated from the API is as the API is now."""

from __future__ import annotations

import sys

import pytest

from tests.house.test_rooms import ROOT


def test_client_types_are_fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "build_scripts"))
    import codegen

    try:
        assert codegen.is_fresh(), "webui/src/api/schema.d.ts is stale: run python3 build_scripts/dev.py codegen"
    finally:
        sys.modules.pop("codegen", None)
