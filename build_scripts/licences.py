"""The licences of all that goes into the program: Python's packages, the page's, and libraries of the system.

What is inside is read from PyInstaller's analysis, so nothing is listed that is not there, and the other way round.
"""

from __future__ import annotations

import importlib.metadata
import json
import re
import subprocess
import sys
import sysconfig
from collections.abc import Iterable
from pathlib import Path

import msgspec

from runnel.about.licences import package_licence
from runnel.schemas.server import LicenceRead

ROOT = Path(__file__).resolve().parent.parent


def write(modules: Iterable[str], libraries: Iterable[Path], file: Path) -> None:
    """Write the list for a program of these modules (dotted names) and shared libraries (where they come from)."""
    found = [*_python(), *_packages(modules), *_page_packages(), *_system_libraries(libraries)]
    known = {(part.name, part.version): part for part in found}
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(msgspec.json.encode(sorted(known.values(), key=lambda part: part.name.lower())))


def _python() -> list[LicenceRead]:
    places = [Path(sysconfig.get_path("stdlib")) / "LICENSE.txt", Path(sys.base_prefix) / "LICENSE.txt"]
    text = next((place.read_text(encoding="utf-8") for place in places if place.exists()), "")
    loader = package_licence("pyinstaller")
    parts = [LicenceRead(name="Python", version=sys.version.split()[0], licence="PSF-2.0", text=text)]
    if loader is not None:
        parts.append(
            LicenceRead(name="PyInstaller's loader", version=loader.version, licence=loader.licence, text=loader.text)
        )
    return parts


def _packages(modules: Iterable[str]) -> list[LicenceRead]:
    owners = importlib.metadata.packages_distributions()
    names = {name for module in modules for name in owners.get(module.partition(".")[0], ())}
    return [part for name in sorted(names) if (part := package_licence(name)) is not None]


def _page_packages() -> list[LicenceRead]:
    webui = ROOT / "webui"
    locked = json.loads((webui / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    parts = []
    for place, entry in sorted(locked.items()):
        folder = webui / place
        if not place or entry.get("dev") or not (folder / "package.json").exists():
            continue
        about = json.loads((folder / "package.json").read_text(encoding="utf-8"))
        texts = [
            file.read_text(encoding="utf-8", errors="replace")
            for file in sorted(folder.iterdir())
            if re.match(r"(LICEN[CS]E|COPYING|NOTICE)", file.name, re.IGNORECASE) and file.is_file()
        ]
        parts.append(
            LicenceRead(
                name=about["name"],
                version=about["version"],
                licence=str(about.get("license", "")),
                text="\n\n".join(texts),
            )
        )
    return parts


def _system_libraries(libraries: Iterable[Path]) -> list[LicenceRead]:
    """Libraries that belong to a package of Debian's or Ubuntu's: its copyright file has the licence."""
    parts = {}
    for library in sorted(set(libraries)):
        try:
            done = subprocess.run(["dpkg", "-S", library.resolve()], capture_output=True, text=True, check=False)
        except FileNotFoundError:
            return []
        package = done.stdout.partition(":")[0].strip()
        copyright_file = Path("/usr/share/doc", package, "copyright")
        if done.returncode == 0 and package not in parts and copyright_file.exists():
            version = subprocess.run(
                ["dpkg-query", "--show", "--showformat=${Version}", package],
                capture_output=True,
                text=True,
                check=False,
            )
            text = copyright_file.read_text(encoding="utf-8", errors="replace")
            stated = sorted(set(re.findall(r"^License: *(\S.*)$", text, re.MULTILINE)))
            parts[package] = LicenceRead(
                name=package, version=version.stdout.splitlines()[0], licence=", ".join(stated[:4]), text=text
            )
    return list(parts.values())
