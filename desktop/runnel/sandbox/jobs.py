"""The jobs of the child: build the outputs of a component, say what a component is, use its tool, run a script.

A job names its ``act``; the ``source`` is executed as a module of its own. What comes back is JSON as `child_values`
makes it.
"""

from __future__ import annotations

import ast
import inspect
import linecache
import sys
import traceback
import types
from collections.abc import Mapping
from typing import Any

from runnel.sandbox import child_values, language
from runnel.sandbox.channel import Channel, Refused
from runnel.sandbox.tools import StructuredTool

FILE_NAME = "<the node's code>"
_MODULE = "trusted_code"


async def perform(job: Mapping[str, Any], channel: Channel) -> Any:
    """Do a job, and give what it gave. Raises whatever the code raises."""
    act = job["act"]
    if act == "script":
        return await _run_script(job, channel)
    module = _load(job["source"])
    component_class = _find_component(module)
    if act == "describe":
        return language.describe(component_class)
    values = {name: child_values.decode(value, channel) for name, value in job["values"].items()}
    component = language.begin(component_class, values, job["about"], channel)
    if act == "tool":
        output = job["output"]
        made = await language.build(component, output["name"], output["method"], values)
        return child_values.encode_plain(await _tool_of(made, job["tool_name"]).use(job["arguments"]))
    built: dict[str, Any] = {}
    for output in job["outputs"]:
        channel.tell("output", name=output["name"])
        value = await language.build(component, output["name"], output["method"], values)
        built[output["name"]] = child_values.encode(value)
    return built


def describe_failure(error: BaseException) -> dict[str, Any]:
    """What went wrong and where in the code, as the parent tells it to the user."""
    about: dict[str, Any] = {"type": type(error).__name__, "text": str(error).strip()}
    if isinstance(error, ModuleNotFoundError):
        about["missing_module"] = (error.name or "").partition(".")[0]
    for part in ("what", "why", "do", "field"):
        if type(error).__name__ == "ComponentError" and hasattr(error, part):
            about[part] = getattr(error, part)
    if isinstance(error, SyntaxError) and error.filename == FILE_NAME:
        about.update(text=error.msg, line=error.lineno, code=(error.text or "").strip())
        return about
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename == FILE_NAME]
    if frames and not isinstance(error, Refused):
        last = frames[-1]
        about.update(line=last.lineno, function=last.name, code=(last.line or "").strip())
    return about


def _load(source: str, name: str = _MODULE) -> types.ModuleType:
    """The module of a source, executed."""
    module = types.ModuleType(name)
    sys.modules[name] = module
    # Traces and `inspect` find the lines here.
    linecache.cache[FILE_NAME] = (len(source), None, source.splitlines(keepends=True), FILE_NAME)
    # Our own __future__ imports are not the code's.
    exec(compile(source, FILE_NAME, "exec", dont_inherit=True), module.__dict__)
    return module


def _find_component(module: types.ModuleType) -> type[Any]:
    own = [
        value
        for value in vars(module).values()
        if inspect.isclass(value) and value.__module__ == module.__name__ and language.is_component(value)
    ]
    last = [found for found in own if not any(found in other.__mro__[1:] for other in own)]
    if not last:
        raise TypeError("The code has no class that is a Component.")
    return last[0]


def _tool_of(made: Any, name: str) -> StructuredTool:
    tools = made if isinstance(made, list | tuple) else [made]
    return next(tool for tool in tools if isinstance(tool, StructuredTool) and tool.name == name)


async def _run_script(job: Mapping[str, Any], channel: Channel) -> Any:
    """Run a script; its value is that of the function to be called, else that of its last expression."""
    module = types.ModuleType("__main__")
    sys.modules["__main__"] = module
    module.__dict__.update(
        {name: child_values.decode(value, channel) for name, value in job.get("variables", {}).items()}
    )
    source = job["source"]
    linecache.cache[FILE_NAME] = (len(source), None, source.splitlines(keepends=True), FILE_NAME)
    tree = ast.parse(source, FILE_NAME)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) and not job.get("call") else None
    flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    await _finished(eval(compile(tree, FILE_NAME, "exec", flags, dont_inherit=True), module.__dict__))
    value = None
    if last is not None:
        expression = ast.Expression(last.value)
        value = await _finished(eval(compile(expression, FILE_NAME, "eval", flags, dont_inherit=True), module.__dict__))
    if job.get("call"):
        arguments = {name: child_values.decode(each, channel) for name, each in job["arguments"].items()}
        value = await _finished(getattr(module, job["call"])(**arguments))
    return child_values.encode(value, is_lenient=True)


async def _finished(value: Any) -> Any:
    return await value if inspect.isawaitable(value) else value
