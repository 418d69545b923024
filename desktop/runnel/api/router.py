"""Finds the endpoint for a method and a path; answers other slash forms, wrong methods and unknown paths."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from runnel.api.endpoint import Endpoint

_SLASHES = re.compile(r"/{2,}")


class Match(Struct, frozen=True):
    """An endpoint and the texts of its path parameters."""

    endpoint: Endpoint
    parameters: dict[str, str]


class Miss(Struct, frozen=True):
    """No endpoint: an unknown path, another method (``methods`` exist), or the other slash form (``path``)."""

    reason: Literal["not_found", "wrong_method", "other_slash"]
    methods: tuple[str, ...] = ()
    path: str = ""


class Router:
    """The route table, indexed: literal paths in a dict, templates by their number of parts and their noun.

    The noun is the third word, as in ``/api/v1/flows/{flow_id}``.
    """

    def __init__(self, endpoints: Sequence[Endpoint]) -> None:
        self._literal: dict[str, dict[str, Endpoint]] = {}
        self._templates: dict[tuple[int, str], list[tuple[list[str], dict[str, Endpoint]]]] = {}
        seen: dict[str, dict[str, Endpoint]] = {}
        for endpoint in endpoints:
            methods = seen.setdefault(endpoint.path, {})
            if endpoint.method in methods:
                raise ValueError(f"two routes for {endpoint.method} {endpoint.path}")
            if not methods:
                self._add(endpoint.path, methods)
            methods[endpoint.method] = endpoint

    def _add(self, path: str, methods: dict[str, Endpoint]) -> None:
        if "{" not in path:
            self._literal[path] = methods
            return
        parts = path.split("/")
        noun = _noun(parts)
        if "{" in noun:
            raise ValueError(f"the third word of {path} may be anything")
        self._templates.setdefault((len(parts), noun), []).append((parts, methods))

    def find(self, method: str, path: str) -> Match | Miss:
        """The endpoint for this request, or why there is none. Repeated slashes count as one."""
        path = _SLASHES.sub("/", path)
        here = self._candidates(path)
        for methods, parameters in here:
            if method in methods:
                return Match(methods[method], parameters)
        other = path[:-1] if path.endswith("/") else path + "/"
        there = self._candidates(other) if len(path) > 1 else []
        if any(method in methods for methods, _ in there):
            return Miss("other_slash", path=other)
        if here:
            return Miss("wrong_method", methods=tuple(sorted({name for methods, _ in here for name in methods})))
        if there:
            return Miss("other_slash", path=other)
        return Miss("not_found")

    def _candidates(self, path: str) -> list[tuple[dict[str, Endpoint], dict[str, str]]]:
        found: list[tuple[dict[str, Endpoint], dict[str, str]]] = []
        if path in self._literal:
            found.append((self._literal[path], {}))
        parts = path.split("/")
        for template, methods in self._templates.get((len(parts), _noun(parts)), ()):
            parameters = _matched(template, parts)
            if parameters is not None:
                found.append((methods, parameters))
        return found


def _noun(parts: Sequence[str]) -> str:
    return parts[3] if len(parts) > 4 else ""


def _matched(template: Sequence[str], parts: Sequence[str]) -> dict[str, str] | None:
    """What the ``{names}`` among a template's parts stand for in a path of as many parts; None if it is another."""
    parameters: dict[str, str] = {}
    for expected, part in zip(template, parts, strict=True):
        if expected.startswith("{"):
            if not part:
                return None
            parameters[expected[1:-1]] = part
        elif expected != part:
            return None
    return parameters
