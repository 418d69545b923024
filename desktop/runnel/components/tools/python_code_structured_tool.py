"""A Python function as a tool."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from runnel.components.python_functions import PythonFunctionSource, read_functions
from runnel.sdk import (
    BoolInput,
    Component,
    ComponentError,
    Context,
    Data,
    DropdownInput,
    HandleInput,
    MessageTextInput,
    ModelAccess,
    MultilineInput,
    Output,
    Tool,
)


class PythonCodeStructuredTool(Component):
    """Give an agent a Python function of yours as a tool; its parameters are what the agent fills in."""

    display_name = "Python Code Structured"
    icon = "code"
    legacy = True
    is_repeatable = False
    inputs = (
        MultilineInput(
            "tool_code",
            "Tool Code",
            required=True,
            real_time_refresh=True,
            refresh_button=True,
            placeholder="def tell_time(city: str) -> str: …",
            info="Python with the function that is the tool.",
        ),
        MessageTextInput("tool_name", "Tool Name", required=True, info="The name by which the agent knows it."),
        MessageTextInput("tool_description", "Description", required=True, info="What the agent is told of it."),
        BoolInput("return_direct", "Return Directly", info="Take what it gives for the agent's answer."),
        DropdownInput(
            "tool_function",
            "Tool Function",
            required=True,
            real_time_refresh=True,
            refresh_button=True,
            info="The function that is called.",
        ),
        HandleInput(
            "global_variables",
            "Global Variables",
            is_list=True,
            input_types=("Data",),
            info="Records whose entries are variables of the code.",
            extra={"type": "dict"},
        ),
        MessageTextInput("_classes", "Classes", advanced=True),
        MessageTextInput("_functions", "Functions", advanced=True),
    )
    outputs = (Output("result_tool", "build_tool", types=("Tool",), display_name="Tool"),)

    @classmethod
    def code_to_trust(cls, node_id: str, stored: Mapping[str, Any]) -> str:
        """The code of the tool."""
        return str(stored.get("tool_code") or "")

    def build_tool(
        self,
        context: Context,
        tool_code: str = "",
        tool_name: str = "",
        tool_description: str = "",
        tool_function: str = "",
        global_variables: list[Data] | None = None,
    ) -> Tool:
        """The function as a tool. Raises `ComponentError` when the code has no such function."""
        function = _chosen(read_functions(tool_code, field="tool_code"), tool_function)
        variables = {name: value for record in global_variables or [] for name, value in record.data.items()}

        async def call(arguments: Mapping[str, Any]) -> Any:
            given = {name: value for name, value in arguments.items() if name in function.parameters["properties"]}
            result = await context.run_python(tool_code, call=function.name, arguments=given, variables=variables)
            return result.printed if result.value is None else result.value

        name = tool_name.strip().replace(" ", "_") or function.name
        return Tool(name, tool_description or function.description, function.parameters, call)

    async def update_node(self, node: dict[str, Any], field: str, value: Any, models: ModelAccess) -> None:
        """Offer the functions of the code."""
        template = node["template"]
        if field not in ("tool_code", "tool_function"):
            return
        try:
            names = [
                each.name for each in read_functions(str(template["tool_code"].get("value") or ""), field="tool_code")
            ]
        except ComponentError:
            names = []
        entry = template["tool_function"]
        entry["options"] = names
        if entry.get("value") not in names:
            entry["value"] = names[0] if names else ""


def _chosen(functions: list[PythonFunctionSource], name: str) -> PythonFunctionSource:
    for function in functions:
        if function.name == name or (not name and len(functions) == 1):
            return function
    raise ComponentError(
        f"The code has no function {name}." if name else "No function is chosen.",
        f"It has: {', '.join(each.name for each in functions) or 'none'}.",
        "Choose one under Tool Function.",
        field="tool_function",
    )
