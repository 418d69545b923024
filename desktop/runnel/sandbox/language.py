"""The component language of flow files, as far as code in the child sees it: values, inputs, and `Component`.

A component of this language is an instance made for one build, with the values of its fields as attributes and its
outputs as methods. Components in the style of `runnel.sdk` are built as well; that package is imported only by those
who use it.
"""

from __future__ import annotations

import importlib
import inspect
import sys
from collections.abc import Iterator, Mapping
from types import SimpleNamespace
from typing import Any

from runnel.sandbox.channel import Channel
from runnel.sandbox.tools import StructuredTool

_OWN_MODULE = __name__


class Data:
    """A record. Its entries are attributes too; ``text`` is the entry named by ``text_key``."""

    def __init__(self, data: Any = None, text_key: str = "text", default_value: Any = "", **entries: Any) -> None:
        held = dict(data.data) if isinstance(data, Data) else dict(data or {})
        held.update(entries)
        self.__dict__.update(data=held, text_key=text_key, default_value=default_value)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") or "data" not in self.__dict__:
            raise AttributeError(name)
        if name == "text":
            return self.get_text()
        try:
            return self.data[name]
        except KeyError:
            raise AttributeError(f"The record has no entry {name}.") from None

    def __setattr__(self, name: str, value: Any) -> None:
        if name in ("data", "text_key", "default_value"):
            self.__dict__[name] = value
        elif name == "text":
            self.data[self.text_key] = value
        else:
            self.data[name] = value

    def get_text(self) -> str:
        """The text of the record."""
        value = self.data.get(self.text_key, self.default_value)
        return value if isinstance(value, str) else str(value)

    def set_text(self, text: str | None) -> str:
        """Set the text of the record."""
        self.data[self.text_key] = text or ""
        return self.get_text()

    def model_dump(self, **_: Any) -> dict[str, Any]:
        """The record with what describes it."""
        return {"text_key": self.text_key, "data": self.data, "default_value": self.default_value}

    to_dict = model_dump

    def __add__(self, other: Data) -> Data:
        merged = dict(self.data)
        for key, value in other.data.items():
            fits = key in merged and isinstance(value, str) and isinstance(merged[key], str)
            merged[key] = merged[key] + value if fits else value
        return Data(merged, self.text_key, self.default_value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Data) and self.data == other.data

    __hash__ = None  # type: ignore[assignment]

    def __contains__(self, key: object) -> bool:
        return key in self.data

    def __str__(self) -> str:
        return self.get_text()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.data!r})"


class Message(Data):
    """A message of the chat."""

    _PARTS = {  # noqa: RUF012 - never changed
        "sender": None,
        "sender_name": None,
        "session_id": "",
        "flow_id": None,
        "files": None,
        "timestamp": None,
        "id": None,
        "error": False,
        "edit": False,
        "category": "message",
        "properties": None,
        "content_blocks": None,
    }

    def __init__(self, text: Any = "", **parts: Any) -> None:
        data = dict(parts.pop("data", None) or {})
        text_key = parts.pop("text_key", "text")
        parts = {**self._PARTS, **parts}
        for name, fresh in (("files", []), ("properties", {}), ("content_blocks", [])):
            parts[name] = fresh if parts[name] is None else parts[name]
        super().__init__({**parts, **data, "text": text if text or "text" not in data else data["text"]}, text_key)

    def get_text(self) -> Any:
        """The text, or the iterator of its pieces."""
        value = self.data.get("text", "")
        return "" if value is None else value

    @classmethod
    def from_data(cls, data: Data) -> Message:
        """A message with the text and the parts of a record."""
        return cls(text=data.get_text(), data=data.data)

    @classmethod
    async def create(cls, **parts: Any) -> Message:
        """As the class itself."""
        return cls(**parts)

    def format_text(self) -> str:
        """The text."""
        return str(self.get_text())


