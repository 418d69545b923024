"""Outputs beside those that most flows use, of components whose main output is tried elsewhere."""

from __future__ import annotations

from tests.components.flow_case import Case, Json
from tests.conftest import RunningApp
from tests.flow_drawing import Drawing

ROWS = Json('[{"name": "Ann"}, {"name": "Bo"}]')


def test_a_kept_value_as_a_record_and_as_a_table(shared_app: RunningApp) -> None:
    rows = [{"name": "Ann"}, {"name": "Bo"}]
    assert Case("Cache", "record", {"value": ROWS, "key": "a"}).run(shared_app) == rows
    assert Case("Cache", "table", {"value": ROWS, "key": "b"}).run(shared_app) == rows


def test_the_history_as_records(shared_app: RunningApp) -> None:
    talk = Drawing(shared_app.client)
    question, answer = talk.node("ChatInput"), talk.node("ChatOutput")
    talk.edge(question, "message", answer, "input_value")
    talk.run("Hello", session="records")
    found = Case("Memory", "messages", {"session_id": "records", "order": "Ascending"}).run(shared_app)
    assert [(row["sender"], row["text"]) for row in found] == [("User", "Hello"), ("Machine", "Hello")]


def test_a_page_with_headers_of_ones_own(shared_app: RunningApp, web: str) -> None:
    values = {"url": f"{web}/echo", "fetch_params": {"x-token": "t"}}
    (page,) = Case("url_content_fetcher", "api_run_model", values).run(shared_app)
    assert '"token": "t"' in page["text"]


def test_what_a_tool_says_of_itself(shared_app: RunningApp) -> None:
    about = Case("PythonREPLTool", "api_run_model", {"global_imports": "math, json"}).run(shared_app)
    assert about == [{"tool": "python_repl", "imports": ["math", "json"]}]
