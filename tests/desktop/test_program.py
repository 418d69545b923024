"""The program as one file and as one folder: it holds all that it needs, and it behaves as the sources do.

Building it takes minutes, so it is built here only when `RUNNEL_BUILD_BINARY` says so (as `.ci/run` does); otherwise
the one in `dist/` is tried, when it is as new as the sources.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from runnel.commands.self_test import catalogue_digest
from runnel.registry import Registry, find_components
from tests.desktop.conftest import Screen
from tests.desktop.test_window import FEW_COLOURS, PICTURES, wait_for
from tests.house.test_rooms import ROOT

QUIET = {"RUNNEL_DETECT_PORTS": "nothing:1", "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}


@dataclass(frozen=True)
class Programs:
    """The two forms of the program."""

    one_file: Path
    in_folder: Path


@pytest.fixture(scope="module")
def programs() -> Programs:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(ROOT / "build_scripts"))
        import build

        if not build.is_fresh():
            if not os.environ.get("RUNNEL_BUILD_BINARY"):
                pytest.skip("no program as new as the sources: python3 build_scripts/dev.py binary makes one")
            done = subprocess.run(
                [sys.executable, ROOT / "build_scripts" / "build.py"], capture_output=True, text=True, check=False
            )
            print(done.stdout)
            assert done.returncode == 0, done.stdout + done.stderr
        return Programs(build.BINARY, build.FOLDER_BINARY)


@contextmanager
def serving(
    command: list[str | Path], data_dir: str | Path, **environment: str
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A serving program and its address; killed at the end if it still runs."""
    process = subprocess.Popen(
        [*command, "serve", "--port", "0", "--data-dir", str(data_dir)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**QUIET, **environment},
        start_new_session=True,
    )
    try:
        assert process.stdout is not None
        said = ""
        while "http://" not in said:
            line = process.stdout.readline()
            assert line, f"ended before it served: {said}"
            said += line
        yield process, next(word for word in said.split() if word.startswith("http://"))
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@pytest.mark.parametrize("form", ["one_file", "in_folder"])
def test_the_program_is_whole(programs: Programs, form: str, tmp_path: Path) -> None:
    # A fresh cache folder: the late libraries are unpacked here.
    environment = {**QUIET, "XDG_CACHE_HOME": str(tmp_path / "cache"), "HOME": str(tmp_path)}
    done = subprocess.run(
        [getattr(programs, form), "self-test"],
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
        env=environment,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "FAILED" not in done.stdout
    catalogue = Registry(find_components()).catalogue()
    assert catalogue_digest(catalogue) in done.stdout, "the program's components are not those of the sources"


def test_the_program_runs_a_flow_file(programs: Programs, echo_flow: Path, tmp_path: Path) -> None:
    command = [programs.one_file, "run", echo_flow, "--input", "packed", "--data-dir", tmp_path / "data"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert (done.stdout, done.returncode) == ("packed\n", 0), done.stderr


def test_the_program_stays_light(programs: Programs) -> None:
    megabytes = programs.one_file.stat().st_size / 1e6
    assert megabytes <= 60
    inside = {path.name for path in programs.in_folder.parent.rglob("*")}
    heavy = [
        name
        for name in inside
        if re.match(r"PyQt6|PySide6|libwebkit2gtk|libgtk-|libglib-|node$|playwright|tkinter", name)
    ]
    assert heavy == []


def test_the_program_knows_its_version_and_its_parts(programs: Programs, tmp_path: Path) -> None:
    said = subprocess.run([programs.one_file, "--version"], capture_output=True, text=True, check=True).stdout
    assert re.fullmatch(r"Runnel [\d.]+ \([0-9a-f]{10}\+?\)\n", said), said
    with serving([programs.in_folder], tmp_path) as (_, url):
        parts = httpx.get(f"{url}/api/v1/about/licences", timeout=60).json()
    named = {part["name"] for part in parts if part["licence"] and part["text"]}
    # Of the server, of the page, of the system, and Python itself.
    assert {"starlette", "numpy", "react", "Python"} <= named
    assert not named & {"pytest", "hypothesis", "playwright"}


def test_it_keeps_its_data_beside_itself_when_told_so_and_needs_no_place_to_write_its_own(
    programs: Programs, tmp_path: Path
) -> None:
    stick = tmp_path / "Mein Stick ß"
    portable = stick / "runnel-data"
    portable.mkdir(parents=True)
    program = stick / "runnel"
    shutil.copy(programs.one_file, program)
    said = subprocess.run([program, "doctor"], capture_output=True, text=True, check=True, env=QUIET).stdout
    assert f"{portable} (portable, beside the program" in said
    portable.rmdir()
    stick.chmod(0o555)
    try:
        done = subprocess.run(
            [program, "doctor", "--data-dir", tmp_path / "data"],
            capture_output=True,
            text=True,
            check=True,
            cwd=stick,
            env={**QUIET, "XDG_CACHE_HOME": "/nowhere"},
        )
        assert str(tmp_path / "data") in done.stdout
    finally:
        stick.chmod(0o755)


def test_the_program_opens_a_window_with_the_bindings_it_carries(
    programs: Programs, screen: Screen, echo_flow: Path, tmp_path: Path
) -> None:
    walk_the_window([programs.one_file], Path("/"), tmp_path, screen, echo_flow)


def test_the_program_opens_its_window_in_a_root_without_python(
    programs: Programs, screen: Screen, echo_flow: Path
) -> None:
    """In a root folder with the system's WebKitGTK and no Python, which takes minutes to make."""
    if "RUNNEL_WEB_ROOT" not in os.environ:
        pytest.skip("RUNNEL_WEB_ROOT names no root folder (build_scripts/web_root.py makes one, in some minutes)")
    root = Path(os.environ["RUNNEL_WEB_ROOT"])
    assert not list((root / "usr").glob("*bin/python*")) + list((root / "usr/lib").glob("python3*"))
    home = root / "root" / "Däten und mehr"
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir()
    shutil.copy(programs.one_file, root / "opt" / "runnel")
    flow = Path(shutil.copy(echo_flow, home))
    walk_the_window(["chroot", root, "/opt/runnel"], root, home, screen, flow)


def walk_the_window(command: list[str | Path], root: Path, home: Path, screen: Screen, flow: Path) -> None:
    """Open a flow file in the window, let it answer, kill the program, and find everything there at its next start.

    ``root`` is the root folder that the command sees; ``home`` and ``flow`` lie below it.
    """

    def seen(path: Path) -> str:
        return str(Path("/", path.relative_to(root)))

    environment = {**QUIET, "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "DISPLAY": screen.display, "HOME": seen(home)}
    environment["XDG_RUNTIME_DIR"] = seen(home)
    said = subprocess.run([*command, "doctor"], capture_output=True, text=True, check=True, env=environment).stdout
    if "a web view is there" not in said:
        pytest.skip(f"{said} (.ci/run installs it)")
    assert re.search(r"WebKitGTK:.*/parts-\w+/gtk", said), said
    data_dir = home / "data"
    picture = PICTURES / f"window-of-the-program{'-in-a-bare-root' if root != Path('/') else ''}.png"

    def open_window(*words: str) -> tuple[subprocess.Popen[bytes], str]:
        (data_dir / "running.json").unlink(missing_ok=True)  # A program that was killed leaves it behind.
        app = subprocess.Popen(
            [*command, "open", *words, "--port", "0", "--data-dir", seen(data_dir)],
            env=environment,
            start_new_session=True,
        )
        try:
            wait_for("a window named Runnel", lambda: any("Runnel" in title for title in screen.windows()))
            wait_for("the window shows something", lambda: len(screen.shoot(picture)) > FEW_COLOURS)
            wait_for("the server's address", (data_dir / "running.json").exists)
        except BaseException:
            os.killpg(app.pid, signal.SIGKILL)
            raise
        return app, json.loads((data_dir / "running.json").read_text(encoding="utf-8"))["base_url"]

    # It answers a flow, and is killed; started again, everything is there.
    app, url = open_window(seen(flow))
    try:
        [flow_id] = [each["id"] for each in httpx.get(f"{url}/api/v1/flows/").json() if each["name"] == "Echo"]
        asked = {"input_value": "framed", "session_id": "s"}
        assert "framed" in httpx.post(f"{url}/api/v1/run/{flow_id}", json=asked, timeout=60).text
    finally:
        os.killpg(app.pid, signal.SIGKILL)
        app.wait()
    wait_for("the end of its window", lambda: not any("Runnel" in title for title in screen.windows()))
    app, url = open_window()
    try:
        assert flow_id in [each["id"] for each in httpx.get(f"{url}/api/v1/flows/").json()]
        kept = httpx.get(f"{url}/api/v1/monitor/messages", params={"session_id": "s"}, timeout=60).json()
        assert [message["text"] for message in kept] == ["framed", "framed"]
        screen.run("wmctrl", "-c", "Runnel")
        assert app.wait(timeout=60) == 0
    finally:
        if app.poll() is None:
            os.killpg(app.pid, signal.SIGKILL)
        app.wait()


@pytest.fixture
def bare_root(tmp_path: Path, programs: Programs) -> Path:
    """A root folder with the C library and the program, and nothing else: no Python, no shell, no certificates."""
    if os.geteuid() != 0 or not sys.platform.startswith("linux"):
        pytest.skip("only root may enter another root folder")
    root = tmp_path / "root"
    for folder in ("tmp", "home", "proc", "opt"):
        (root / folder).mkdir(parents=True)
    listed = subprocess.run(["ldd", "/bin/true"], capture_output=True, text=True, check=True).stdout
    loader = Path(next(word for word in listed.split() if "/ld-linux" in word))
    libc = Path(next(word for word in listed.split() if word.endswith("/libc.so.6")))
    parts = ["libc.so.6", "libm.so.6", "libdl.so.2", "libpthread.so.0", "librt.so.1", "libutil.so.1", "libresolv.so.2"]
    parts.append("libz.so.1")  # what the program's loader asks for, beside the C library
    for library in (loader, *(libc.with_name(name) for name in parts)):
        target = root / library.relative_to("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(library.resolve(), target)
    shutil.copy(programs.one_file, root / "opt" / "runnel")
    return root


def test_the_program_lives_in_a_bare_root(bare_root: Path, echo_flow: Path) -> None:
    """It serves, answers a flow, survives being killed, and starts again with everything there."""
    command: list[str | Path] = ["chroot", bare_root, "/opt/runnel"]
    environment = {"HOME": "/home", "PATH": "/usr/sbin:/usr/bin:/sbin:/bin"}
    flow = json.loads(echo_flow.read_text(encoding="utf-8"))
    with serving(command, "/home/data", **environment) as (process, url):
        made = httpx.post(f"{url}/api/v1/flows/", json=flow, timeout=60).json()
        ran = httpx.post(f"{url}/api/v1/run/{made['id']}", json={"input_value": "bare", "session_id": "s"}, timeout=60)
        assert "bare" in ran.text
        os.killpg(process.pid, signal.SIGKILL)
    with serving(command, "/home/data", **environment) as (_, url):
        assert made["id"] in [each["id"] for each in httpx.get(f"{url}/api/v1/flows/", timeout=60).json()]
        kept = httpx.get(f"{url}/api/v1/monitor/messages", params={"session_id": "s"}, timeout=60).json()
        assert [message["text"] for message in kept] == ["bare", "bare"]
