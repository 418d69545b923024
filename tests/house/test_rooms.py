"""The rules of the house that no linter knows: who may do what, and what one file holds."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "desktop" / "runnel"
NPM_FILES = ("package-lock.json", ".npmrc")


def test_import_contracts_hold() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter, "--no-logo", "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_code_is_executed_in_the_sandbox_only() -> None:
    executing = {"exec", "eval", "compile", "__import__"}
    found = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path, call in _calls()
        if isinstance(call.func, ast.Name)
        and call.func.id in executing
        and path.relative_to(PACKAGE).parts[0] != "sandbox"
    ]
    assert found == []


def test_only_network_makes_clients_and_opens_connections() -> None:
    makers = {
        "AsyncClient",
        "HTTPTransport",
        "AsyncHTTPTransport",
        "HTTPConnection",
        "HTTPSConnection",
        "create_connection",
        "open_connection",
        "urlopen",
        "urlretrieve",
    }
    # The address of a running Runnel on this machine, and nothing else.
    own_address = {PACKAGE / "instance.py", PACKAGE / "commands" / "self_test.py"}
    found = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path, call in _calls()
        if _name(call.func) in makers and "network" not in path.parts and path not in own_address
    ]
    assert found == []


def test_no_module_reads_the_environment_for_a_setting() -> None:
    # `paths` and `web_view` ask the operating system for its conventions and its display, not for settings.
    allowed = {PACKAGE / name for name in ("settings.py", "paths.py", "window/web_view.py")}
    found = []
    for path in _modules():
        if path in allowed:
            continue
        for node in ast.walk(_tree(path)):
            if isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv"):
                found.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert found == []


def test_one_component_per_file_and_one_type_key_per_component() -> None:
    owners: dict[str, str] = {}
    for path in sorted((PACKAGE / "components").rglob("*.py")):
        classes = [
            node.name
            for node in _tree(path).body
            if isinstance(node, ast.ClassDef) and any(_name(base) == "Component" for base in node.bases)
        ]
        assert len(classes) <= 1, f"{path.relative_to(ROOT)} holds more than one component: {classes}"
        for name in classes:
            assert name not in owners, f"{name} stands in {owners[name]} and in {path.name}"
            owners[name] = path.name
    assert owners


def test_no_module_has_a_name_that_says_nothing() -> None:
    empty_words = {"utils", "util", "helpers", "common", "misc", "base", "manager", "service", "stuff"}
    # "helpers" is a category of the flow format, and the catalogue shows it by that name.
    found = [
        path.relative_to(PACKAGE).as_posix()
        for path in _modules()
        if path.stem in empty_words or (set(path.relative_to(PACKAGE).parts[:-1]) & (empty_words - {"helpers"}))
    ]
    assert found == []


def test_every_room_says_what_it_is() -> None:
    silent = [path.relative_to(ROOT).as_posix() for path in _modules() if not ast.get_docstring(_tree(path))]
    assert silent == []


def test_the_start_imports_nothing_heavy() -> None:
    heavy = ["pydantic", "pydantic_ai", "openai", "anthropic", "httpx", "httpx2", "numpy", "cryptography", "webview"]
    heavy += ["pypdf", "docx", "bs4", "lxml", "yaml", "requests", "sqlalchemy"]
    question = f"import sys, runnel.server, runnel.cli; print([name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", question], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


LOCKS = [
    "build_scripts/requirements.lock",
    *(f"{place}/{name}" for place in ("webui", "tests/clients") for name in NPM_FILES),
]


@pytest.mark.parametrize("lock", LOCKS)
def test_locks_name_no_host(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    # Pages where a package asks for money are not where it is fetched from.
    text = re.sub(r'"funding": (\[[^\]]*\]|\{[^}]*\}|"[^"]*")', "", text)
    assert re.findall(r"(?:https?|git\+\w+|ssh|file)://\S+", text) == []
    assert '"resolved"' not in text


def test_the_python_lock_holds_every_dependency() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [*project["project"]["dependencies"], *project["build-system"]["requires"]]
    for group in project["dependency-groups"].values():
        wanted += group
    lock = (ROOT / "build_scripts" / "requirements.lock").read_text(encoding="utf-8")
    locked = set(re.findall(r"^([a-z0-9-]+)==", lock, flags=re.MULTILINE))
    names = {re.sub(r"[._]", "-", re.split(r"[\[<>=!~; ]", entry)[0]).lower() for entry in wanted}
    assert names - locked == set()
    unhashed = [entry for entry in re.split(r"^(?=[a-z0-9])", lock, flags=re.MULTILINE)[1:] if "--hash=" not in entry]
    assert unhashed == []


def _modules() -> Iterator[Path]:
    return (path for path in PACKAGE.rglob("*.py") if not {"webui", "assets"} & set(path.relative_to(PACKAGE).parts))


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def _calls() -> Iterator[tuple[Path, ast.Call]]:
    for path in _modules():
        for node in ast.walk(_tree(path)):
            if isinstance(node, ast.Call):
                yield path, node


def _name(node: ast.expr) -> str:
    """The last word of a dotted name: `AsyncClient` of `httpx2.AsyncClient`."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""
