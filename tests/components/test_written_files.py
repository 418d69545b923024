"""Files that a flow writes: in all formats, anew and added to, read again by the flow's own nodes."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from runnel.knowledge.office import read_xlsx
from tests.components.flow_case import Failed, Json, Text, output_of
from tests.conftest import RunningApp
from tests.flow_drawing import Drawing

ROWS = Json('[{"name": "Ann, Dr.", "age": 30}, {"name": "<Bo>", "city": "Linz"}]')


def write(app: RunningApp, content: Text | Json, runs: int = 1, **values: Any) -> tuple[str, bytes]:
    """The path of the file, and what it holds after so many runs."""
    drawing = Drawing(app.client)
    node = drawing.node("SaveToFile", **values)
    if isinstance(content, Text):
        drawing.edge(drawing.node("TextInput", input_value=content.text), "text", node, "input")
    else:
        drawing.edge(drawing.node("JSONtoData", json_string=content.text), "data", node, "input")
    message = [output_of(drawing, node, "message") for _ in range(runs)][-1]
    path = str(message["text"] if isinstance(message, dict) else message)
    answer = app.client.get(f"/api/v1/files/download/{path}")
    assert answer.status_code == 200, answer.text
    return path, answer.content


def test_each_format(shared_app: RunningApp) -> None:
    def text(content: Text | Json, format_name: str) -> str:
        return write(shared_app, content, file_name="people", local_format=format_name)[1].decode()

    assert text(ROWS, "csv") == 'name,age,city\n"Ann, Dr.",30,\n<Bo>,,Linz\n'
    assert json.loads(text(ROWS, "json")) == json.loads(ROWS.text)
    assert json.loads(text(Text("hi"), "json")) == {"message": "hi"}
    assert text(Text("hi\n\nyou"), "markdown") == "hi\n\nyou"
    assert "<tr><td>&lt;Bo&gt;</td><td></td><td>Linz</td></tr>" in text(ROWS, "html")
    path, content = write(shared_app, ROWS, file_name="people.xlsx", local_format="excel")
    assert path.endswith("/people.xlsx")
    assert read_xlsx(io.BytesIO(content)) == [("name | age | city\nAnn, Dr. | 30 | \n<Bo> |  | Linz", "sheet Table")]


def test_it_is_written_anew_or_added_to(shared_app: RunningApp) -> None:
    def written(content: Text | Json, **values: Any) -> str:
        return write(shared_app, content, 2, file_name="log", **values)[1].decode()

    assert written(Text("a"), local_format="txt") == "a"
    assert written(Text("a"), local_format="txt", append_mode=True) == "a\na"
    assert written(Json('{"a": 1}'), local_format="csv", append_mode=True) == "a\n1\n1\n"
    assert json.loads(written(Json('{"a": 1}'), local_format="json", append_mode=True)) == [{"a": 1}, {"a": 1}]


def test_it_stays_in_the_flows_own_folder(shared_app: RunningApp) -> None:
    path, _ = write(shared_app, Text("x"), file_name="../../up/and\\away", local_format="txt")
    assert path.split("/", 1)[1] == "-..-up-and-away.txt"


def test_what_cannot_be_written_is_said(shared_app: RunningApp) -> None:
    with pytest.raises(Failed, match="no name"):
        write(shared_app, Text("x"), file_name=" ", local_format="txt")
    with pytest.raises(Failed, match="xlsx file cannot be added to"):
        write(shared_app, ROWS, 2, file_name="p", local_format="excel", append_mode=True)
    with pytest.raises(Failed, match="does not write to AWS"):
        write(shared_app, Text("x"), file_name="p", local_format="txt", storage_location=[{"name": "AWS"}])
