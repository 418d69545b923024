"""The commands of `runnel`, as a person or a script on a terminal sees them."""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from runnel import __version__
from runnel.registry import Registry, component_node, find_components

RUNNEL = (sys.executable, "-m", "runnel")
QUIET = {"RUNNEL_DETECT_PORTS": "nothing:1", "RUNNEL_STARTER_FLOWS": "false", "DISPLAY": "", "WAYLAND_DISPLAY": ""}


def runnel(*arguments: str | Path, stdin: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    command = [*RUNNEL, *map(str, arguments)]
    return subprocess.run(
        command,
        input=stdin,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={**os.environ, **QUIET, **environment},
    )


@contextmanager
def serving(*arguments: str | Path, **environment: str) -> Iterator[tuple[subprocess.Popen[str], str, str]]:
    """A serving process, the line it said, and the address in it; killed at the end if it still runs."""
    command = [*RUNNEL, "serve", *map(str, arguments)]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env={**os.environ, **QUIET, **environment}
    )
    try:
        assert process.stdout is not None
        said = ""
        while "http://" not in said:
            line = process.stdout.readline()
            assert line, f"ended before it served: {said}"
            said += line
        url = next(word for word in said.split() if word.startswith("http://"))
        yield process, said, url
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_version() -> None:
    said = runnel("--version").stdout
    assert re.fullmatch(rf"Runnel {re.escape(__version__)}( \([0-9a-f]+\+?\))?\n", said), said


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_serve_answers_and_ends_cleanly(tmp_path: Path, number: signal.Signals) -> None:
    with serving("--port", "0", "--data-dir", tmp_path) as (process, _, url):
        assert httpx.get(f"{url}/health").json()["status"] == "ok"
        created = httpx.post(f"{url}/api/v1/flows/", json={"name": "Kept", "data": {"nodes": [], "edges": []}})
        assert created.status_code == 201
        process.send_signal(number)
        assert process.wait(timeout=30) == 0
    with serving("--port", "0", "--data-dir", tmp_path) as (_, _, url):
        names = [flow["name"] for flow in httpx.get(f"{url}/api/v1/flows/").json()]
    assert names == ["Kept"]


def test_a_chosen_port_that_is_taken_is_an_error(tmp_path: Path, taken_port: int) -> None:
    done = runnel("serve", "--port", str(taken_port), "--data-dir", tmp_path)
    assert done.returncode == 1
    assert f"Port {taken_port} is taken" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_port_in_the_environment_counts_as_chosen(tmp_path: Path, taken_port: int) -> None:
    done = runnel("serve", "--data-dir", tmp_path, RUNNEL_PORT=str(taken_port))
    assert done.returncode == 1
    assert f"Port {taken_port} is taken" in done.stderr


def test_the_usual_port_steps_aside_and_says_so(tmp_path: Path) -> None:
    with socket.socket() as listener:
        try:
            listener.bind(("127.0.0.1", 7860))
            listener.listen()
        except OSError:
            pass  # another program has it: just as good
        with serving("--data-dir", tmp_path) as (_, said, url):
            assert "Port 7860 is taken" in said
            assert not url.endswith(":7860")
            assert httpx.get(f"{url}/health").status_code == 200


def test_serve_gives_a_person_a_way_in_that_works_once(tmp_path: Path) -> None:
    command = [*RUNNEL, "serve", "--port", "0", "--data-dir", str(tmp_path)]
    person, terminal = pty.openpty()
    process = subprocess.Popen(command, stdout=terminal, stderr=terminal, env={**os.environ, **QUIET})
    os.close(terminal)
    try:
        said = b""
        while not (found := re.search(rb"(http://\S+)/launch/\S+(?=\r\n)", said)):
            said += os.read(person, 1024)
        address, url = found[0].decode(), found[1].decode()
        # Whoever opens it may do what only the window may, and who comes later with the same address may not.
        for is_mine in (True, False):
            with httpx.Client(follow_redirects=True) as page:
                assert page.get(address).url.path == "/"
                assert page.get(f"{url}/api/v1/trust").status_code == (200 if is_mine else 403)
        second = runnel("--data-dir", tmp_path, BROWSER="/bin/false")
        assert "launch" not in second.stdout, "what goes into a log opens nothing"
    finally:
        process.kill()
        process.wait()
        os.close(person)


