"""Write the starter flows, `assets/starter_flows/*.json`, from the component catalogue as it is now.

Runs in `.venv`. With `--check` nothing is written, and the exit code says whether the files are fresh. A starter flow
is an ordinary export; its file fields name sample files of `assets/starter_flows/files`, which are copied into the file
store when the flow is put into a data folder.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from runnel.graph.handle import encode_handle
from runnel.registry import component_node, find_components
from runnel.sdk.prompt import list_variables, set_variables

TARGET = Path(__file__).resolve().parent.parent / "assets" / "starter_flows"
VERSION = "1.1.1"
"""The version of the flow format, which importers look at."""

NODE_WIDTH, COLUMN_WIDTH = 264, 264 + 96
ROW_GAP = 104
"""Between two nodes of a column: one grows by 60 when it shows its result."""
NOTE_HEIGHT = 132
FIRST_ROW = NOTE_HEIGHT + 56
BELOW_A_WIRE = FIRST_ROW + 240
"""Upper edge of nodes that a wire passes above on its way to a later column."""
COMPONENTS = {component.key(): component for _, component in find_components()}


class Drawing:
    """A flow being drawn: nodes stand in columns from left to right, below each other in the order they are added."""

    def __init__(self, name: str, description: str, tags: list[str], note: str) -> None:
        self.name, self.description, self.tags = name, description, tags
        self.nodes: list[dict[str, Any]] = []
        self.edges: list[dict[str, Any]] = []
        self._bottoms: dict[int, float] = {}
        self._add_note(note)

    def node(
        self,
        column: int,
        node_id: str,
        values: dict[str, Any] | None = None,
        name: str = "",
        wired: tuple[str, ...] = (),
        top: float | None = None,
        shown: tuple[str, ...] = (),
    ) -> str:
        """Add a component; ``node_id`` is ``<type key>-<five letters>``, ``wired`` the fields that get a wire.

        ``top`` moves it down within its column, so that wires run straight; ``shown`` fields leave the inspector for
        the node's face.
        """
        key = node_id.rpartition("-")[0]
        node = component_node(COMPONENTS[key])
        for field, value in (values or {}).items():
            if key == "Prompt" and field == "template":
                set_variables(node, "template", list_variables(value))
            entry = node["template"][field]
            entry["value"] = value
            if entry["type"] == "file":
                entry["file_path"] = value
        for field in shown:
            node["template"][field]["advanced"] = False
        node["display_name"] = name or node["display_name"]
        y = max(self._bottoms.get(column, FIRST_ROW), top or 0.0)
        height = _face_height(node, wired)
        self._bottoms[column] = y + height + ROW_GAP
        position = {"x": column * COLUMN_WIDTH, "y": y}
        self.nodes.append(
            {
                "id": node_id,
                "type": "genericNode",
                "position": position,
                "data": {"id": node_id, "type": key, "node": node},
                "width": NODE_WIDTH,
                "height": height,
            }
        )
        return node_id

    def wire(self, source: str, output: str, target: str, field: str) -> None:
        """Connect an output with a field."""
        from_node, to_node = self._node(source), self._node(target)
        entry = to_node["template"][field]
        made = next(each for each in from_node["outputs"] if each["name"] == output)
        handles = {
            "sourceHandle": {
                "dataType": source.rpartition("-")[0],
                "id": source,
                "name": output,
                "output_types": [made["selected"]],
            },
            "targetHandle": {
                "fieldName": field,
                "id": target,
                "inputTypes": entry.get("input_types"),
                "type": entry["type"],
            },
        }
        texts = {name: encode_handle(handle) for name, handle in handles.items()}
        self.edges.append(
            {
                "id": f"reactflow__edge-{source}{texts['sourceHandle']}-{target}{texts['targetHandle']}",
                "source": source,
                "target": target,
                **texts,
                "data": handles,
                "animated": False,
                "className": "",
                "selected": False,
            }
        )

    def flow(self) -> dict[str, Any]:
        """The flow as the export file holds it."""
        return {
            "name": self.name,
            "description": self.description,
            "tags": self.tags,
            "is_component": False,
            "endpoint_name": None,
            "last_tested_version": VERSION,
            "data": {"nodes": self.nodes, "edges": self.edges, "viewport": {"x": 60, "y": 40, "zoom": 0.8}},
        }

    def top_of(self, node_id: str) -> float:
        """The upper edge of a node."""
        return next(float(node["position"]["y"]) for node in self.nodes if node["id"] == node_id)

    def _node(self, node_id: str) -> dict[str, Any]:
        return next(node["data"]["node"] for node in self.nodes if node["id"] == node_id)

    def _add_note(self, text: str) -> None:
        node_id = "note-start"
        self.nodes.append(
            {
                "id": node_id,
                "type": "noteNode",
                "position": {"x": 0, "y": 0},
                "data": {
                    "id": node_id,
                    "type": "note",
                    "node": {"description": text, "display_name": "", "documentation": "", "template": {}},
                },
                "width": NODE_WIDTH + COLUMN_WIDTH,
                "height": NOTE_HEIGHT,
            }
        )


def _face_height(node: dict[str, Any], wired: tuple[str, ...]) -> int:
    """About the height that the canvas gives the node: what is shown of it, piece by piece."""
    height, hidden = 36, 0
    for name in [*node["field_order"], *(node["custom_fields"].get("template") or [])]:
        entry = node["template"][name]
        if name in wired:
            height += 48
        elif entry["advanced"]:
            hidden += 1
        elif entry["type"] in ("bool", "other"):
            height += 30
        else:
            height += 90 if entry.get("multiline") or entry["type"] == "prompt" else 54
    return height + (26 if hidden else 0) + 30 * len(node["outputs"])


def ask_your_documents() -> Drawing:
    """Local full-text search, answered in the chat."""
    drawing = Drawing(
        "Ask Your Documents",
        "Ask a question and get the passages that answer it, with their sources. Works offline, without a model.",
        ["documents", "search", "offline"],
        "## Ask your documents\n\nAsk in the chat, for example: **How do I run a flow from another program?**\n\n"
        "Local Search looks into a short guide to Runnel. Put in your own files, or name a folder.",
    )
    question = drawing.node(0, "ChatInput-askin", {"input_value": "How do I run a flow from another program?"})
    search = drawing.node(1, "LocalSearch-find1", {"files": ["runnel-guide.md"]}, wired=("search_query",))
    answer = drawing.node(2, "ChatOutput-askou", {"sender_name": "Local Search"}, wired=("input_value",))
    drawing.wire(question, "message", search, "search_query")
    drawing.wire(search, "text", answer, "input_value")
    return drawing


def table_to_report() -> Drawing:
    """A CSV file to a Markdown report."""
    drawing = Drawing(
        "CSV to Report",
        "Turn a table into a report: totals, averages and groups. Works offline, without a model.",
        ["tables", "report", "offline"],
        "## CSV to report\n\nPress **Run**. The report of a household's expenses appears in the chat.\n\n"
        "Choose your own CSV file, and name the column to group by.",
    )
    rows = drawing.node(0, "CSVtoData-rows1", {"csv_file": "expenses.csv"})
    report = drawing.node(1, "TableReport-sums1", {"title": "Expenses", "group_by": "category"}, wired=("data",))
    answer = drawing.node(2, "ChatOutput-repou", {"sender_name": "Report"}, wired=("input_value",))
    drawing.wire(rows, "data_list", report, "data")
    drawing.wire(report, "report", answer, "input_value")
    return drawing


def sort_messages() -> Drawing:
    """A message goes one of two ways and is rewritten there."""
    drawing = Drawing(
        "Sort and Rewrite Messages",
        "Send each message one of two ways and rewrite it there as a ticket or a note. Works offline, without a model.",
        ["text", "routing", "offline"],
        "## Sort and rewrite\n\nWrite a message in the chat, once with the word **urgent** and once without.\n\n"
        "If-Else chooses the way; each way has a template of its own.",
    )
    message = drawing.node(0, "ChatInput-sorti", {"input_value": "Urgent: the printer on floor 2 makes smoke"})
    clock = drawing.node(0, "CurrentDate-clock")
    letter = drawing.node(
        1,
        "Prompt-lettr",
        {"template": "> {message}\n\n{received}"},
        name="Message with Date",
        wired=("message", "received"),
        top=drawing.top_of(clock),
    )
    router = drawing.node(
        2,
        "ConditionalRouter-ways1",
        {"operator": "contains", "match_text": "urgent"},
        name="Is it urgent?",
        wired=("input_text", "message"),
        shown=("message",),
    )
    ticket = "### Ticket: answer within the hour\n\n{message}\n\n- [ ] Called back\n- [ ] Solved"
    note = "### Note: no hurry\n\n{message}"
    urgent = drawing.node(3, "Prompt-urgnt", {"template": ticket}, name="Ticket", wired=("message",))
    normal = drawing.node(3, "Prompt-norml", {"template": note}, name="Note", wired=("message",))
    below = drawing.top_of(normal)
    tickets = drawing.node(4, "ChatOutput-urgou", {"sender_name": "Tickets"}, name="Tickets", wired=("input_value",))
    notes = drawing.node(
        4, "ChatOutput-norou", {"sender_name": "Notes"}, name="Notes", wired=("input_value",), top=below
    )
    drawing.wire(message, "message", router, "input_text")
    drawing.wire(message, "message", letter, "message")
    drawing.wire(clock, "current_date", letter, "received")
    drawing.wire(letter, "prompt", router, "message")
    drawing.wire(router, "true_result", urgent, "message")
    drawing.wire(router, "false_result", normal, "message")
    drawing.wire(urgent, "prompt", tickets, "input_value")
    drawing.wire(normal, "prompt", notes, "input_value")
    return drawing


def first_conversation() -> Drawing:
    """A question to a model with instructions."""
    drawing = Drawing(
        "Basic Prompting",
        "Talk to a chat model that follows your instructions.",
        ["chat", "prompt"],
        "## Basic prompting\n\nTell the model in **Instructions** who it is, then talk to it in the chat.\n\n"
        "A model server on this computer is used by itself; Settings shows what was found.",
    )
    question = drawing.node(0, "ChatInput-basin", {"input_value": "Why do leaves fall in autumn?"})
    instructions = drawing.node(
        0,
        "Prompt-basic",
        {"template": "You are a patient teacher. Answer in at most five sentences, and end with a question back."},
        name="Instructions",
    )
    model = drawing.node(1, "OpenAIModel-basic", name="Chat Model", wired=("input_value", "system_message"))
    answer = drawing.node(2, "ChatOutput-basou", wired=("input_value",))
    drawing.wire(question, "message", model, "input_value")
    drawing.wire(instructions, "prompt", model, "system_message")
    drawing.wire(model, "text_output", answer, "input_value")
    return drawing


def prompt_chain() -> Drawing:
    """One model's answer in the prompt of the next."""
    drawing = Drawing(
        "Prompt Chaining",
        "Let one answer become the next question: an outline first, then the text.",
        ["chat", "prompt", "writing"],
        "## Prompt chaining\n\nName a subject in the chat. One model makes an outline, the next one writes by it.\n\n"
        "Small steps give small models a better chance.",
    )
    subject = drawing.node(0, "ChatInput-chain", {"input_value": "Keeping bees in a city"})
    outline = drawing.node(
        1,
        "Prompt-outln",
        {"template": "Write an outline of three points, one line each, for an article on this subject:\n\n{subject}"},
        name="Outline Prompt",
        wired=("subject",),
        top=BELOW_A_WIRE,
    )
    planner = drawing.node(2, "OpenAIModel-outln", name="Outline Model", wired=("input_value",), top=BELOW_A_WIRE)
    text = drawing.node(
        3,
        "Prompt-artcl",
        {"template": "Write an article on {subject}. Follow this outline, one paragraph for each point:\n\n{outline}"},
        name="Article Prompt",
        wired=("subject", "outline"),
    )
    writer = drawing.node(4, "OpenAIModel-artcl", name="Writing Model", wired=("input_value",))
    answer = drawing.node(5, "ChatOutput-chain", wired=("input_value",))
    drawing.wire(subject, "message", outline, "subject")
    drawing.wire(outline, "prompt", planner, "input_value")
    drawing.wire(subject, "message", text, "subject")
    drawing.wire(planner, "text_output", text, "outline")
    drawing.wire(text, "prompt", writer, "input_value")
    drawing.wire(writer, "text_output", answer, "input_value")
    return drawing


