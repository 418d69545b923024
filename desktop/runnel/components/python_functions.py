"""The functions of a Python source, read by its syntax alone: what they are called and which arguments they take."""

from __future__ import annotations

import ast
import warnings
from dataclasses import dataclass
from typing import Any

from runnel.sdk import ComponentError

_TYPES = {"int": "integer", "float": "number", "bool": "boolean", "list": "array", "dict": "object", "List": "array"}


@dataclass(frozen=True)
class PythonFunctionSource:
    """A function: its name, the first line of its docstring, and the JSON schema of its arguments."""

    name: str
    description: str
    parameters: dict[str, Any]


def read_functions(source: str, *, field: str) -> list[PythonFunctionSource]:
    """The functions at the top of a source. Raises `ComponentError` naming ``field`` for what is no Python."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(source)
    except (SyntaxError, ValueError) as error:
        raise ComponentError("The code is no Python.", f"{error}.", "Correct it on the node.", field=field) from None
    return [_read(node) for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def _read(function: ast.FunctionDef | ast.AsyncFunctionDef) -> PythonFunctionSource:
    arguments = [*function.args.posonlyargs, *function.args.args]
    defaults: list[ast.expr | None] = [None] * (len(arguments) - len(function.args.defaults))
    defaults += function.args.defaults
    pairs = [
        *zip(arguments, defaults, strict=True),
        *zip(function.args.kwonlyargs, function.args.kw_defaults, strict=True),
    ]
    properties = {argument.arg: _about(argument.annotation, default) for argument, default in pairs}
    required = [argument.arg for argument, default in pairs if default is None]
    description = (ast.get_docstring(function) or "").partition("\n\n")[0]
    return PythonFunctionSource(
        function.name, description, {"type": "object", "properties": properties, "required": required}
    )


def _about(annotation: ast.expr | None, default: ast.expr | None) -> dict[str, Any]:
    named = annotation.value if isinstance(annotation, ast.Subscript) else annotation
    about: dict[str, Any] = {"type": _TYPES.get(named.id, "string") if isinstance(named, ast.Name) else "string"}
    if about["type"] == "array":
        about["items"] = {}
    if isinstance(default, ast.Constant) and isinstance(default.value, str | int | float | bool):
        about["default"] = default.value
    return about
