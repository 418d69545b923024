"""The registry: type key → component class, and the catalogue of all of them."""

from __future__ import annotations

import hashlib
import importlib
import inspect
import pkgutil
import threading
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

import msgspec

import runnel.components
from runnel.registry.template import component_node
from runnel.sdk import Component

_ALIASES: Mapping[str, str] = {
    "Prompt Template": "Prompt",
    "StructuredOutput": "StructuredOutputComponent",
    "SQLComponent": "SQLExecutor",
    "CalculatorComponent": "CalculatorTool",
    "ParserComponent": "parser",
    "DeepSeekModel": "DeepSeekModelComponent",
}
"""Type keys of later versions, and the key of the component that stands in where we have none of that very name."""


class Registry(Mapping[str, type[Component]]):
    """Components by type key, in the order in which they were found.

    Looking a key up also finds later versions' names for a component and vendor forms (``ext:<vendor>:<Class>@…``);
    iteration gives own keys only.
    """

    def __init__(self, components: Iterable[tuple[str, type[Component]]]) -> None:
        """Take pairs of category and class, which are gone through when the first key is asked for.

        Finding them all means importing them all: a start need not wait for that.
        """
        self._components = components
        self._found: _Found | None = None
        self._guard = threading.Lock()

    def load(self) -> _Found:
        """Go through the components, unless it was done. Raises `ValueError` when two share a type key."""
        if self._found is None:
            with self._guard:
                self._found = self._found or _Found(self._components)
        return self._found

    @property
    def _classes(self) -> dict[str, type[Component]]:
        return self.load().classes

    @property
    def _categories(self) -> dict[str, str]:
        return self.load().categories

    def __getitem__(self, key: str) -> type[Component]:
        return self._classes[self.resolve(key)]

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and self.resolve(key) in self._classes

    def __iter__(self) -> Iterator[str]:
        return iter(self._classes)

    def __len__(self) -> int:
        return len(self._classes)

    def resolve(self, key: str) -> str:
        """The own type key that ``key`` stands for; ``key`` itself where there is none."""
        if key in self._classes:
            return key
        if key.startswith("ext:"):
            key = key.rpartition(":")[2].partition("@")[0]
        return key if key in self._classes else _ALIASES.get(key, key)

    def category(self, key: str) -> str:
        """The category (folder) of a component. Raises `KeyError` for a key that is not ours."""
        return self._categories[self.resolve(key)]

    def catalogue(self) -> dict[str, dict[str, Any]]:
        """``{category: {type key: node}}``, made anew: the caller owns it."""
        grouped: dict[str, dict[str, Any]] = {}
        for key, component in self._classes.items():
            grouped.setdefault(self._categories[key], {})[key] = component_node(component)
        return grouped

    @cached_property
    def catalogue_json(self) -> bytes:
        """The catalogue as JSON, made once."""
        return msgspec.json.encode(self.catalogue())

    @cached_property
    def etag(self) -> str:
        """The entity tag of `catalogue_json`, quotes included."""
        return f'"{hashlib.sha256(self.catalogue_json).hexdigest()[:16]}"'


class _Found:
    """Classes and categories of components by type key."""

    def __init__(self, components: Iterable[tuple[str, type[Component]]]) -> None:
        self.classes: dict[str, type[Component]] = {}
        self.categories: dict[str, str] = {}
        for category, component in components:
            key = component.key()
            if key in self.classes:
                raise ValueError(f"Two components have the type key {key}: {self.classes[key]} and {component}.")
            self.classes[key] = component
            self.categories[key] = category


def find_components() -> Iterator[tuple[str, type[Component]]]:
    """All components: ``(category, class)`` for each public class in ``runnel.components.<category>.<name>``.

    Each module is imported when its turn comes.

    Works in a frozen program too, where the package is no folder.
    """
    package = runnel.components
    for category in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        if not category.ispkg:
            continue
        folder = importlib.import_module(category.name)
        for module_info in pkgutil.iter_modules(folder.__path__, f"{category.name}."):
            module = importlib.import_module(module_info.name)
            name = category.name.rpartition(".")[2]
            yield from ((name, component) for component in _public_components(module))


def _public_components(module: Any) -> Iterator[type[Component]]:
    for name, value in vars(module).items():
        if (
            inspect.isclass(value)
            and issubclass(value, Component)
            and value.__module__ == module.__name__
            and not name.startswith("_")
            and hasattr(value, "display_name")
        ):
            yield value
