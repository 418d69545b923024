"""An agent that answers from a JSON or YAML file."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from runnel.components.agents.agent_run import AGENT_INPUTS, LLM, AgentExecutor, AgentNode, agent_of, need_file
from runnel.components.processing.json_path import find_json
from runnel.knowledge.one_source import read_text
from runnel.sdk import ComponentError, Context, FileInput, LanguageModel, Tool

INSTRUCTIONS = (
    "You answer questions from a JSON document. Look at its shape first, then read parts of it with the tool json_get, "
    "and answer from what they hold. If the document does not hold the answer, say so."
)
_LONGEST_PART = 8000
_QUERY = {
    "type": "string",
    "description": 'A path, as jq has it: .  .name  .list[0]  .list[].name  ."a b"  .list | length  . | keys',
}


class JsonAgent(AgentNode):
    """Let a model look into a JSON or YAML file until it knows the answer."""

    display_name = "JsonAgent"
    legacy = True
    inputs = (
        *AGENT_INPUTS[1:],
        LLM,
        FileInput("path", "File Path", required=True, file_types=("json", "yaml", "yml"), info="The file."),
    )
    outputs = (replace(AgentNode.outputs[0], required_inputs=("llm", "path")), AgentNode.outputs[1])

    def build_agent(
        self,
        context: Context,
        max_iterations: int | None = 15,
        llm: LanguageModel | None = None,
        path: Path | None = None,
    ) -> AgentExecutor:
        """The agent itself, for nodes that ask questions of their own."""
        file = need_file(context, path)

        async def find_tools() -> list[Tool]:
            return _tools(await asyncio.to_thread(_read, file))

        return agent_of(context, llm, INSTRUCTIONS, find_tools, max_iterations)


def _read(path: Path) -> Any:
    text = read_text(path)
    try:
        if path.suffix.lower() == ".json":
            return json.loads(text)
        import yaml

        return yaml.safe_load(text)
    except ValueError as error:
        raise ComponentError(
            f"{path.name} could not be read.", f"It is no JSON: {error}.", "Repair the file."
        ) from None
    except Exception as error:
        if type(error).__module__.partition(".")[0] != "yaml":
            raise
        reason = " ".join(str(error).split())
        raise ComponentError(
            f"{path.name} could not be read.", f"It is no YAML: {reason}.", "Repair the file."
        ) from None


def _tools(document: Any) -> list[Tool]:
    async def shape(arguments: Mapping[str, Any]) -> str:
        return "\n".join(_shape(found) for found in _find(document, arguments))

    async def get(arguments: Mapping[str, Any]) -> str:
        text = "\n".join(json.dumps(found, ensure_ascii=False, default=str) for found in _find(document, arguments))
        return text if len(text) <= _LONGEST_PART else f"{text[:_LONGEST_PART]}… (cut: ask for a smaller part)"

    parameters = {"type": "object", "properties": {"query": _QUERY}, "required": ["query"]}
    return [
        Tool("json_shape", "What stands at a place of the document: keys, length, kind of value.", parameters, shape),
        Tool("json_get", "The values at a place of the document.", parameters, get),
    ]


def _find(document: Any, arguments: Mapping[str, Any]) -> list[Any]:
    try:
        return find_json(str(arguments.get("query") or "."), document)
    except ValueError as error:
        raise ComponentError("Nothing was found.", str(error), "Correct the path.") from None


def _shape(value: Any) -> str:
    if isinstance(value, dict):
        return f"an object with the keys {', '.join(map(str, value))}"
    if isinstance(value, list):
        return f"a list of {len(value)}" + (f"; the first is {_shape(value[0])}" if value else "")
    return f"{type(value).__name__}: {str(value)[:80]}"