def test_a_second_start_says_where_the_first_one_is(tmp_path: Path) -> None:
    with serving("--port", "0", "--data-dir", tmp_path) as (_, _, url):
        second = runnel("--data-dir", tmp_path, BROWSER="/bin/false")
        assert second.returncode == 0
        assert f"Runnel runs already, at {url}/" in second.stdout
        third = runnel("serve", "--port", "0", "--data-dir", tmp_path)
        assert third.returncode == 1
        assert "Another Runnel uses the data folder" in third.stderr


def test_a_second_start_opens_the_file_it_was_given(tmp_path: Path, echo_flow: Path) -> None:
    browser, opened = tmp_path / "browser", tmp_path / "opened"
    browser.write_text(f'#!/bin/sh\necho "$1" > "{opened}"\n', encoding="utf-8")
    browser.chmod(0o755)
    data_dir = tmp_path / "mit Leerzeichen und Ümläuten"
    with serving("--port", "0", "--data-dir", data_dir) as (_, _, url):
        places = []
        for command in (["open", echo_flow], ["open", echo_flow]):
            done = runnel(*command, "--data-dir", data_dir, BROWSER=str(browser))
            assert done.returncode == 0, done.stderr
            with httpx.Client(follow_redirects=True) as page:
                places.append(page.get(opened.read_text(encoding="utf-8").strip()).url.path)
                seen = page.get(f"{url}/api/v1/window").json()
                assert (seen["is_window"], seen["can_show_folders"]) == (False, True)
        [flow] = httpx.get(f"{url}/api/v1/flows/").json()
        assert flow["name"] == "Echo"
        assert places == [f"/flow/{flow['id']}"] * 2, "the same file is the same flow"
        echo_flow.write_text("no flow", encoding="utf-8")
        refused = runnel("open", echo_flow, "--data-dir", data_dir, BROWSER=str(browser))
        assert refused.returncode == 1
        assert "echo.json" in refused.stderr
        assert "Traceback" not in refused.stderr


def test_the_doctor_says_what_is_here(tmp_path: Path) -> None:
    with serving("--port", "0", "--data-dir", tmp_path / "data") as (_, _, url):
        said = runnel("doctor", "--data-dir", tmp_path / "data").stdout
        assert (tmp_path / "data").stat().st_mode & 0o077 == 0, "what is said in chats is nobody else's business"
    assert f"yes, at {url}" in said
    assert "There is no display." in said
    assert str(tmp_path / "data") in said
    file = tmp_path / "a file"
    file.touch()
    assert "cannot be written" in runnel("doctor", "--data-dir", file / "data").stdout
    refused = runnel("serve", "--port", "0", "--data-dir", file / "data")
    assert refused.returncode == 1
    assert re.fullmatch(r".*cannot be used: .+\. Choose another with --data-dir\.\n", refused.stderr), refused.stderr


FAILS_ON_SIGNAL = """
import signal
def fail(*_):
    raise RuntimeError("nobody foresaw this")
signal.signal(signal.SIGUSR1, fail)
"""


@pytest.mark.parametrize(
    ("number", "words"), [(signal.SIGUSR1, "nobody foresaw this"), (signal.SIGSEGV, "Segmentation")]
)
def test_a_crash_leaves_a_report_and_the_next_start_tells_of_it(
    tmp_path: Path, number: signal.Signals, words: str
) -> None:
    (tmp_path / "sitecustomize.py").write_text(FAILS_ON_SIGNAL, encoding="utf-8")
    data_dir = tmp_path / "data"
    with serving("--port", "0", "--data-dir", data_dir, PYTHONPATH=str(tmp_path)) as (process, _, url):
        assert httpx.get(f"{url}/api/v1/window").json()["crash_report"] is None
        process.send_signal(number)
        assert process.wait(timeout=60) != 0
    for is_told in (True, False):
        with serving("--port", "0", "--data-dir", data_dir) as (_, _, url):
            told = httpx.get(f"{url}/api/v1/window").json()["crash_report"]
            if not is_told:
                assert told is None
                continue
            [report] = (data_dir / "logs").glob("crash-*.txt")
            assert told == str(report)
            assert words in report.read_text(encoding="utf-8")
            # A script cannot have it opened on the screen; that it was told of, any page may say.
            assert httpx.post(f"{url}/api/v1/crash_report/show").status_code == 403
            assert httpx.post(f"{url}/api/v1/crash_report/told").status_code == 204


