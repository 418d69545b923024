"""Every component is tried in a flow over HTTP."""

from __future__ import annotations

import ast

from runnel.registry import Registry, find_components
from tests.house.test_rooms import ROOT

PLACES = ("components", "models", "runs", "sandbox")
"""The folders of tests that draw flows and run them."""


def test_every_component_has_a_case() -> None:
    named: set[str] = set()
    for place in PLACES:
        for path in (ROOT / "tests" / place).rglob("test_*.py"):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            texts = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
            named.update(text for text in texts if isinstance(text, str))
    untried = sorted(set(Registry(find_components())) - named)
    assert untried == [], "Add a Case for each to a table in tests/components (see tests/components/flow_case.py)."
