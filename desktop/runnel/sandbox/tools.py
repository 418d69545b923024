"""Tools that code makes for agents, as the common tool classes are used: a function, a name, and what it takes."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable, Mapping
from typing import Any

_TYPES = {int: "integer", float: "number", bool: "boolean", list: "array", dict: "object"}
_NAMED_TYPES = {kind.__name__: word for kind, word in _TYPES.items()}


class ToolException(Exception):
    """What a tool raises to tell the model that something went wrong."""


class StructuredTool:
    """A function that an agent may call."""

    def __init__(
        self,
        name: str = "",
        func: Callable[..., Any] | None = None,
        description: str = "",
        args_schema: Any = None,
        coroutine: Callable[..., Any] | None = None,
        **_: Any,
    ) -> None:
        function = coroutine or func
        if function is None:
            raise ToolException("A tool needs a function.")
        self.func = func
        self.coroutine = coroutine
        self.name = name or function.__name__
        self.description = description or inspect.getdoc(function) or ""
        self.args_schema = args_schema
        self.tags: list[str] = []

    @classmethod
    def from_function(
        cls, func: Callable[..., Any] | None = None, coroutine: Callable[..., Any] | None = None, **about: Any
    ) -> StructuredTool:
        """A tool of a function."""
        return cls(func=func, coroutine=coroutine, **about)

    @property
    def parameters(self) -> dict[str, Any]:
        """The JSON schema of the arguments."""
        if hasattr(self.args_schema, "model_json_schema"):
            schema: dict[str, Any] = self.args_schema.model_json_schema()
            return schema
        if isinstance(self.args_schema, Mapping):
            return dict(self.args_schema)
        return parameters_of(self.coroutine or self.func)

    async def use(self, arguments: Mapping[str, Any]) -> Any:
        """What the function gives for these arguments."""
        given = dict(arguments)
        if hasattr(self.args_schema, "model_validate"):
            checked = self.args_schema.model_validate(given)
            given = {name: getattr(checked, name) for name in type(checked).model_fields}
        result = (self.coroutine or self.func)(**given)  # type: ignore[misc]
        return await result if inspect.isawaitable(result) else result

    def invoke(self, arguments: Any, *_: Any, **__: Any) -> Any:
        """As `use`, for code that does not wait."""
        given = arguments if isinstance(arguments, Mapping) else {next(iter(self.parameters["properties"])): arguments}
        if self.func is not None:
            return self.func(**given)
        return asyncio.run(self.use(given))

    run = __call__ = invoke


def tool(*words: Any, **about: Any) -> Any:
    """Decorator: a function as a tool, under its own name or the one given."""
    if words and callable(words[0]):
        return _tool_of(words[0])
    name = words[0] if words else about.pop("name", "")
    return lambda function: _tool_of(function, name=name, **about)


def _tool_of(function: Callable[..., Any], **about: Any) -> StructuredTool:
    kind = "coroutine" if inspect.iscoroutinefunction(function) else "func"
    return StructuredTool(**{kind: function, "description": inspect.getdoc(function) or "", **about})


def parameters_of(function: Callable[..., Any] | None) -> dict[str, Any]:
    """The JSON schema of the arguments of a function, by its annotations."""
    properties: dict[str, Any] = {}
    required: list[str] = []
    for name, parameter in inspect.signature(function).parameters.items() if function is not None else ():
        if parameter.kind in (inspect.Parameter.VAR_KEYWORD, inspect.Parameter.VAR_POSITIONAL) or name == "self":
            continue
        annotation = parameter.annotation
        named = annotation.partition("[")[0].strip() if isinstance(annotation, str) else ""
        origin = getattr(annotation, "__origin__", annotation)
        kind = _NAMED_TYPES.get(named) or (_TYPES.get(origin) if isinstance(origin, type) else None)
        properties[name] = {"type": kind or "string"}
        if parameter.default is inspect.Parameter.empty:
            required.append(name)
        elif isinstance(parameter.default, str | int | float | bool):
            properties[name]["default"] = parameter.default
    return {"type": "object", "properties": properties, "required": required}