def test_an_error_in_a_thread_leaves_a_report(tmp_path: Path) -> None:
    failing = (
        "import sys, threading; from pathlib import Path; from runnel.crash import write_crash_reports; "
        "write_crash_reports(Path(sys.argv[1])); "
        "thread = threading.Thread(target=lambda: 1 / 0); thread.start(); thread.join()"
    )
    subprocess.run([sys.executable, "-c", failing, tmp_path / "logs"], check=True, capture_output=True)
    [report] = (tmp_path / "logs").glob("crash-*.txt")
    text = report.read_text(encoding="utf-8")
    assert "ZeroDivisionError" in text
    assert f"Runnel {__version__}" in text


def test_others_are_let_in_only_with_a_key_and_a_name(tmp_path: Path) -> None:
    without_key = runnel("serve", "--host", "0.0.0.0", "--port", "0", "--data-dir", tmp_path)
    assert without_key.returncode == 1
    assert "--require-api-key" in without_key.stderr
    without_name = runnel("serve", "--host", "0.0.0.0", "--require-api-key", "--port", "0", "--data-dir", tmp_path)
    assert without_name.returncode == 1
    assert "--allow-host" in without_name.stderr


def test_an_env_file_is_read_and_the_environment_wins(tmp_path: Path, taken_port: int) -> None:
    env_file = tmp_path / "settings.env"
    env_file.write_text(f'# comment\nexport RUNNEL_PORT="{taken_port}"\n', encoding="utf-8")
    done = runnel("serve", "--env-file", env_file, "--data-dir", tmp_path / "data")
    assert f"Port {taken_port} is taken" in done.stderr
    with serving("--env-file", env_file, "--data-dir", tmp_path / "data", RUNNEL_PORT="0") as (_, _, url):
        assert not url.endswith(f":{taken_port}")


def test_without_a_display_the_browser_is_opened_and_it_says_so(tmp_path: Path) -> None:
    browser = tmp_path / "browser"
    opened = tmp_path / "opened"
    browser.write_text(f'#!/bin/sh\necho "$1" > {opened}\n', encoding="utf-8")
    browser.chmod(0o755)
    process = subprocess.Popen(
        [*RUNNEL, "--port", "0", "--data-dir", str(tmp_path / "data")],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, **QUIET, "BROWSER": str(browser)},
    )
    try:
        assert process.stdout is not None
        said = process.stdout.readline()
        assert said.startswith("There is no display. Runnel runs at http://127.0.0.1:")
        assert "opened in your browser" in said
        url = next(word for word in said.split() if word.startswith("http://"))
        # The browser gets a one-time token in its address, which nobody else is told.
        address = opened.read_text(encoding="utf-8").strip()
        assert address.startswith(f"{url}launch/")
        assert "launch" not in said
        with httpx.Client() as browser_client:
            assert browser_client.get(address, follow_redirects=True).url == url
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=30) == 0
    finally:
        process.kill()
        process.wait()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "is no JSON"),
        ('{"name": "half', "is no JSON"),
        ('{"name": "No data"}', "its nodes and edges are missing"),
        ('{"flows": []}', "holds 0 flows"),
    ],
)
def test_run_refuses_what_is_no_flow(tmp_path: Path, content: str, reason: str) -> None:
    file = tmp_path / "flow.json"
    file.write_text(content, encoding="utf-8")
    done = runnel("run", file, "--data-dir", tmp_path / "data")
    assert done.returncode == 1
    assert reason in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "data").exists()


def test_run_prints_the_answer_of_a_flow_file(tmp_path: Path, echo_flow: Path) -> None:
    done = runnel("run", echo_flow, "--input", "grüße, 世界", "--data-dir", tmp_path / "data")
    assert (done.stdout, done.returncode) == ("grüße, 世界\n", 0), done.stderr


def test_run_reads_its_input_from_stdin(tmp_path: Path, echo_flow: Path) -> None:
    done = runnel("run", echo_flow, "--input", "-", "--data-dir", tmp_path / "data", stdin="from a pipe")
    assert (done.stdout, done.returncode) == ("from a pipe\n", 0), done.stderr


def test_run_asks_the_runnel_that_holds_the_data_folder(tmp_path: Path, echo_flow: Path) -> None:
    data_dir = tmp_path / "data"
    with serving("--port", "0", "--data-dir", data_dir) as (_, _, url):
        done = runnel("run", echo_flow, "--input", "over there", "--session", "mine", "--data-dir", data_dir)
        assert (done.stdout, done.returncode) == ("over there\n", 0), done.stderr
        kept = httpx.get(f"{url}/api/v1/monitor/messages", params={"session_id": "mine"}).json()
    assert [message["text"] for message in kept] == ["over there", "over there"]


