"""A component class written as source text, read by its syntax alone: nothing of it is ever executed here.

What the class states as plain values (names, texts, numbers, lists of those) is taken over; whatever would have to be
computed is passed over.
"""

from __future__ import annotations

import ast
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
    build = _method(found, "build")
    is_old_style = build is not None and "outputs" not in _assignments(found)
    if build is not None and is_old_style:
        fields, outputs = _old_fields(found, build), [_old_output(build)]
    else:
        fields = {each.name: input_entry(each) for each in _read_inputs(found)}
        outputs = [output_entry(each) for each in _read_outputs(found)]
    kind = "CustomComponent" if is_old_style else "Component"
    node = node_object(
        display_name=_text(stated, "display_name") or found.name,
        description=_text(stated, "description") or " ".join((ast.get_docstring(found) or "").split("\n\n")[0].split()),
        icon=_text(stated, "icon"),
        documentation=_text(stated, "documentation"),
        template={"_type": kind, "code": code_entry(source), **fields},
        outputs=outputs,
        field_order=list(fields),
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
        value = _plain(expression)
        if value is not _UNREAD:
            values[name] = value
    return values


def _text(values: dict[str, Any], name: str) -> str:
    value = values.get(name)
    return value if isinstance(value, str) else ""


def _method(found: ast.ClassDef, name: str) -> ast.FunctionDef | ast.AsyncFunctionDef | None:
    functions = (each for each in found.body if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef))
    return next((each for each in functions if each.name == name), None)


def _calls(found: ast.ClassDef, name: str) -> list[tuple[str, dict[str | int, Any]]]:
    """The calls in a list such as ``inputs = [StrInput(name="a"), …]``: the name called, and its plain arguments, those
    without a name by their place."""
    expression = _assignments(found).get(name)
    calls: list[tuple[str, dict[str | int, Any]]] = []
    for item in expression.elts if isinstance(expression, ast.List | ast.Tuple) else ():
        if isinstance(item, ast.Call):
            given: list[tuple[str | int, ast.expr]] = list(enumerate(item.args))
            given += [(keyword.arg or "", keyword.value) for keyword in item.keywords]
            arguments = {key: _plain(value) for key, value in given}
            calls.append(
                (_last_name(item.func), {key: value for key, value in arguments.items() if value is not _UNREAD})
            )
    return calls


def _named(arguments: dict[str | int, Any], kind: type[Any]) -> dict[str, Any]:
    """Arguments of a call by the names of the declaration's fields; unknown ones are left out."""
    names: tuple[str, ...] = kind.__struct_fields__
    placed = {
        names[key] if isinstance(key, int) and key < len(names) else key: value for key, value in arguments.items()
    }
    return {str(name): value for name, value in placed.items() if name in names}


_UNREAD: Any = object()


def _plain(expression: ast.expr) -> Any:
    """The plain value that is written there; `_UNREAD` for what would have to be computed."""
    try:
        return ast.literal_eval(expression)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return _UNREAD


def _read_inputs(found: ast.ClassDef) -> list[Input]:
    declared: list[Input] = []
    for kind_name, arguments in _calls(found, "inputs"):
        kind = _KINDS.get(kind_name)
        if kind is None or kind is Input:
            continue
        values = {name: _frozen(value) for name, value in _named(arguments, kind).items()}
        if isinstance(values.get("name"), str):
            declared.append(kind(**values))
    return declared


def _frozen(value: Any) -> Any:
    """Lists as tuples at the first level, as the declarations have them (a list as default value stays usable)."""
    return tuple(value) if isinstance(value, list) else value


def _read_outputs(found: ast.ClassDef) -> list[Output]:
    methods = {each.name: each for each in found.body if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)}
    outputs: list[Output] = []
    for _, given in _calls(found, "outputs"):
        arguments = {**{key: value for key, value in given.items() if isinstance(key, str)}, **_named(given, Output)}
        name, method = arguments.get("name"), arguments.get("method")
        if not isinstance(name, str) or not isinstance(method, str):
            continue
        stated = arguments.get("types")
        returned = methods[method].returns if method in methods else None
        types = tuple(stated) if isinstance(stated, list | tuple) else _annotated_types(returned)
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
    names = _annotation_names(annotation)
    return tuple(dict.fromkeys(filter(None, (_TYPE_NAMES.get(name, name) for name in names))))


_OLD_TYPES = {"str": "str", "Text": "str", "int": "int", "float": "float", "bool": "bool", "dict": "dict"}


def _old_fields(found: ast.ClassDef, build: ast.FunctionDef | ast.AsyncFunctionDef) -> dict[str, dict[str, Any]]:
    """Old style: one field for each argument of ``build``, as ``build_config`` describes it."""
    config = _old_config(_method(found, "build_config"))
    arguments = build.args.args[1:]
    defaults: list[ast.expr | None] = [None] * (len(arguments) - len(build.args.defaults))
    fields: dict[str, dict[str, Any]] = {}
    for argument, default in zip(arguments, [*defaults, *build.args.defaults], strict=True):
        names = _annotation_names(argument.annotation)
        kind = next((_OLD_TYPES[name] for name in names if name in _OLD_TYPES), "")
        handles = [name for name in names if name not in _OLD_TYPES and name not in _TYPE_NAMES and name != "Optional"]
        value = None if default is None else _plain(default)
        fields[argument.arg] = {
            "type": kind or next(iter(handles), "str"),
            "name": argument.arg,
            "display_name": argument.arg,
            "value": "" if value is None or value is _UNREAD else value,
            "required": default is None,
            "show": True,
            "advanced": False,
            "list": any(name in ("list", "List") for name in names),
            "info": "",
            "input_types": handles or (["Message"] if kind == "str" else []),
            **config.get(argument.arg, {}),
        }
    return fields


def _old_config(function: ast.FunctionDef | ast.AsyncFunctionDef | None) -> dict[str, dict[str, Any]]:
    returned = next((each.value for each in function.body if isinstance(each, ast.Return)), None) if function else None
    config: dict[str, dict[str, Any]] = {}
    for key, entry in zip(returned.keys, returned.values, strict=True) if isinstance(returned, ast.Dict) else ():
        if isinstance(key, ast.Constant) and isinstance(entry, ast.Dict):
            parts = {_plain(name): _plain(value) for name, value in zip(entry.keys, entry.values, strict=True) if name}
            config[str(key.value)] = {
                name: value for name, value in parts.items() if isinstance(name, str) and value is not _UNREAD
            }
    return config


def _old_output(build: ast.FunctionDef | ast.AsyncFunctionDef) -> dict[str, Any]:
    """Old style: the one output is called for its type, and no method is named."""
    types = tuple(name for name in _annotation_names(build.returns) if name not in ("list", "List", "None", "Optional"))
    shown = types or ("Data",)
    name = "Text" if shown[0] == "str" else shown[0]
    kinds = tuple("Text" if kind == "str" else kind for kind in shown)
    return {**output_entry(Output(name.lower(), "build", types=kinds, display_name=name)), "method": None}


def _annotation_names(annotation: ast.expr | None) -> list[str]:
    if annotation is None:
        return []
    if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
        try:
            annotation = ast.parse(annotation.value, mode="eval").body
        except SyntaxError:
            return []
    named = (node for node in ast.walk(annotation) if isinstance(node, ast.Name | ast.Attribute))
    return list(dict.fromkeys(filter(None, map(_last_name, named))))