def chat_with_memory() -> Drawing:
    """A conversation that knows what was said."""
    drawing = Drawing(
        "Chat with Memory",
        "A chat model that knows what was said before in the conversation.",
        ["chat", "memory"],
        "## Chat with memory\n\nTell the model your name, then ask for it.\n\n"
        "Message History reads the messages of the session; a new session begins without a past.",
    )
    question = drawing.node(0, "ChatInput-memin", {"input_value": "My name is Ada. What can we talk about?"})
    history = drawing.node(0, "Memory-past1")
    prompt = drawing.node(
        1,
        "Prompt-memry",
        {
            "template": "You are a friendly companion. Use what was said before where it helps.\n\n"
            "Said before:\n{history}\n\nAnswer this:\n{question}"
        },
        wired=("history", "question"),
    )
    model = drawing.node(2, "OpenAIModel-memry", name="Chat Model", wired=("input_value",))
    answer = drawing.node(3, "ChatOutput-memou", wired=("input_value",))
    drawing.wire(history, "messages_text", prompt, "history")
    drawing.wire(question, "message", prompt, "question")
    drawing.wire(prompt, "prompt", model, "input_value")
    drawing.wire(model, "text_output", answer, "input_value")
    return drawing


def ask_with_model() -> Drawing:
    """Local search feeds a model."""
    drawing = Drawing(
        "Ask Documents with a Model",
        "Local search finds the passages, and a chat model answers from them.",
        ["documents", "search", "chat"],
        "## Ask documents with a model\n\nAsk in the chat. Local Search finds passages in your files, and the model "
        "answers from nothing else.\n\nNo embedding model is needed.",
    )
    question = drawing.node(0, "ChatInput-docin", {"input_value": "Which local model servers are found by themselves?"})
    search = drawing.node(
        1, "LocalSearch-find2", {"files": ["runnel-guide.md"]}, wired=("search_query",), top=BELOW_A_WIRE
    )
    passages = drawing.node(
        2,
        "ParseData-passg",
        {"template": "[{source}, {heading}]\n{text}", "sep": "\n\n"},
        name="Passages",
        wired=("data",),
        top=BELOW_A_WIRE,
    )
    prompt = drawing.node(
        3,
        "Prompt-docum",
        {
            "template": "Answer the question from these passages only, and name the source. "
            "If they do not hold the answer, say so.\n\nPassages:\n{passages}\n\nQuestion: {question}"
        },
        wired=("passages", "question"),
    )
    model = drawing.node(4, "OpenAIModel-docum", name="Chat Model", wired=("input_value",))
    answer = drawing.node(5, "ChatOutput-docou", wired=("input_value",))
    drawing.wire(question, "message", search, "search_query")
    drawing.wire(search, "search_results", passages, "data")
    drawing.wire(passages, "text", prompt, "passages")
    drawing.wire(question, "message", prompt, "question")
    drawing.wire(prompt, "prompt", model, "input_value")
    drawing.wire(model, "text_output", answer, "input_value")
    return drawing


