"""``/validate``: a look at code and prompts. Code is read by its syntax alone, never run."""

from __future__ import annotations

import ast
import sys
import warnings
from importlib.util import find_spec

from runnel.errors import Invalid
from runnel.schemas.validate import CodeErrors, CodeValidate, CodeValidated, PromptValidate, PromptValidated
from runnel.sdk.prompt import list_variables, set_variables
from runnel.state import AppState

_KNOWN_MODULES = frozenset({"langflow", "runnel"})


async def validate_code(state: AppState, body: CodeValidate) -> CodeValidated:
    """Find missing modules and syntax errors in a component's code."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(body.code)
    except SyntaxError as error:
        place = f" (line {error.lineno})" if error.lineno else ""
        reason = error.msg if error.msg.startswith("invalid syntax") else f"invalid syntax: {error.msg}"
        return CodeValidated(CodeErrors([]), CodeErrors([reason + place]))
    except (ValueError, RecursionError, MemoryError) as error:
        return CodeValidated(CodeErrors([]), CodeErrors([str(error) or "The code is nested too deeply."]))
    missing = [f"No module named '{name}'" for name in _imported_modules(tree) if not _is_module(name)]
    return CodeValidated(CodeErrors(missing), CodeErrors([]))


async def validate_prompt(state: AppState, body: PromptValidate) -> PromptValidated:
    """Find a prompt's variables and give its node a field for each."""
    node = body.frontend_node
    if node is None:
        return PromptValidated([], None)
    use_double_brackets = _is_on(node, "use_double_brackets")
    names = list_variables(body.template, use_double_brackets=use_double_brackets)
    try:
        set_variables(node, body.name, names)
    except (AttributeError, TypeError):
        raise Invalid("frontend_node is no node: its template and custom_fields must be objects.", status=422) from None
    return PromptValidated(names, node)


def _is_on(node: dict[str, object], field: str) -> bool:
    template = node.get("template")
    entry = template.get(field) if isinstance(template, dict) else None
    return isinstance(entry, dict) and entry.get("value") is True


def _imported_modules(tree: ast.Module) -> list[str]:
    """The top-level modules that the text imports at its own top level, each once."""
    names: dict[str, None] = {}
    for node in tree.body:
        if isinstance(node, ast.Import):
            names.update((alias.name.partition(".")[0], None) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names[node.module.partition(".")[0]] = None
    return list(names)


def _is_module(name: str) -> bool:
    if name in _KNOWN_MODULES or name in sys.stdlib_module_names or name in sys.modules:
        return True
    try:
        return find_spec(name) is not None
    except (ImportError, ValueError):
        return False
