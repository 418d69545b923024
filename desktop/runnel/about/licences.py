"""The licences of the parts that this program is made with, for About.

A packed program carries the list that its build wrote: all that is inside, the page's packages and the libraries of the
system included. From source, it is the installed packages that Runnel needs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

from runnel.paths import about_dir
from runnel.schemas.server import LicenceRead


def list_licences() -> list[LicenceRead]:
    """All parts by name."""
    folder = about_dir()
    if folder is None:
        parts = [part for name in sorted(_needed("runnel")) if (part := package_licence(name)) is not None]
    else:
        parts = msgspec.json.decode((folder / "licences.json").read_bytes(), type=list[LicenceRead])
    return sorted(parts, key=lambda part: part.name.lower())


def package_licence(name: str) -> LicenceRead | None:
    """What an installed Python package says of its licence; None where it is not installed."""
    from importlib.metadata import PackageNotFoundError, distribution

    try:
        found = distribution(name)
    except PackageNotFoundError:
        return None
    texts = [
        Path(str(file.locate())).read_text(encoding="utf-8", errors="replace")
        for file in found.files or ()
        if re.match(r"(LICEN[CS]E|COPYING|NOTICE)", file.name, re.IGNORECASE) and file.suffix not in (".py", ".pyc")
    ]
    about = found.metadata.json
    classifiers = [entry.rpartition(" :: ")[2] for entry in about.get("classifier", ()) if "License ::" in entry]
    stated = str(about.get("license_expression") or ", ".join(classifiers) or about.get("license") or "")
    return LicenceRead(
        name=str(about["name"]),
        version=found.version,
        licence=stated.partition("\n")[0],
        text="\n\n".join(dict.fromkeys(texts)),
    )


def _needed(name: str) -> set[str]:
    """The names of the packages that a package needs, directly or not; those for other systems are never installed."""
    needed: set[str] = set()
    waiting = [name]
    while waiting:
        for requirement in _requirements(waiting.pop()):
            if requirement not in needed:
                needed.add(requirement)
                waiting.append(requirement)
    return needed


def _requirements(name: str) -> Iterator[str]:
    from importlib.metadata import PackageNotFoundError, requires

    try:
        stated = requires(name) or ()
    except PackageNotFoundError:
        return
    for entry in stated:
        found = re.match(r"[A-Za-z0-9._-]+", entry)
        if found is not None and "extra ==" not in entry:
            yield found.group()
