"""Make a root folder with the system's WebKitGTK and no Python, to walk the packed program in.

``python build_scripts/web_root.py FOLDER`` (as root, on Debian) takes some minutes and a gigabyte. Then
``RUNNEL_WEB_ROOT=FOLDER pytest tests/desktop/test_program.py`` opens the program's window in it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

_PACKAGES = ("gir1.2-webkit2-4.1", "fonts-dejavu-core")


def main(folder: Path) -> None:
    """Debian's smallest root, the packages of this machine's sources that a window needs, and its kernel's files."""
    suite, mirror = _source()
    subprocess.run(["debootstrap", "--variant=minbase", suite, folder, mirror], check=True)
    # How this machine reaches its packages.
    for place in ("etc/resolv.conf", "etc/apt/apt.conf.d"):
        source, target = Path("/", place), folder / place
        if source.is_dir():
            shutil.copytree(source, target, dirs_exist_ok=True)
        elif source.exists():
            shutil.copy(source, target)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update"], ["install", "--yes", "--no-install-recommends", *_PACKAGES]):
        subprocess.run(["chroot", folder, "apt-get", *words], check=True, env=environment)
    for place in ("proc", "dev", "sys"):
        subprocess.run(["mount", "--rbind", "--make-rslave", f"/{place}", folder / place], check=True)


def _source() -> tuple[str, str]:
    """The suite and the mirror that this machine's own packages come from."""
    words = ["apt-get", "indextargets", "--format", "$(RELEASE) $(SITE)", "Created-By: Packages", "Component: main"]
    listed = subprocess.run(words, check=True, capture_output=True, text=True).stdout.splitlines()
    suite, mirror = next(line for line in listed if "-" not in line.split()[0]).split()
    return suite, mirror


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
