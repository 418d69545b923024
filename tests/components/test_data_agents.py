"""Agents that answer from a database, a table or a document, and the model that writes SQL: over HTTP."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from tests.components.test_agent import calls, told
from tests.components.test_files_and_search import file_node
from tests.conftest import RunningApp
from tests.flow_drawing import Drawing
from tests.model_server.stand_in import Answer, StandIn


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    path = tmp_path / "shop.db"
    connection = sqlite3.connect(path)
    with connection:
        connection.execute("CREATE TABLE item (name TEXT, price REAL)")
        connection.executemany("INSERT INTO item VALUES (?, ?)", [("pen", 1.5), ("ink", 4.0)])
    connection.close()
    return path


def with_model(drawing: Drawing, agent: str, stand_in: StandIn) -> Drawing:
    """The agent between chat input and output, with a model of the stand-in."""
    model = drawing.node("OpenAIModel", openai_api_base=stand_in.base_url, model_name="m", api_key="k")
    drawing.edge(model, "model_output", agent, "llm")
    drawing.edge(drawing.node("ChatInput"), "message", agent, "input_value")
    drawing.edge(agent, "response", drawing.node("ChatOutput"), "input_value")
    return drawing


def steps(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The tool calls that the last message shows."""
    shown = [event["data"] for event in events if event["event"] == "add_message"]
    return [step for step in shown[-1]["content_blocks"][0]["contents"] if step["type"] == "tool_use"]


def test_an_agent_asks_a_database_and_changes_nothing(shared_app: RunningApp, stand_in: StandIn, shop: Path) -> None:
    drawing = Drawing(shared_app.client)
    agent = drawing.node("SQLAgent", database_uri=f"sqlite:///{shop}")
    with_model(drawing, agent, stand_in)
    stand_in.script(
        calls(("sql_tables", {}), ("sql_schema", {"tables": ["item"]})),
        calls(
            ("sql_query", {"query": "DROP TABLE item"}),
            ("sql_query", {"query": "WITH x AS (SELECT 1) DELETE FROM item"}),
        ),
        calls(("sql_query", {"query": "SELECT name FROM item WHERE price > 2 AND name <> 'drop; table'"})),
        Answer(("Only ink.",)),
    )
    events = drawing.build("What costs more than 2?", session="shop")
    tools = {tool["function"]["name"] for tool in stand_in.chats[0].body["tools"]}
    assert tools == {"sql_tables", "sql_schema", "sql_query"}
    assert "SQL of sqlite" in stand_in.chats[0].body["messages"][0]["content"]
    tables, schema, drop, delete, found = told(stand_in)
    assert tables == "item"
    assert "price REAL" in schema
    assert "change nothing" in drop
    assert "change nothing" in delete
    assert found == "| name |\n| --- |\n| ink |"
    assert [step["name"] for step in steps(events)] == [
        "sql_tables",
        "sql_schema",
        "sql_query",
        "sql_query",
        "sql_query",
    ]
    assert [bool(step["error"]) for step in steps(events)] == [False, False, True, True, False]
    assert all(isinstance(step["duration"], int) for step in steps(events))
    with sqlite3.connect(shop) as connection:
        assert connection.execute("SELECT count(*) FROM item").fetchone() == (2,)


@pytest.mark.parametrize("is_wired", [False, True])
def test_an_agent_asks_a_table(shared_app: RunningApp, stand_in: StandIn, tmp_path: Path, is_wired: bool) -> None:
    path = tmp_path / "sales.csv"
    path.write_text("city,sold\nRome,3\nOslo,5\nRome,4\n")
    if is_wired:
        drawing = Drawing(shared_app.client)
        agent = drawing.node("CSVAgent")
        drawing.edge(drawing.node("TextInput", input_value=str(path)), "text", agent, "path")
    else:
        drawing, agent = file_node(shared_app, "CSVAgent", "path", [path])
    with_model(drawing, agent, stand_in)
    query = "SELECT city, sum(sold) AS sold FROM data GROUP BY city ORDER BY 2 DESC"
    stand_in.script(calls(("sql_schema", {})), calls(("sql_query", {"query": query})), Answer(("Rome.",)))
    answer = drawing.run("Which city sold most?")
    assert answer.status_code == 200, answer.text
    schema, found = told(stand_in)
    assert '"city", "sold"' in schema
    assert "('Rome', 3)" in schema
    assert found == "| city | sold |\n| --- | --- |\n| Rome | 7 |\n| Oslo | 5 |"


@pytest.mark.parametrize("name", ["menu.json", "menu.yaml"])
def test_an_agent_looks_into_a_document(shared_app: RunningApp, stand_in: StandIn, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    as_json = '{"dishes": [{"name": "soup", "price": 4}, {"name": "pie", "price": 6}]}'
    as_yaml = "dishes:\n  - {name: soup, price: 4}\n  - {name: pie, price: 6}\n"
    path.write_text(as_json if name.endswith(".json") else as_yaml)
    drawing, agent = file_node(shared_app, "JsonAgent", "path", [path])
    with_model(drawing, agent, stand_in)
    stand_in.script(
        calls(("json_shape", {"query": "."})),
        calls(("json_get", {"query": ".dishes[].name"}), ("json_get", {"query": ".drinks"})),
        Answer(("Soup and pie.",)),
    )
    assert drawing.run("What is there to eat?").status_code == 200
    shape, names, missing = told(stand_in)
    assert shape == "an object with the keys dishes"
    assert names == '"soup"\n"pie"'
    assert missing == "null"


def test_a_question_becomes_sql(shared_app: RunningApp, stand_in: StandIn, shop: Path) -> None:
    drawing = Drawing(shared_app.client)
    writer = drawing.node("SQLGenerator", input_value="How many items?", top_k=3)
    model = drawing.node("OpenAIModel", openai_api_base=stand_in.base_url, model_name="m", api_key="k")
    drawing.edge(model, "model_output", writer, "llm")
    drawing.edge(drawing.node("SQLDatabase", uri=str(shop)), "SQLDatabase", writer, "db")
    drawing.edge(writer, "text", drawing.node("ChatOutput"), "input_value")
    stand_in.script(Answer(("```sql\nSELECT count(*) FROM item\n```",)))
    answer = drawing.run().json()["outputs"][0]["outputs"][0]["results"]["message"]["text"]
    assert answer == "SELECT count(*) FROM item"
    asked = stand_in.chats[0].body["messages"][0]["content"]
    assert "CREATE TABLE item" in asked
    assert "3 rows at most" in asked
    assert asked.endswith("The question: How many items?")


@pytest.mark.parametrize(
    ("kind", "values", "said"),
    [
        ("SQLAgent", {"database_uri": "/no/such.db"}, "no file such.db"),
        ("CSVAgent", {}, "No file is chosen"),
        ("JsonAgent", {}, "No file is chosen"),
    ],
)
def test_what_is_missing_is_said(
    shared_app: RunningApp, stand_in: StandIn, kind: str, values: dict[str, Any], said: str
) -> None:
    drawing = Drawing(shared_app.client)
    with_model(drawing, drawing.node(kind, **values), stand_in)
    (error,) = [event["data"] for event in drawing.build("x") if event["event"] == "error"]
    assert said in error["text"]
    assert stand_in.chats == []