def test_a_key_made_on_the_command_line_opens_a_server_that_asks(tmp_path: Path) -> None:
    data_dir = tmp_path / "data"
    done = runnel("api-key", "--data-dir", data_dir)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("API Key Created Successfully:")
    [key] = [word for word in done.stdout.split() if word.startswith("sk-")]
    with serving("--port", "0", "--data-dir", data_dir, "--require-api-key") as (_, _, url):
        assert httpx.get(f"{url}/api/v1/flows/").status_code == 403
        assert httpx.get(f"{url}/api/v1/flows/", headers={"x-api-key": key}).status_code == 200
        # Whoever can read the data folder is its user: that command needs no key to make one.
        second = runnel("api-key", "--data-dir", data_dir)
        assert second.returncode == 0, second.stderr
        [key] = [word for word in second.stdout.split() if word.startswith("sk-")]
        assert httpx.get(f"{url}/api/v1/flows/", headers={"x-api-key": key}).status_code == 200
        assert (data_dir / "running.json").stat().st_mode & 0o077 == 0


def test_a_running_runnel_makes_the_key_itself(tmp_path: Path) -> None:
    data_dir = tmp_path / "data"
    with serving("--port", "0", "--data-dir", data_dir) as (_, _, url):
        done = runnel("api-key", "--name", "nightly", "--data-dir", data_dir)
        assert done.returncode == 0, done.stderr
        [kept] = httpx.get(f"{url}/api/v1/api_key/").json()["api_keys"]
    assert kept["name"] == "nightly"
    assert kept["api_key"][:8] in done.stdout


def test_a_flow_without_a_chat_answers_with_its_last_texts(tmp_path: Path) -> None:
    nodes = [text_node("TextInput", "in"), text_node("TextOutput", "out")]
    source = {"dataType": "TextInput", "id": "TextInput-in", "name": "text", "output_types": ["Message"]}
    target = {"fieldName": "input_value", "id": "TextOutput-out", "inputTypes": ["Message"], "type": "str"}
    edge = {
        "source": "TextInput-in",
        "target": "TextOutput-out",
        "data": {"sourceHandle": source, "targetHandle": target},
    }
    file = tmp_path / "texts.json"
    file.write_text(json.dumps({"data": {"nodes": nodes, "edges": [edge]}}), encoding="utf-8")
    done = runnel("run", file, "--input", "words", "--data-dir", tmp_path / "data")
    assert (done.stdout, done.returncode) == ("words\n", 0), done.stderr


def test_a_run_that_fails_says_what_and_what_to_do(tmp_path: Path, echo_flow: Path) -> None:
    flow = json.loads(echo_flow.read_text(encoding="utf-8"))
    flow["data"]["nodes"][1]["data"]["type"] = "Gone"
    echo_flow.write_text(json.dumps(flow), encoding="utf-8")
    done = runnel("run", echo_flow, "--input", "hello", "--data-dir", tmp_path / "data")
    assert done.returncode == 1
    assert "Gone" in done.stderr
    assert "Traceback" not in done.stderr


def text_node(key: str, name: str) -> dict[str, object]:
    registry = Registry(find_components())
    data = {"id": f"{key}-{name}", "type": key, "node": component_node(registry[key])}
    return {"id": f"{key}-{name}", "type": "genericNode", "data": data}


def test_components_are_listed_with_what_they_need() -> None:
    listed = runnel("components", "calculator").stdout
    assert re.search(r"^tools\n  Calculator +CalculatorTool +offline$", listed, re.MULTILINE)
    entries = json.loads(runnel("components", "--json").stdout)
    assert {entry["type"] for entry in entries} == set(Registry(find_components()))
    chat = next(entry for entry in entries if entry["type"] == "ChatOutput")
    assert chat["outputs"] == [{"name": "message", "types": ["Message"]}]
    keys = json.loads(runnel("components", "search", "--needs", "key", "--json").stdout)
    assert {"TavilyAISearch", "SerpAPI"} <= {entry["type"] for entry in keys}
    assert {entry["needs"] for entry in keys} == {"key"}
    wrong = runnel("components", "--needs", "money")
    assert wrong.returncode == 2
    assert "offline, local-model, server, net, key" in wrong.stderr
    assert "No component fits" in runnel("components", "nonsense").stdout
