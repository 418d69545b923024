"""A Python function of the user's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from runnel.components.python_functions import read_functions
from runnel.sdk import CodeInput, Component, ComponentError, Context, Data, Message, Output, Tool


class PythonFunction(Component):
    """Run the first function of your Python code, without arguments, and pass on what it returns."""

    display_name = "Python Function"
    icon = "code"
    legacy = True
    is_repeatable = False
    inputs = (CodeInput("function_code", "Function Code", info="Python with one function."),)
    outputs = (
        Output("function_output", "get_function_callable", types=("Callable",), display_name="Function Callable"),
        Output("function_output_data", "execute_function_data", types=("Data",), display_name="Function Output (Data)"),
        Output(
            "function_output_str",
            "execute_function_message",
            types=("Message",),
            display_name="Function Output (Message)",
        ),
    )

    @classmethod
    def code_to_trust(cls, node_id: str, stored: Mapping[str, Any]) -> str:
        """The code of the function."""
        return str(stored.get("function_code") or "")

    def get_function_callable(self, context: Context, function_code: str = "") -> Tool:
        """The function, to be called with arguments."""
        function = _first(function_code)

        async def call(arguments: Mapping[str, Any]) -> Any:
            return (await context.run_python(function_code, call=function.name, arguments=arguments)).value

        return Tool(function.name, function.description, function.parameters, call)

    async def execute_function_data(self, context: Context, function_code: str = "") -> list[Data]:
        """What the function returns, as records."""
        value = await _result(context, function_code)
        items = value if isinstance(value, list) else [value]
        return [_record(item) for item in items]

    async def execute_function_message(self, context: Context, function_code: str = "") -> Message:
        """What the function returns, as text."""
        value = await _result(context, function_code)
        items = value if isinstance(value, list) else [value]
        return Message(text="\n".join(str(item) for item in items))


def _first(source: str) -> Any:
    functions = read_functions(source, field="function_code")
    if not functions:
        raise ComponentError(
            "There is no function to run.", "The code defines none.", "Write one on the node.", field="function_code"
        )
    return functions[0]


async def _result(context: Context, source: str) -> Any:
    return (await context.run_python(source, call=_first(source).name)).value


def _record(value: Any) -> Data:
    if isinstance(value, Data):
        return value
    return (
        Data(dict(value))
        if isinstance(value, dict)
        else Data({"text": value if isinstance(value, str) else str(value)})
    )
