"""Python that an agent writes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from runnel.components.python_imports import import_lines
from runnel.sdk import Component, ComponentError, Context, Data, Output, StrInput, Tool

_DESCRIPTION = (
    "Runs Python code and returns what it prints. Give whole scripts and print what you want to know; nothing is kept "
    "between two calls."
)


class PythonREPLTool(Component):
    """Let an agent write Python and run it, in a process of its own."""

    display_name = "Python REPL"
    icon = "terminal"
    is_repeatable = False
    runs_written_code = True
    inputs = (
        StrInput("name", "Tool Name", value="python_repl", info="The name by which the agent knows it."),
        StrInput("description", "Tool Description", value=_DESCRIPTION, info="What the agent is told of it."),
        StrInput(
            "global_imports",
            "Global Imports",
            value="math",
            info="Modules that are there already, separated by commas.",
        ),
    )
    outputs = (
        Output("api_run_model", "run_model", types=("Data",), display_name="Data"),
        Output("api_build_tool", "build_tool", types=("Tool",), display_name="Tool"),
    )

    @classmethod
    def code_to_trust(cls, node_id: str, stored: Mapping[str, Any]) -> str:
        """Says that a model writes the code, and names the node: trust in one node is none in another."""
        imports = str(stored.get("global_imports") or "")
        return f"# {node_id} runs whatever Python a model writes.\n{import_lines(imports)}"

    def run_model(self, name: str = "", global_imports: str = "") -> list[Data]:
        """One record that says what the tool is: it runs nothing by itself."""
        return [Data({"tool": name, "imports": [word.strip() for word in global_imports.split(",") if word.strip()]})]

    def build_tool(
        self, context: Context, name: str = "python_repl", description: str = _DESCRIPTION, global_imports: str = ""
    ) -> Tool:
        """The tool: ``python_repl(code)``."""
        trusted = self.code_to_trust(context.vertex_id, {"global_imports": global_imports})

        async def call(arguments: Mapping[str, Any]) -> Any:
            code = _without_fence(str(arguments.get("code") or ""))
            result = await context.run_python(f"{import_lines(global_imports)}{code}", trusted=trusted)
            if result.value is None or result.printed:
                return result.printed
            return (
                result.value if isinstance(result.value, str | int | float | bool | list | dict) else str(result.value)
            )

        if not name.strip():
            raise ComponentError("The tool has no name.", do="Fill in Tool Name.", field="name")
        code = {"type": "string", "description": "The Python to run."}
        parameters = {"type": "object", "properties": {"code": code}, "required": ["code"]}
        return Tool(name.strip().replace(" ", "_"), description, parameters, call)


def _without_fence(code: str) -> str:
    """The code without the fence of Markdown that models like to put around it."""
    text = code.strip()
    if text.startswith("```"):
        text = text.partition("\n")[2].rpartition("```")[0]
    return text
