"""Pack the built program for the system that it was built on: on Linux a Debian package, made with Debian's own tools.

`dist/packed/runnel_<version>_<architecture>.deb` holds the one-folder form in `/opt/runnel`, a command in `/usr/bin`,
an entry in the menu, the icon, and the type of flow files, so that a double-click opens them. It needs nothing of
Python, and recommends the system's web view. On macOS the bundle becomes an image, on Windows the folder a ZIP (both
untested).
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from build import BINARY, DIST, FOLDER
from runnel import __version__
from system_parts import FLOW_TYPE, IDENTIFIER, ROOT

_PACKED = DIST / "packed"
_DESKTOP_ENTRY = f"""[Desktop Entry]
Type=Application
Name=Runnel
GenericName=LLM flows
Comment=Build and run LLM flows on your own computer
Exec=runnel open %f
Icon={IDENTIFIER}
Terminal=false
Categories=Development;Utility;
Keywords=LLM;AI;flow;chat;agent;
MimeType={FLOW_TYPE};
StartupWMClass=runnel
"""

_MEDIA_TYPE = f"""<?xml version="1.0" encoding="UTF-8"?>
<mime-info xmlns="http://www.freedesktop.org/standards/shared-mime-info">
  <mime-type type="{FLOW_TYPE}">
    <comment>Runnel flow</comment>
    <sub-class-of type="application/json"/>
    <icon name="{IDENTIFIER}"/>
    <glob pattern="*.flow.json" weight="60"/>
  </mime-type>
</mime-info>
"""

_RELOAD = """#!/bin/sh
set -e
if [ "$1" = configure ] || [ "$1" = remove ]; then
    for act in "update-mime-database /usr/share/mime" "update-desktop-database -q" \\
        "gtk-update-icon-cache -q -t -f /usr/share/icons/hicolor"; do
        command -v "${act%% *}" >/dev/null && $act || true
    done
fi
"""


def main() -> int:
    """Pack, and write the checksums of all that is offered; the exit code."""
    shutil.rmtree(_PACKED, ignore_errors=True)
    _PACKED.mkdir(parents=True)
    {"linux": _debian_package, "darwin": _disk_image, "win32": _zip}[sys.platform]()
    if sys.platform != "darwin":
        shutil.copy2(BINARY, _PACKED)
    offered = sorted(_PACKED.iterdir())
    sums = [f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in offered]
    (_PACKED / "SHA256SUMS").write_text("".join(sums), encoding="utf-8", newline="\n")
    for file in offered:
        print(f"{file.relative_to(ROOT)}  {file.stat().st_size / 1e6:.1f} MB")
    return 0


def _debian_package() -> None:
    architecture = _said_by("dpkg", "--print-architecture")
    target = _PACKED / f"runnel_{__version__}_{architecture}.deb"
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder, "tree")
        shutil.copytree(FOLDER, tree / "opt" / "runnel", symlinks=True)
        _write(tree / "usr/share/applications" / f"{IDENTIFIER}.desktop", _DESKTOP_ENTRY)
        _write(tree / "usr/share/mime/packages" / f"{IDENTIFIER}.xml", _MEDIA_TYPE)
        icon = tree / "usr/share/icons/hicolor/256x256/apps" / f"{IDENTIFIER}.png"
        icon.parent.mkdir(parents=True)
        shutil.copy(ROOT / "assets" / "icons" / "runnel.png", icon)
        _write(tree / "usr/share/doc/runnel/copyright", (ROOT / "LICENSE").read_text(encoding="utf-8"))
        command = tree / "usr/bin/runnel"
        command.parent.mkdir(parents=True)
        command.symlink_to("/opt/runnel/runnel")
        for name in ("postinst", "postrm"):
            _write(tree / "DEBIAN" / name, _RELOAD, mode=0o755)
        kilobytes = sum(path.lstat().st_size for path in tree.rglob("*") if path.is_file()) // 1024
        _write(tree / "DEBIAN" / "control", _control(architecture, kilobytes))
        for path in tree.rglob("*"):
            if path.is_dir():
                path.chmod(0o755)
        options = ["--root-owner-group", "-Zxz", "-z6"]
        subprocess.run(["dpkg-deb", *options, "--build", tree, target], check=True, stdout=subprocess.DEVNULL)


def _control(architecture: str, kilobytes: int) -> str:
    # Python's own library asks for this libc; all else comes along.
    return f"""Package: runnel
Version: {__version__}
Architecture: {architecture}
Maintainer: Runnel <runnel@localhost>
Installed-Size: {kilobytes}
Depends: libc6 (>= {_libc_of_this_system()})
Recommends: gir1.2-webkit2-4.1, xdg-utils
Section: devel
Priority: optional
Description: build and run LLM flows on your own computer
 Draw a flow out of components, run it and talk to it: in one window, offline
 and without an account. Reads and writes the flow files of Langflow 1.x.
"""


def _libc_of_this_system() -> str:
    name, _, version = os.confstr("CS_GNU_LIBC_VERSION").partition(" ")  # type: ignore[union-attr]
    assert name == "glibc"
    return version


def _disk_image() -> None:
    """A compressed image with the bundle and a link to the folder of applications (untested)."""
    target = _PACKED / f"Runnel-{__version__}.dmg"
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(FOLDER, Path(folder) / FOLDER.name, symlinks=True)
        Path(folder, "Applications").symlink_to("/Applications")
        options = ["-volname", "Runnel", "-srcfolder", folder, "-ov", "-format", "UDZO"]
        subprocess.run(["hdiutil", "create", *options, target], check=True)


def _zip() -> None:
    """The one-folder form as a ZIP (untested)."""
    shutil.make_archive(str(_PACKED / f"Runnel-{__version__}"), "zip", FOLDER.parent, FOLDER.name)


def _write(file: Path, text: str, *, mode: int = 0o644) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    file.chmod(mode)


def _said_by(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
