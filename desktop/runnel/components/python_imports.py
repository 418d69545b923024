"""Modules that are to be there when Python begins, written as imports."""

from __future__ import annotations

from runnel.sdk import ComponentError


def import_lines(names: str) -> str:
    """One import for each of the names, which are separated by commas.

    Raises `ComponentError` for what is no name of a module.
    """
    lines = []
    for name in filter(None, (part.strip() for part in names.split(","))):
        if not all(part.isidentifier() for part in name.split(".")):
            raise ComponentError(
                f"{name} cannot be imported.",
                "It is no name of a Python module.",
                "Name modules, separated by commas.",
                field="global_imports",
            )
        lines.append(f"import {name}\n")
    return "".join(lines)
