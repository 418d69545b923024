"""The last lines of the log."""

from __future__ import annotations

import logging
import re

import httpx
import pytest

from tests.conftest import RunningApp, StartApp

LINE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}[+-]\d{4} WARNING line \d+\n")


@pytest.fixture
def app(start_app: StartApp) -> RunningApp:
    return start_app(enable_log_retrieval=True)


def write(count: int) -> None:
    for number in range(count):
        record = logging.makeLogRecord({"name": "test", "levelno": logging.WARNING, "levelname": "WARNING"})
        record.msg = f"line {number}"
        record.created = 1_700_000_000 + number
        logging.getLogger().handle(record)


def test_off_by_default(start_app: StartApp) -> None:
    app = start_app()
    for path in ("/logs", "/logs-stream"):
        response = app.client.get(path)
        assert (response.status_code, response.json()) == (501, {"detail": "Log retrieval is disabled"})


def test_lines_before_and_after_a_time(app: RunningApp) -> None:
    write(15)
    base = 1_700_000_000_000
    everything = app.client.get("/logs?lines_before=1000").json()
    mine = {int(at): line for at, line in everything.items() if LINE.fullmatch(line)}
    assert list(mine) == [base + 1000 * number for number in range(15)]

    def numbers(query: str) -> list[int]:
        return [(int(at) - base) // 1000 for at in app.client.get(f"/logs?{query}").json()]

    assert numbers(f"timestamp={base + 12_000}") == list(range(2, 12))
    assert numbers(f"timestamp={base + 12_000}&lines_before=3") == [9, 10, 11]
    assert numbers(f"timestamp={base + 12_000}&lines_after=2") == [12, 13]
    assert numbers(f"timestamp={base + 12_000}&lines_before=-5") == list(range(2, 12))
    assert len(app.client.get("/logs").json()) == 10
    assert len(app.client.get("/logs?lines_before=2").json()) == 2


def test_either_variable_turns_it_on_and_the_size_bounds_it(start_app: StartApp) -> None:
    app = start_app(log_retriever_buffer_size=4)
    write(15)
    assert len(app.client.get("/logs?lines_before=100").json()) == 4


def test_the_stream_tells_new_lines_and_keeps_alive(app: RunningApp) -> None:
    write(1)
    with httpx.stream("GET", f"{app.url}/logs-stream", timeout=30) as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        write(2)
        text = ""
        for piece in response.iter_text():
            text += piece
            if "keepalive\n\n" in text:
                break
    told = [block for block in text.split("\n\n") if "WARNING line" in block]
    assert len(told) == 2
    assert re.fullmatch(r'\{"1700000000000": ".*WARNING line 0\\n"\}', told[0])


def test_the_log_file_has_the_lines(app: RunningApp) -> None:
    write(1)
    assert "WARNING line 0" in (app.data_dir / "logs" / "runnel.log").read_text(encoding="utf-8")


def test_no_address_of_a_request_is_logged(app: RunningApp) -> None:
    """Addresses may hold keys."""
    app.client.get("/api/v1/users/whoami?x-api-key=sk-canary")
    app.client.get("/api/v1/none?x-api-key=sk-canary")
    assert "sk-canary" not in app.client.get("/logs?lines_before=1000").text