class DataFrame:
    """A table: rows with equal keys. Made of records, dicts, a dict of columns, or a pandas table."""

    def __init__(self, data: Any = None, **_: Any) -> None:
        self.rows = [dict(row) for row in _rows(data)]

    @property
    def columns(self) -> list[str]:
        """The keys of all rows."""
        return list(dict.fromkeys(key for row in self.rows for key in row))

    @property
    def shape(self) -> tuple[int, int]:
        """How many rows and columns."""
        return len(self.rows), len(self.columns)

    @property
    def empty(self) -> bool:
        """Whether there are no rows."""
        return not self.rows

    def to_data_list(self) -> list[Data]:
        """The rows as records."""
        return [Data(data=row) for row in self.rows]

    def to_dict(self, orient: str = "dict") -> Any:
        """The table as a list of rows (``records``), of columns (``list``), or of columns by row number."""
        if orient == "records":
            return [dict(row) for row in self.rows]
        if orient == "list":
            return {column: self[column] for column in self.columns}
        return {column: dict(enumerate(self[column])) for column in self.columns}

    def iterrows(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """Number and content of each row."""
        return enumerate(dict(row) for row in self.rows)

    def add_row(self, data: Any) -> DataFrame:
        """A table with one row more."""
        return DataFrame([*self.rows, *_rows([data])])

    def add_rows(self, data: Any) -> DataFrame:
        """A table with more rows."""
        return DataFrame([*self.rows, *_rows(data)])

    def head(self, count: int = 5) -> DataFrame:
        """The first rows."""
        return DataFrame(self.rows[:count])

    def to_pandas(self) -> Any:
        """The table for pandas, where that is installed."""
        pandas = importlib.import_module("pandas")
        return pandas.DataFrame(self.rows)

    def __getitem__(self, column: str) -> list[Any]:
        return [row.get(column) for row in self.rows]

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[str]:
        return iter(self.columns)

    def __bool__(self) -> bool:
        return bool(self.rows)

    def __repr__(self) -> str:
        return f"DataFrame({self.rows!r})"


def _rows(data: Any) -> list[Mapping[str, Any]]:
    if data is None:
        return []
    if isinstance(data, DataFrame):
        return list(data.rows)
    if isinstance(data, dict):
        columns = {name: list(values) for name, values in data.items()}
        length = max(map(len, columns.values()), default=0)
        return [{name: values[row] for name, values in columns.items() if row < len(values)} for row in range(length)]
    if hasattr(data, "to_dict") and not isinstance(data, Data):
        records: list[Mapping[str, Any]] = data.to_dict("records")
        return records
    return [row.data if isinstance(row, Data) else row for row in data]


class Input:
    """The declaration of a field. What is not stated is None."""

    def __init__(self, name: str = "", **stated: Any) -> None:
        self.__dict__.update(name=name, **stated)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return None


class Output:
    """The declaration of an output."""

    def __init__(self, name: str = "", display_name: str = "", method: str = "", **stated: Any) -> None:
        self.name = name
        self.display_name = display_name or name
        self.method = method
        self.types = list(stated.pop("types", None) or [])
        self.__dict__.update(stated)


class Component:
    """The class that components of this language derive from. Made anew for each build."""

    display_name = ""
    description = ""
    icon = ""
    documentation = ""
    name: Any = None
    inputs: Any = ()
    outputs: Any = ()
    _base_inputs: Any = ()

    def __init__(self, **stated: Any) -> None:
        """Take whatever a subclass passes on."""

    def __getattr__(self, name: str) -> Any:
        values = self.__dict__.get("_values", {})
        if name.startswith("__"):
            raise AttributeError(name)
        if name in values:
            return values[name]
        for declared in type(self).inputs or ():
            if getattr(declared, "name", None) == name:
                return [] if declared.is_list and declared.value in (None, "") else declared.value
        raise AttributeError(f"{type(self).__name__} has no attribute {name}, and the node no such field.")

    def set_attributes(self, values: Mapping[str, Any]) -> None:
        """Set values of fields."""
        self.__dict__.setdefault("_values", {}).update(values)

    set = set_attributes

    @property
    def status(self) -> Any:
        """What the component says of itself on the node."""
        return self.__dict__.get("_status", "")

    @status.setter
    def status(self, value: Any) -> None:
        self.__dict__["_status"] = value
        if "_channel" in self.__dict__:
            self._channel.tell("status", text=str(value)[:2_000])

    def log(self, message: Any, name: str | None = None) -> None:
        """Keep a line in the log of the output that is being built."""
        plain = (
            message if isinstance(message, str | int | float | bool | dict | list) or message is None else str(message)
        )
        self._channel.tell("log", message=plain, name=name or "Log")

    def stop(self, output_name: str | None = None) -> None:
        """Do not take the branch that starts at an output."""
        self._channel.tell("stop", output=output_name)

    async def send_message(self, message: Any, *_: Any, **__: Any) -> Message:
        """Store a message and show it in the chat."""
        from runnel.sandbox import child_values

        sent = await self._channel.ask_async("send_message", message=child_values.encode(message))
        decoded: Message = child_values.decode(sent, self._channel)
        return decoded

    def variables(self, name: str, field: str = "") -> Any:
        """Variables are not handed to code: a field takes its value from one."""
        raise PermissionError(
            f"Code cannot read the variable {name} by itself. Give the component an input for it, and choose the "
            "variable there."
        )

    get_variable = get_variables = variables

    def build_config(self) -> dict[str, Any]:
        """Old style: what the fields look like."""
        return {}


class CustomComponent(Component):
    """Old style: ``build(**fields)`` makes the one output."""

    field_config: Any = ()


def begin(component_class: type[Any], values: Mapping[str, Any], about: Mapping[str, Any], channel: Channel) -> Any:
    """An instance that is ready to be built, with these values of its fields."""
    component = component_class()
    if not isinstance(component, Component):
        component.__dict__["_context"] = _Context(about, channel)
        return component
    component.__dict__.update(
        _values=dict(values),
        _channel=channel,
        _id=about["node_id"],
        flow_id=about["flow_id"],
        graph=SimpleNamespace(
            session_id=about["session_id"],
            flow_id=about["flow_id"],
            run_id=about["run_id"],
            context={},
        ),
        ctx={},
    )
    prepare = getattr(component, "_pre_run_setup", None)
    if callable(prepare):
        prepare()
    return component


async def build(component: Any, output_name: str, method_name: str, values: Mapping[str, Any]) -> Any:
    """What an output gives. ``method_name`` is what the file says of it, where the class says nothing."""
    declared = {output.name: output.method for output in type(component).outputs or ()}
    name = declared.get(output_name) or method_name or "build"
    method = getattr(component, name, None)
    if method is None:
        raise AttributeError(f"The code has no method {name} for the output {output_name}.")
    takes = _arguments(method, values, component)
    result = method(**takes)
    if inspect.isawaitable(result):
        result = await result
    return await _whole(result)


def describe(component_class: type[Any]) -> dict[str, Any]:
    """What an agent is told of a component, and its outputs."""
    outputs = [
        {
            "name": output.name,
            "method": output.method,
            "types": list(output.types) or _annotated(component_class, output.method),
            "required_inputs": list(getattr(output, "required_inputs", None) or ()),
        }
        for output in component_class.outputs or ()
    ]
    if not outputs and hasattr(component_class, "build"):
        outputs = [{"name": "output", "method": "build", "types": _annotated(component_class, "build")}]
    description = component_class.__dict__.get("description") or inspect.getdoc(component_class) or ""
    return {"description": description if isinstance(description, str) else "", "outputs": outputs}


def is_component(found: type[Any]) -> bool:
    """Whether a class is a component, of this language or of `runnel.sdk`."""
    sdk = sys.modules.get("runnel.sdk")
    return issubclass(found, (Component, *((sdk.Component,) if sdk is not None else ())))


class _Context:
    """What a component in the style of `runnel.sdk` sees of its run: the part that crosses to the child."""

    def __init__(self, about: Mapping[str, Any], channel: Channel) -> None:
        self._channel = channel
        self.vertex_id = about["node_id"]
        self.display_name = about["display_name"]
        self.flow_id = about["flow_id"]
        self.session_id = about["session_id"]
        self.run_id = about["run_id"]
        self.output_name = ""

    def log(self, message: Any, name: str = "Log") -> None:
        self._channel.tell("log", message=message, name=name)

    def note(self, text: str) -> None:
        self._channel.tell("status", text=text)

    def stop(self, output_name: str) -> None:
        self._channel.tell("stop", output=output_name)

    async def send_message(self, message: Any) -> Any:
        from runnel.sandbox import child_values

        sent = await self._channel.ask_async("send_message", message=child_values.encode(message))
        return child_values.decode(sent, self._channel, as_sdk=True)

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"The context has no {name} for code that a node carries.")


