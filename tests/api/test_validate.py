"""A look at code and prompts: what is wrong is told, and nothing is run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.conftest import RunningApp


def _code_errors(app: RunningApp, code: str) -> tuple[list[str], list[str]]:
    answer = app.client.post("/api/v1/validate/code", json={"code": code})
    assert answer.status_code == 200
    return answer.json()["imports"]["errors"], answer.json()["function"]["errors"]


@pytest.mark.parametrize(
    "code",
    [
        "open({mark!r}, 'w')",
        "def f(a=open({mark!r}, 'w')): ...",
        "@open({mark!r}, 'w')\ndef f(): ...",
        "class X:\n    y = open({mark!r}, 'w')",
        "def f(a: open({mark!r}, 'w')): ...",
        "x = f\"{{open({mark!r}, 'w')}}\"",
    ],
)
def test_code_is_never_run(shared_app: RunningApp, tmp_path: Path, code: str) -> None:
    mark = tmp_path / "ran"
    assert _code_errors(shared_app, code.format(mark=str(mark))) == ([], [])
    assert not mark.exists()


def test_missing_modules_and_syntax_errors_are_told(shared_app: RunningApp) -> None:
    imports, function = _code_errors(
        shared_app, "import json\nimport no_such_module_x.y\nfrom langflow.io import Output"
    )
    assert imports == ["No module named 'no_such_module_x'"]
    assert function == []
    imports, function = _code_errors(shared_app, "def f(:")
    assert imports == []
    assert "invalid syntax" in function[0]


@pytest.mark.parametrize("code", ["(" * 5000, "\x00", "1" * 10_000, "x = " + "[" * 300 + "]" * 300])
def test_hostile_code_is_answered(shared_app: RunningApp, code: str) -> None:
    answer = shared_app.client.post("/api/v1/validate/code", json={"code": code})
    assert answer.status_code == 200


def _prompt(app: RunningApp, template: str, node: Any = None) -> Any:
    body = {"name": "template", "template": template, "frontend_node": node}
    return app.client.post("/api/v1/validate/prompt", json=body)


def test_a_variable_keeps_its_value_while_it_is_there(shared_app: RunningApp) -> None:
    node = shared_app.client.get("/api/v1/all").json()["prompts"]["Prompt"]
    node = _prompt(shared_app, "Hi {name} and {other}, {{not me}}", node).json()["frontend_node"]
    assert node["custom_fields"]["template"] == ["name", "other"]
    node["template"]["name"]["value"] = "Ada"
    node = _prompt(shared_app, "{other} {name}", node).json()["frontend_node"]
    assert node["custom_fields"]["template"] == ["other", "name"]
    assert node["template"]["name"]["value"] == "Ada"
    node = _prompt(shared_app, "nothing", node).json()["frontend_node"]
    assert "name" not in node["template"]


@pytest.mark.parametrize("template", ["{", "{a b}", "{1a}", "}", "{a{b}}"])
def test_a_broken_prompt_says_what_is_wrong(shared_app: RunningApp, template: str) -> None:
    node = shared_app.client.get("/api/v1/all").json()["prompts"]["Prompt"]
    answer = _prompt(shared_app, template, node)
    assert answer.status_code in (400, 422)
    assert isinstance(answer.json()["detail"], str)


@pytest.mark.parametrize(
    "node", [{"template": 1}, {"custom_fields": []}, {"template": {"x": 1}, "custom_fields": {"template": 3}}]
)
def test_what_is_no_node_is_refused(shared_app: RunningApp, node: Any) -> None:
    assert _prompt(shared_app, "Hi {name}", node).status_code in (400, 422)
