"""Sums."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from runnel.sdk import Component, Data, MessageTextInput, Output, Tool
from runnel.shaping.arithmetic import calculate


class CalculatorTool(Component):
    """Work out a sum of numbers with + - * / ** and brackets."""

    display_name = "Calculator"
    icon = "calculator"
    inputs = (MessageTextInput("expression", "Expression", info="What to work out, such as 4*(33/8)+2."),)
    outputs = (
        Output("api_run_model", "run_model", types=("Data",), display_name="Data"),
        Output("api_build_tool", "build_tool", types=("Tool",), display_name="Tool"),
    )

    def run_model(self, expression: str = "") -> list[Data]:
        """One record: ``{result}``, or ``{error, input}`` where there is none."""
        try:
            return [Data({"result": calculate(expression)}, text_key="result")]
        except ValueError as error:
            return [Data({"error": str(error), "input": expression}, text_key="error")]

    def build_tool(self) -> Tool:
        """The calculator for an agent: ``calculator(expression)``."""

        async def call(arguments: Mapping[str, Any]) -> Any:
            return self.run_model(str(arguments.get("expression") or ""))[0].data

        expression = {"type": "string", "description": "What to work out, such as 4*(33/8)+2."}
        parameters = {"type": "object", "properties": {"expression": expression}, "required": ["expression"]}
        return Tool("calculator", self.description(), parameters, call)

    def evaluate_expression(self, expression: str = "") -> Data:
        """The same as one record (an output of later files)."""
        return self.run_model(expression)[0]