def _arguments(method: Any, values: Mapping[str, Any], component: Any) -> dict[str, Any]:
    """Arguments for the parameters of a method: in this language only old-style ones have any."""
    from runnel.sandbox import child_values

    is_own = isinstance(component, Component)
    arguments: dict[str, Any] = {}
    for name, parameter in inspect.signature(method).parameters.items():
        if parameter.kind is inspect.Parameter.VAR_KEYWORD:
            arguments.update({key: value for key, value in values.items() if key not in arguments})
        elif not is_own and name == "context":
            arguments[name] = component.__dict__["_context"]
        elif parameter.kind is inspect.Parameter.VAR_POSITIONAL:
            continue
        elif name in values:
            arguments[name] = values[name]
        elif parameter.default is inspect.Parameter.empty:
            arguments[name] = getattr(component, name, None) if is_own else None
    return arguments if is_own else {name: child_values.to_sdk(value) for name, value in arguments.items()}


def _annotated(component_class: type[Any], method_name: str) -> list[str]:
    annotation = getattr(getattr(component_class, method_name, None), "__annotations__", {}).get("return")
    text = annotation if isinstance(annotation, str) else getattr(annotation, "__name__", "")
    kinds = ("Message", "Data", "DataFrame", "Tool", "LanguageModel", "Embeddings", "Retriever")
    words = text.replace("[", " ").replace("]", " ").replace("|", " ").replace(",", " ").split()
    return [word for word in words if word in kinds]


