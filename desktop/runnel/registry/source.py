"""A component class written as source text, read by its syntax alone: nothing of it is ever executed here.

What the class states as plain values (names, texts, numbers, lists of those) is taken over; whatever would have to be
computed is passed over.
"""

from __future__ import annotations

import ast
import dataclasses
from typing import Any

from runnel.errors import Invalid
from runnel.registry.template import code_entry, input_entry, node_object, output_entry
from runnel.sdk import Input, Output, inputs

_KINDS: dict[str, type[Input]] = {
    kind.__name__: kind for kind in vars(inputs).values() if isinstance(kind, type) and issubclass(kind, Input)
}
_TYPE_NAMES = {"str": "Text", "Text": "Text", "list": "", "List": "", "None": ""}


def read_component_source(source: str) -> tuple[str, dict[str, Any]]:
    """The type key and the node of the component class in ``source``.

    Raises `Invalid` when the text is no Python or holds no component class.
    """
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError) as error:
        raise Invalid(f"The code is no Python: {error}") from None
    found = next((node for node in tree.body if isinstance(node, ast.ClassDef) and _is_component(node)), None)
    if found is None:
        raise Invalid("The code has no class that is a Component.")
    stated = _class_values(found)
    name = _text(stated, "name") or found.name
    declared = _read_inputs(found)
    template: dict[str, Any] = {"_type": "Component", "code": code_entry(source)}
    for each in declared:
        template[each.name] = input_entry(each)
    node = node_object(
        display_name=_text(stated, "display_name") or found.name,
        description=_text(stated, "description"),
        icon=_text(stated, "icon"),
        documentation=_text(stated, "documentation"),
        template=template,
        outputs=[output_entry(each) for each in _read_outputs(found)],
        field_order=[each.name for each in declared],
        beta=stated.get("beta") is True,
        legacy=stated.get("legacy") is True,
    )
    return name, node


def _is_component(node: ast.ClassDef) -> bool:
    return any("Component" in _last_name(base) for base in node.bases)


def _last_name(node: ast.expr) -> str:
    if isinstance(node, ast.Name):
        return node.id
    return node.attr if isinstance(node, ast.Attribute) else ""


def _assignments(found: ast.ClassDef) -> dict[str, ast.expr]:
    values: dict[str, ast.expr] = {}
    for statement in found.body:
        if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
            target = statement.targets[0]
            if isinstance(target, ast.Name):
                values[target.id] = statement.value
        elif isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name) and statement.value:
            values[statement.target.id] = statement.value
    return values


def _class_values(found: ast.ClassDef) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, expression in _assignments(found).items():
        try:
            values[name] = ast.literal_eval(expression)
        except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
            continue
    return values


def _text(values: dict[str, Any], name: str) -> str:
    value = values.get(name)
    return value if isinstance(value, str) else ""


def _calls(found: ast.ClassDef, name: str) -> list[tuple[str, dict[str, Any]]]:
    """The calls in a list such as ``inputs = [StrInput(name="a"), …]``: the name called, and its plain arguments."""
    expression = _assignments(found).get(name)
    calls: list[tuple[str, dict[str, Any]]] = []
    for item in expression.elts if isinstance(expression, ast.List | ast.Tuple) else ():
        if isinstance(item, ast.Call):
            arguments: dict[str, Any] = {}
            for keyword in item.keywords:
                try:
                    arguments[keyword.arg or ""] = ast.literal_eval(keyword.value)
                except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
                    continue
            calls.append((_last_name(item.func), arguments))
    return calls


def _read_inputs(found: ast.ClassDef) -> list[Input]:
    declared: list[Input] = []
    for kind_name, arguments in _calls(found, "inputs"):
        kind = _KINDS.get(kind_name)
        if kind is None or kind is Input or not isinstance(arguments.get("name"), str):
            continue
        known = {field.name for field in dataclasses.fields(kind)}
        values = {name: _frozen(value) for name, value in arguments.items() if name in known}
        declared.append(kind(**values))
    return declared


def _frozen(value: Any) -> Any:
    """Lists as tuples at the first level, as the declarations have them (a list as default value stays usable)."""
    return tuple(value) if isinstance(value, list) else value


def _read_outputs(found: ast.ClassDef) -> list[Output]:
    methods = {each.name: each for each in found.body if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)}
    outputs: list[Output] = []
    for _, arguments in _calls(found, "outputs"):
        name, method = arguments.get("name"), arguments.get("method")
        if not isinstance(name, str) or not isinstance(method, str):
            continue
        stated = arguments.get("types")
        returned = methods[method].returns if method in methods else None
        types = tuple(stated) if isinstance(stated, list) else _annotated_types(returned)
        outputs.append(
            Output(
                name=name,
                method=method,
                types=types,
                display_name=str(arguments.get("display_name") or ""),
                is_cached=arguments.get("cache") is not False,
            )
        )
    return outputs


def _annotated_types(annotation: ast.expr | None) -> tuple[str, ...]:
    """The type names of a return annotation: ``-> list[Data] | Message`` gives Data and Message."""
    if annotation is None:
        return ()
    if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
        try:
            annotation = ast.parse(annotation.value, mode="eval").body
        except SyntaxError:
            return ()
    names = [_last_name(node) for node in ast.walk(annotation) if isinstance(node, ast.Name | ast.Attribute)]
    return tuple(dict.fromkeys(filter(None, (_TYPE_NAMES.get(name, name) for name in names))))