STARTERS = {
    "1-ask-your-documents": ask_your_documents,
    "2-csv-to-report": table_to_report,
    "3-sort-and-rewrite": sort_messages,
    "4-basic-prompting": first_conversation,
    "5-prompt-chaining": prompt_chain,
    "6-chat-with-memory": chat_with_memory,
    "7-ask-documents-with-a-model": ask_with_model,
}
"""File name (they sort in the order in which they are shown) and how the flow is drawn."""


def make_files() -> dict[str, str]:
    """The files by name: two spaces of indentation, keys as they come, a newline at the end."""
    return {
        f"{name}.json": json.dumps(draw().flow(), indent=2, ensure_ascii=False) + "\n"
        for name, draw in STARTERS.items()
    }


def list_stale() -> list[str]:
    """Names of files that are missing, differ, or should not be there."""
    made = make_files()
    there = {path.name: path.read_text(encoding="utf-8") for path in TARGET.glob("*.json")}
    return sorted(name for name in made.keys() | there.keys() if made.get(name) != there.get(name))


def main() -> int:
    """Write or check the files; the exit code."""
    stale = list_stale()
    if "--check" in sys.argv[1:]:
        if stale:
            print(f"Stale starter flows: {', '.join(stale)}. Run build_scripts/make_starter_flows.py.", file=sys.stderr)
        return 1 if stale else 0
    made = make_files()
    for name in stale:
        path = TARGET / name
        if name in made:
            path.write_text(made[name], encoding="utf-8")
        else:
            path.unlink()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