async def _whole(value: Any) -> Any:
    """The value with texts that are written piece by piece read to their end."""
    if inspect.isasyncgen(value):
        return "".join([str(piece) async for piece in value])
    if inspect.isgenerator(value):
        return "".join(str(getattr(piece, "content", piece)) for piece in value)
    if isinstance(value, Message) and not isinstance(value.get_text(), str):
        value.text = await _whole(value.get_text())
    return value


_WORDS = """
    AuthInput BoolInput CodeInput ConnectionInput DataFrameInput DataInput DefaultPromptField DictInput
    DropdownInput FieldTypes FileInput FloatInput HandleInput Input IntInput JSONInput LinkInput McpInput
    MessageInput MessageTextInput ModelInput MultilineInput MultilineSecretInput MultiselectInput
    NestedDictInput PromptInput QueryInput SecretStrInput SliderInput SortableListInput StrInput TabInput
    TableInput TextAreaInput TextInput ToolsInput
"""
INPUT_KINDS = tuple(_WORDS.split())

PUBLIC: dict[str, Any] = {
    **{kind: type(kind, (Input,), {"__module__": _OWN_MODULE}) for kind in INPUT_KINDS},
    "Component": Component,
    "CustomComponent": CustomComponent,
    "Data": Data,
    "JSON": Data,
    "Record": Data,
    "Message": Message,
    "DataFrame": DataFrame,
    "Table": DataFrame,
    "Output": Output,
    "StructuredTool": StructuredTool,
}
"""The names under which code finds these things, whatever module it asks."""
