"""What the program takes from the system it is built on, and shows there: bindings, an icon, a version, a bundle.

The Windows and macOS parts are written after the tools' documentation and were never run by those who wrote them.
"""

from __future__ import annotations

import compileall
import os
import py_compile
import shutil
import struct
import subprocess
import sys
from pathlib import Path
from typing import Any

from runnel import __version__
from runnel.about.commit import find_commit

ROOT = Path(__file__).resolve().parent.parent
IDENTIFIER = "app.runnel.Runnel"
"""The app's name among all apps: macOS's bundle identifier, the base of Linux's file names."""
FLOW_TYPE = "application/vnd.runnel.flow+json"
"""The media type of a flow file (``.flow.json``)."""
_GTK_BINDINGS = Path("/usr/lib/python3/dist-packages/gi")


def gtk_bindings(work: Path) -> list[tuple[str, str, str]]:
    """PyGObject's `gi` of this system, as files for the program; none where it is missing or for another Python.

    Only the bindings: GTK and WebKitGTK are the system's, at run time. `libgirepository` comes along, since a system
    without Python's bindings may lack it; it lies in a folder of its own, and is used only where the system has none.
    """
    suffix = f".cpython-{sys.version_info.major}{sys.version_info.minor}-"
    if not list(_GTK_BINDINGS.glob(f"_gi{suffix}*.so")):
        if sys.platform.startswith("linux"):
            print(
                "PyGObject for this Python was not found (apt install python3-gi): the window needs the system's then."
            )
        return []
    target = work / "gi"
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(_GTK_BINDINGS, target, ignore=shutil.ignore_patterns("__pycache__", "*cairo*"))
    compileall.compile_dir(
        target,
        quiet=1,
        legacy=True,
        stripdir=str(work),
        invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
    )
    entries = []
    for path in target.rglob("*"):
        if path.is_file() and path.suffix != ".py":
            if path.suffix == ".so":
                subprocess.run(["strip", path], check=True)
            entries.append((f"gtk/{path.relative_to(work).as_posix()}", str(path), "DATA"))
    library = next(Path("/usr/lib").glob("*/libgirepository-1.0.so.1"), None)
    if library is not None:
        entries.append((f"gtk/girepository/{library.name}", str(library.resolve()), "DATA"))
    return entries


def icon(work: Path) -> Path:
    """The program's icon in the form of this system: Windows' ``.ico`` and macOS's ``.icns`` may both hold a PNG."""
    png = (ROOT / "assets" / "icons" / "runnel.png").read_bytes()  # 256 pixels
    if sys.platform == "darwin":
        file = work / "runnel.icns"
        file.write_bytes(b"icns" + struct.pack(">I", len(png) + 16) + b"ic08" + struct.pack(">I", len(png) + 8) + png)
    else:
        file = work / "runnel.ico"
        header = struct.pack("<HHH", 0, 1, 1) + struct.pack("<BBBBHHII", 0, 0, 0, 0, 1, 32, len(png), 22)
        file.write_bytes(header + png)
    return file


def windows_version(work: Path) -> Path:
    """Windows' version resource, as PyInstaller reads it (untested)."""
    numbers = (*(int(part) for part in __version__.split(".")), 0)[:4]
    strings = {
        "CompanyName": "Runnel",
        "FileDescription": "Runnel",
        "FileVersion": __version__,
        "InternalName": "runnel",
        "LegalCopyright": "MIT licence",
        "OriginalFilename": "runnel.exe",
        "ProductName": "Runnel",
        "ProductVersion": f"{__version__} {find_commit()}".strip(),
    }
    lines = ", ".join(f"StringStruct({name!r}, {text!r})" for name, text in strings.items())
    file = work / "windows-version.txt"
    file.write_text(
        f"VSVersionInfo(ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3F, flags=0, OS=0x40004, "
        "fileType=1, subtype=0, date=(0, 0)), kids=[StringFileInfo([StringTable('040904B0', "
        f"[{lines}])]), VarFileInfo([VarStruct('Translation', [1033, 1200])])])\n",
        encoding="utf-8",
    )
    return file


def macos_signing() -> dict[str, Any]:
    """How the bundle's program is signed (untested): with the hardened runtime and our entitlements, by the identity
    that ``RUNNEL_SIGN_IDENTITY`` names; without one, ad hoc.
    """
    if sys.platform != "darwin":
        return {}
    return {
        "codesign_identity": os.environ.get("RUNNEL_SIGN_IDENTITY") or None,
        "entitlements_file": str(ROOT / "build_scripts" / "macos_entitlements.plist"),
        # A file that is opened by double-click at the start arrives as an argument.
        "argv_emulation": True,
    }


def macos_bundle() -> dict[str, Any]:
    """What the bundle says of itself (untested)."""
    return {
        "bundle_identifier": IDENTIFIER,
        "version": __version__,
        "info_plist": {
            "CFBundleDisplayName": "Runnel",
            "CFBundleShortVersionString": __version__,
            "LSApplicationCategoryType": "public.app-category.developer-tools",
            "LSMinimumSystemVersion": "12.0",
            "NSHighResolutionCapable": True,
            "NSRequiresAquaSystemAppearance": False,
            "NSHumanReadableCopyright": "MIT licence",
            "CFBundleDocumentTypes": [
                {
                    "CFBundleTypeName": "Runnel flow",
                    "CFBundleTypeRole": "Editor",
                    "LSHandlerRank": "Owner",
                    "LSItemContentTypes": [f"{IDENTIFIER}.flow"],
                },
                {"CFBundleTypeRole": "Editor", "LSHandlerRank": "Alternate", "LSItemContentTypes": ["public.json"]},
            ],
            "UTExportedTypeDeclarations": [
                {
                    "UTTypeIdentifier": f"{IDENTIFIER}.flow",
                    "UTTypeDescription": "Runnel flow",
                    "UTTypeConformsTo": ["public.json"],
                    "UTTypeTagSpecification": {
                        "public.filename-extension": ["flow.json"],
                        "public.mime-type": FLOW_TYPE,
                    },
                }
            ],
        },
    }
