"""The kinds of inputs of the flow format, one class each, named as the format names them in ``_input_type``.

What a kind passes to the component's method:

======================================================  ====================================================
``StrInput MessageTextInput MultilineInput``            ``str`` (``list[str]`` if ``is_list``)
``SecretStrInput MultilineSecretInput DropdownInput``   ``str``
``PromptInput CodeInput``                               ``str``
``MessageInput``                                        `Message` (a plain text is wrapped)
``MultiselectInput``                                    ``list[str]``
``IntInput FloatInput SliderInput``                     ``int`` or ``float``, None when unset
``BoolInput``                                           ``bool``
``DictInput NestedDictInput``                           ``dict``
``FileInput``                                           ``pathlib.Path`` or None (``list[Path]`` if ``is_list``)
``TableInput``                                          ``list[dict]``
``HandleInput DataInput``                               what the edge brings, None without one (a list if ``is_list``)
======================================================  ====================================================
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar


@dataclass(frozen=True)
class Input:
    """What every kind has. Only what is said here is written into a node's template."""

    kind: ClassVar[str]
    """``_input_type`` in the template."""
    type: ClassVar[str] = "str"
    """``type`` in the template."""

    name: str
    display_name: str = ""
    """Label; the name where empty."""
    info: str = ""
    value: Any = ""
    """The default. Where the stored value is null, the default of the method's parameter applies."""
    required: bool = False
    advanced: bool = False
    """In the inspector only, not on the node's face."""
    show: bool = True
    is_list: bool = False
    tool_mode: bool = False
    """Filled by the agent when the node is used as a tool."""
    input_types: tuple[str, ...] = ()
    """Types of edges that may enter; none, no handle."""
    placeholder: str = ""
    dynamic: bool = False
    title_case: bool = False
    real_time_refresh: bool = False
    """Changing it may change the template: the editor asks `Component.update_node`."""
    refresh_button: bool = False
    load_from_db: bool = False
    """The value is the name of a variable."""
    is_variable_optional: bool = False
    """A variable of that name may be missing; the component then gets an empty text and decides itself."""
    extra: Mapping[str, Any] = field(default_factory=dict)
    """Further template attributes of this one input, written as they stand."""


@dataclass(frozen=True)
class StrInput(Input):
    """A line of text without a handle."""

    kind = "StrInput"


@dataclass(frozen=True)
class MessageTextInput(Input):
    """A text; a message that arrives by an edge gives its text."""

    kind = "MessageTextInput"
    input_types: tuple[str, ...] = ("Message",)


@dataclass(frozen=True)
class MultilineInput(Input):
    """As `MessageTextInput`, in several lines."""

    kind = "MultilineInput"
    input_types: tuple[str, ...] = ("Message",)


@dataclass(frozen=True)
class MessageInput(Input):
    """A whole message: the component gets a `Message`."""

    kind = "MessageInput"
    input_types: tuple[str, ...] = ("Message",)


@dataclass(frozen=True)
class SecretStrInput(Input):
    """A secret; usually the name of a variable."""

    kind = "SecretStrInput"
    input_types: tuple[str, ...] = ("Message",)
    load_from_db: bool = True


@dataclass(frozen=True)
class MultilineSecretInput(Input):
    """A secret in several lines."""

    kind = "MultilineSecretInput"
    input_types: tuple[str, ...] = ("Message",)
    load_from_db: bool = True


@dataclass(frozen=True)
class DropdownInput(Input):
    """One of ``options``; with ``combobox`` any text."""

    kind = "DropdownInput"
    options: tuple[str, ...] = ()
    combobox: bool = False


@dataclass(frozen=True)
class MultiselectInput(Input):
    """Some of ``options``."""

    kind = "MultiselectInput"
    value: Any = field(default_factory=list)
    is_list: bool = True
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class IntInput(Input):
    """A whole number; an empty text is unset."""

    kind = "IntInput"
    type = "int"
    range_spec: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class FloatInput(Input):
    """A number; an empty text is unset."""

    kind = "FloatInput"
    type = "float"
    range_spec: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class BoolInput(Input):
    """A switch."""

    kind = "BoolInput"
    type = "bool"
    value: Any = False


@dataclass(frozen=True)
class DictInput(Input):
    """Pairs of key and value; stored as an object or as a list of one-key objects."""

    kind = "DictInput"
    type = "dict"
    value: Any = field(default_factory=dict)


@dataclass(frozen=True)
class NestedDictInput(Input):
    """A JSON object."""

    kind = "NestedDictInput"
    type = "NestedDict"
    value: Any = field(default_factory=dict)


@dataclass(frozen=True)
class FileInput(Input):
    """A stored file; ``file_types`` are the allowed suffixes without dot. A text that arrives is a path."""

    kind = "FileInput"
    type = "file"
    file_types: tuple[str, ...] = ()


@dataclass(frozen=True)
class HandleInput(Input):
    """Filled by an edge only."""

    kind = "HandleInput"
    type = "other"


@dataclass(frozen=True)
class DataInput(Input):
    """A `Data` that arrives by an edge."""

    kind = "DataInput"
    type = "other"
    input_types: tuple[str, ...] = ("Data",)


@dataclass(frozen=True)
class PromptInput(Input):
    """A prompt template with ``{variables}``, each of which becomes a field of its own."""

    kind = "PromptInput"
    type = "prompt"


@dataclass(frozen=True)
class CodeInput(Input):
    """Source code."""

    kind = "CodeInput"
    type = "code"


@dataclass(frozen=True)
class TableInput(Input):
    """Rows; ``table_schema`` lists the columns."""

    kind = "TableInput"
    type = "table"
    value: Any = field(default_factory=list)
    is_list: bool = True
    table_schema: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True)
class LinkInput(Input):
    """A button that opens an address."""

    kind = "LinkInput"
    type = "link"


@dataclass(frozen=True)
class SliderInput(Input):
    """A number within ``range_spec`` (``{"step_type", "min", "max", "step"}``)."""

    kind = "SliderInput"
    type = "slider"
    range_spec: Mapping[str, Any] | None = None
