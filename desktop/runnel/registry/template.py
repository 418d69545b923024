"""A component class → the node that the flow format stores for it (``data.node``), attribute for attribute."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import Any

from runnel.sdk import Component, Input, Output

_TRACED_AS_INPUT = frozenset(
    {"PromptInput", "MessageTextInput", "MultilineInput", "MessageInput", "DictInput", "NestedDictInput", "DataInput"}
)
_NOT_TRACED_AS_METADATA = frozenset(
    {"PromptInput", "DictInput", "NestedDictInput", "SecretStrInput", "MultilineSecretInput"}
)
_WITHOUT_LIST = frozenset({"DropdownInput", "SecretStrInput", "MultilineSecretInput", "TableInput"})
_FROM_VARIABLES = frozenset(
    {
        "StrInput",
        "MessageTextInput",
        "MultilineInput",
        "MessageInput",
        "SecretStrInput",
        "MultilineSecretInput",
        "PromptInput",
        "TableInput",
    }
)
_FOR_TOOLS = frozenset({"PromptInput", "MessageTextInput", "MultilineInput", "DropdownInput", "DataInput"})
_MULTILINE = frozenset({"MultilineInput", "MultilineSecretInput"})
_SECRET = frozenset({"SecretStrInput", "MultilineSecretInput"})


def component_node(component: type[Component]) -> dict[str, Any]:
    """The node of a component as the catalogue lists it; the caller owns the result."""
    template: dict[str, Any] = {"_type": "Component", "code": code_entry(component.source)}
    for declared in component.inputs:
        template[declared.name] = input_entry(declared)
    return node_object(
        display_name=component.display_name,
        description=component.description(),
        icon=component.icon,
        documentation=component.documentation,
        template=template,
        outputs=[output_entry(output) for output in component.outputs],
        field_order=[declared.name for declared in component.inputs],
        beta=component.beta,
        legacy=component.legacy,
        base_classes=component.base_classes,
        metadata={"needs": component.needs, **({"runs_code": True} if component.runs_code() else {})},
    )


def node_object(
    *,
    display_name: str,
    description: str,
    icon: str,
    documentation: str,
    template: dict[str, Any],
    outputs: list[dict[str, Any]],
    field_order: list[str],
    beta: bool = False,
    legacy: bool = False,
    base_classes: Sequence[str] = (),
    metadata: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """A node's description with all its keys; ``base_classes`` are, unless given, the types of its outputs."""
    return {
        "template": template,
        "description": description,
        **({"icon": icon} if icon else {}),
        "base_classes": list(base_classes) or sorted({name for output in outputs for name in output["types"]}),
        "display_name": display_name,
        "documentation": documentation,
        "custom_fields": {},
        "output_types": [],
        "pinned": False,
        "conditional_paths": [],
        "frozen": False,
        "outputs": outputs,
        "field_order": field_order,
        "beta": beta,
        "legacy": legacy,
        "edited": False,
        "metadata": metadata or {},
        "tool_mode": False,
    }


def input_entry(declared: Input) -> dict[str, Any]:
    """The template entry of an input: what every kind has, and what its kind adds."""
    kind = declared.kind
    entry: dict[str, Any] = {
        "_input_type": kind,
        "name": declared.name,
        "display_name": declared.display_name or declared.name,
        "type": declared.type,
        "value": copy.deepcopy(declared.value),
        "info": declared.info,
        "required": declared.required,
        "show": declared.show,
        "advanced": declared.advanced,
        "dynamic": declared.dynamic,
        "title_case": declared.title_case,
        "placeholder": declared.placeholder,
    }
    if kind in _TRACED_AS_INPUT:
        entry["trace_as_input"] = True
    if kind not in _NOT_TRACED_AS_METADATA:
        entry["trace_as_metadata"] = True
    if kind == "TableInput":
        entry["is_list"] = declared.is_list
    elif declared.is_list or kind not in _WITHOUT_LIST:
        entry["list"] = declared.is_list
    if declared.load_from_db or kind in _FROM_VARIABLES:
        entry["load_from_db"] = declared.load_from_db
    if declared.tool_mode or kind in _FOR_TOOLS:
        entry["tool_mode"] = declared.tool_mode
    if declared.input_types:
        entry["input_types"] = list(declared.input_types)
    if kind in _MULTILINE:
        entry["multiline"] = True
    if kind in _SECRET:
        entry["password"] = True
    if declared.real_time_refresh:
        entry["real_time_refresh"] = True
    if declared.refresh_button:
        entry["refresh_button"] = True
    _add_kind_attributes(entry, declared)
    entry.update(copy.deepcopy(dict(declared.extra)))
    return entry


def _add_kind_attributes(entry: dict[str, Any], declared: Input) -> None:
    if hasattr(declared, "options"):
        entry["options"] = list(declared.options)
    if hasattr(declared, "combobox"):
        entry["combobox"] = declared.combobox
    if hasattr(declared, "file_types"):
        entry["fileTypes"] = list(declared.file_types)
        entry["file_path"] = ""
    if getattr(declared, "range_spec", None) is not None:
        entry["range_spec"] = dict(declared.range_spec)  # type: ignore[attr-defined]
    if hasattr(declared, "table_schema"):
        entry["table_schema"] = {"columns": [dict(column) for column in declared.table_schema]}


def output_entry(output: Output) -> dict[str, Any]:
    """The entry of an output in a node's ``outputs``."""
    entry = {
        "types": list(output.types),
        "selected": output.types[0] if output.types else None,
        "name": output.name,
        "display_name": output.display_name or output.name,
        "method": output.method,
        "value": "__UNDEFINED__",
        "cache": output.is_cached,
        "required_inputs": list(output.required_inputs),
    }
    if output.loop_types:
        entry["allows_loop"] = True
        entry["loop_types"] = list(output.loop_types)
    if output.is_hidden:
        entry["hidden"] = True
    return entry


def code_entry(source: str) -> dict[str, Any]:
    """The entry under which a node carries its source text: data, never run from here.

    Required only where there is some: pages that check the fields of a flow before they run it would miss it otherwise.
    """
    return {
        "type": "code",
        "name": "code",
        "value": source,
        "required": source != "",
        "show": True,
        "advanced": True,
        "dynamic": True,
        "multiline": True,
        "list": False,
        "placeholder": "",
        "info": "",
        "fileTypes": [],
        "file_path": "",
        "password": False,
        "load_from_db": False,
        "title_case": False,
    }
