"""Code that nodes carry, in the component language of flow files: run over HTTP once it is trusted."""

from __future__ import annotations

from tests.conftest import RunningApp
from tests.flow_drawing import Drawing
from tests.sandbox.drawn_code import code_node, failure, results, trust

LOUDER = """
from langflow.custom import Component
from langflow.io import BoolInput, IntInput, MessageTextInput, Output
from langflow.schema import Data
from langflow.schema.message import Message


class Louder(Component):
    display_name = "Louder"
    description = "Says it again, louder."
    icon = "megaphone"
    name = "Louder"

    inputs = [
        MessageTextInput(name="input_value", display_name="Text", tool_mode=True),
        IntInput(name="marks", display_name="Marks", value=2),
        BoolInput(name="is_reversed", display_name="Reversed"),
    ]
    outputs = [
        Output(display_name="Text", name="text", method="shout"),
        Output(display_name="Record", name="record", method="as_record"),
    ]

    def shout(self) -> Message:
        self.spoken = self.input_value.upper() + "!" * self.marks
        if self.is_reversed:
            self.spoken = self.spoken[::-1]
        self.status = f"{len(self.spoken)} letters"
        print("shouting")
        return Message(text=self.spoken)

    async def as_record(self) -> Data:
        self.log({"length": len(self.spoken)}, name="Length")
        return Data(data={"spoken": self.spoken, "session": self.graph.session_id})
"""


def test_a_component_of_a_flow_file_runs_once_it_is_trusted(shared_app: RunningApp) -> None:
    drawing = Drawing(shared_app.client)
    entry = drawing.node("ChatInput", "ChatInput-in")
    louder = code_node(drawing, LOUDER, marks=3)
    answer = drawing.node("ChatOutput", "ChatOutput-out")
    drawing.edge(entry, "message", louder, "input_value")
    drawing.edge(louder, "text", answer, "input_value")
    table = drawing.node("ParseData", "ParseData-record", template="{spoken} in {session}")
    drawing.edge(louder, "record", table, "data")
    told = failure(drawing.build("hello"))
    assert "Louder (Louder-00001) was not run" in told
    assert "runnel trust" in told
    refused = drawing.run("hello")
    assert refused.status_code == 500
    assert "Louder-00001" in refused.json()["detail"]
    trust(shared_app, LOUDER)
    built = results(drawing.build("hello", session="s9"))
    assert built[louder]["outputs"]["text"]["message"] == "HELLO!!!"
    assert built[louder]["outputs"]["record"]["message"] == {"spoken": "HELLO!!!", "session": "s9"}
    logs = [(line["name"], line["message"]) for output in built[louder]["logs"].values() for line in output]
    assert logs == [("Note", "8 letters"), ("Printed", "shouting"), ("Length", {"length": 8})]
    assert built[table]["outputs"]["text"]["message"] == "HELLO!!! in s9"
    ran = drawing.run("hi", tweaks={louder: {"marks": 1, "is_reversed": True}}).json()
    assert ran["outputs"][0]["outputs"][0]["results"]["message"]["text"] == "!IH"
