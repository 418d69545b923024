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
from typing import Any, ClassVar

from msgspec import Struct, field


class Input(Struct, frozen=True):
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


class StrInput(Input, frozen=True):
    """A line of text without a handle."""

    kind = "StrInput"


class MessageTextInput(Input, frozen=True):
    """A text; a message that arrives by an edge gives its text."""

    kind = "MessageTextInput"
    input_types: tuple[str, ...] = ("Message",)


class MultilineInput(Input, frozen=True):
    """As `MessageTextInput`, in several lines."""

    kind = "MultilineInput"
    input_types: tuple[str, ...] = ("Message",)


class MessageInput(Input, frozen=True):
    """A whole message: the component gets a `Message`."""

    kind = "MessageInput"
    input_types: tuple[str, ...] = ("Message",)


class SecretStrInput(Input, frozen=True):
    """A secret; usually the name of a variable."""

    kind = "SecretStrInput"
    input_types: tuple[str, ...] = ("Message",)
    load_from_db: bool = True


class MultilineSecretInput(Input, frozen=True):
    """A secret in several lines."""

    kind = "MultilineSecretInput"
    input_types: tuple[str, ...] = ("Message",)
    load_from_db: bool = True


class DropdownInput(Input, frozen=True):
    """One of ``options``; with ``combobox`` any text."""

    kind = "DropdownInput"
    options: tuple[str, ...] = ()
    combobox: bool = False


class MultiselectInput(Input, frozen=True):
    """Some of ``options``."""

    kind = "MultiselectInput"
    value: Any = field(default_factory=list)
    is_list: bool = True
    options: tuple[str, ...] = ()


class IntInput(Input, frozen=True):
    """A whole number; an empty text is unset."""

    kind = "IntInput"
    type = "int"
    range_spec: Mapping[str, Any] | None = None


class FloatInput(Input, frozen=True):
    """A number; an empty text is unset."""

    kind = "FloatInput"
    type = "float"
    range_spec: Mapping[str, Any] | None = None


class BoolInput(Input, frozen=True):
    """A switch."""

    kind = "BoolInput"
    type = "bool"
    value: Any = False


class DictInput(Input, frozen=True):
    """Pairs of key and value; stored as an object or as a list of one-key objects."""

    kind = "DictInput"
    type = "dict"
    value: Any = field(default_factory=dict)


class NestedDictInput(Input, frozen=True):
    """A JSON object."""

    kind = "NestedDictInput"
    type = "NestedDict"
    value: Any = field(default_factory=dict)


class FileInput(Input, frozen=True):
    """A stored file; ``file_types`` are the allowed suffixes without dot. A text that arrives is a path."""

    kind = "FileInput"
    type = "file"
    file_types: tuple[str, ...] = ()


class HandleInput(Input, frozen=True):
    """Filled by an edge only."""

    kind = "HandleInput"
    type = "other"


class DataInput(Input, frozen=True):
    """A `Data` that arrives by an edge."""

    kind = "DataInput"
    type = "other"
    input_types: tuple[str, ...] = ("Data",)


class PromptInput(Input, frozen=True):
    """A prompt template with ``{variables}``, each of which becomes a field of its own."""

    kind = "PromptInput"
    type = "prompt"


class CodeInput(Input, frozen=True):
    """Source code."""

    kind = "CodeInput"
    type = "code"


class TableInput(Input, frozen=True):
    """Rows; ``table_schema`` lists the columns."""

    kind = "TableInput"
    type = "table"
    value: Any = field(default_factory=list)
    is_list: bool = True
    table_schema: tuple[Mapping[str, Any], ...] = ()


class LinkInput(Input, frozen=True):
    """A button that opens an address."""

    kind = "LinkInput"
    type = "link"


class SliderInput(Input, frozen=True):
    """A number within ``range_spec`` (``{"step_type", "min", "max", "step"}``)."""

    kind = "SliderInput"
    type = "slider"
    range_spec: Mapping[str, Any] | None = None
