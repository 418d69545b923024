"""Names under which code knows the component language, made to import: ``langflow.*``, ``lfx.*`` and a few more.

Any module of these packages can be imported; each knows the same public names, since files of different versions look
for them in different places. A name that is not here says so when it is imported.
"""

from __future__ import annotations

import importlib.util
import sys
import types
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from typing import Any

from runnel.sandbox import handles, language, tools
from runnel.sandbox.channel import Channel

_ALWAYS = ("langflow", "lfx")
_IF_MISSING = ("langchain", "langchain_core", "langchain_community", "loguru")
"""Libraries whose commonest names stand in where the library itself is not installed."""

_WORDS = """
    Object Code Callable BaseLanguageModel BaseLLM BaseChatModel BaseMemory BaseChatMemory BaseRetriever
    BaseOutputParser BaseDocumentCompressor BaseLoader Chain Document AgentExecutor PromptTemplate
    ChatPromptTemplate TextSplitter VectorStore Retriever VectorStoreRetriever Memory OutputParser Prompt
    DocumentCompressor MessagesPlaceholder BasePromptTemplate
"""
_TYPE_NAMES = tuple(_WORDS.split())
"""Words that code uses in annotations only."""


class _Alias(types.ModuleType):
    """A module that knows all public names."""

    __path__: list[str] = []  # noqa: RUF012 - marks it as a package, so that modules below it can be imported

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        try:
            return _NAMES[name]
        except KeyError:
            raise AttributeError(
                f"Runnel has no {name} of {self.__name__}. Of this package it knows the component classes, inputs, "
                "Output, Data, Message and DataFrame."
            ) from None

    def __call__(self, *_: Any, **__: Any) -> Any:
        # A function that is not known was taken for a module when it was imported.
        raise ImportError(f"Runnel has no {self.__name__}.")


class _Finder:
    """Finds aliases, before the libraries themselves for our language and after them for others."""

    def __init__(self, packages: Sequence[str]) -> None:
        self._packages = packages

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        parts = name.split(".")
        if parts[0] not in self._packages or parts[-1][0].isupper():
            return None  # A class that is asked for in a package is looked for as a module, too.
        return importlib.util.spec_from_loader(name, self, is_package=True)  # type: ignore[arg-type]

    def create_module(self, spec: ModuleSpec) -> types.ModuleType:
        return _Alias(spec.name)

    def exec_module(self, module: types.ModuleType) -> None:
        """Nothing is executed: the names are looked up when they are asked for."""


class _Logger:
    """The usual words of a logger; what is logged is printed."""

    def __getattr__(self, level: str) -> Any:
        def log(message: Any = "", *words: Any, **_: Any) -> Any:
            if level in ("bind", "opt", "patch", "contextualize"):
                return self
            print(f"{level.upper()}: {message}", *words)
            return None

        return log


class _RangeSpec:
    """The range of a number."""

    def __init__(self, **stated: Any) -> None:
        self.__dict__.update(stated)


def install(channel: Channel) -> None:
    """Let code import the aliases."""
    missing = [name for name in _IF_MISSING if importlib.util.find_spec(name) is None]
    sys.meta_path.insert(0, _Finder((*_ALWAYS, *missing)))


def _data_to_text(template: str, data: Any, sep: str = "\n") -> str:
    records = data if isinstance(data, list) else [data]
    return sep.join(
        template.format(**{"text": record.get_text(), "data": record.data, **record.data}) for record in records
    )


_NAMES: dict[str, Any] = {
    **{name: type(name, (), {}) for name in _TYPE_NAMES},
    **language.PUBLIC,
    **{
        name: type(name, (language.Component,), {})
        for name in (
            "LCToolComponent",
            "LCModelComponent",
            "LCEmbeddingsModel",
            "LCTextSplitterComponent",
            "TextComponent",
        )
    },
    "Text": str,
    "NestedDict": dict,
    "LanguageModel": handles.LanguageModel,
    "Embeddings": handles.Embeddings,
    "ChatText": handles.ChatText,
    "HumanMessage": handles.HumanMessage,
    "AIMessage": handles.AIMessage,
    "SystemMessage": handles.SystemMessage,
    "BaseMessage": handles.ChatText,
    "Tool": tools.StructuredTool,
    "BaseTool": tools.StructuredTool,
    "ToolException": tools.ToolException,
    "tool": tools.tool,
    "RangeSpec": _RangeSpec,
    "logger": _Logger(),
    "data_to_text": _data_to_text,
    "MESSAGE_SENDER_AI": "Machine",
    "MESSAGE_SENDER_USER": "User",
    "MESSAGE_SENDER_NAME_AI": "AI",
    "MESSAGE_SENDER_NAME_USER": "User",
    "TYPE_CHECKING": False,
}
