"""An agent that answers from a table."""

from __future__ import annotations

import asyncio
import csv
from pathlib import Path

from msgspec.structs import replace

from runnel.components.agents.agent_run import AGENT_INPUTS, LLM, AgentExecutor, AgentNode, agent_of, need_file
from runnel.components.data.csv_to_data import read_rows
from runnel.components.langchain_utilities.csv_table import CsvTable
from runnel.components.langchain_utilities.sql_tools import INSTRUCTIONS, MOST_ROWS, sql_tools
from runnel.knowledge.one_source import local_path, read_text
from runnel.sdk import ComponentError, Context, DropdownInput, FileInput, LanguageModel, Message, Tool

_TEXT = replace(AGENT_INPUTS[1], display_name="Text", tool_mode=False, info="The question.")
_AGENT, _RESPONSE = AgentNode.outputs


class CSVAgent(AgentNode):
    """Let a model ask a CSV file in SQL until it knows the answer."""

    display_name = "CSVAgent"
    inputs = (
        _TEXT,
        *AGENT_INPUTS[2:],
        LLM,
        FileInput(
            "path",
            "File Path",
            required=True,
            file_types=("csv",),
            input_types=("str", "Message"),
            info="The file, or over a wire the path of one on this computer.",
        ),
        DropdownInput(
            "agent_type",
            "Agent Type",
            options=("zero-shot-react-description", "openai-functions", "openai-tools"),
            value="openai-tools",
            advanced=True,
            info="Kept for flows made elsewhere: the model's own tool calls are used.",
        ),
        _TEXT,
    )
    outputs = (replace(_RESPONSE, method="build_agent_response"), _AGENT)

    async def build_agent_response(self, agent: AgentExecutor, input_value: str = "") -> Message:
        """The agent's answer, with its steps as content blocks."""
        return await agent.run(input_value)

    def build_agent(
        self,
        context: Context,
        max_iterations: int | None = 15,
        llm: LanguageModel | None = None,
        path: Path | None = None,
    ) -> AgentExecutor:
        """The agent itself, for nodes that ask questions of their own."""
        file = local_path(context, str(need_file(context, path)))

        async def find_tools() -> list[Tool]:
            return sql_tools(await asyncio.to_thread(_read, file))

        instructions = INSTRUCTIONS.format(dialect=CsvTable.dialect, rows=MOST_ROWS)
        return agent_of(context, llm, instructions, find_tools, max_iterations)


def _read(file: Path) -> CsvTable:
    try:
        return CsvTable(read_rows(read_text(file)))
    except csv.Error as error:
        raise ComponentError(f"{file.name} could not be read.", f"{error}.", "Repair the file.") from None
