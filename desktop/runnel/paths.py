"""Where things lie on disk: the user's data by the convention of the OS, and the assets that came with the program.

The program runs in three forms: frozen by PyInstaller (assets in the unpacked bundle), installed from a wheel (assets
inside the package), and from a source checkout (assets at the top of the repository).
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from runnel.carried import is_carried, unpacked

_PACKAGE = Path(__file__).resolve().parent


def restore_library_path() -> None:
    """Undo what the loader of a packed program set: other programs that are started need the system's own libraries."""
    if not getattr(sys, "frozen", False):
        return
    original = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
    if original:
        os.environ["LD_LIBRARY_PATH"] = original
    else:
        os.environ.pop("LD_LIBRARY_PATH", None)


def program_form() -> str:
    """How this program came here: ``one file``, ``one folder``, ``installed`` or ``sources``."""
    root = getattr(sys, "_MEIPASS", None)
    if root is not None:
        # A one-file program unpacks itself into a folder that PyInstaller's loader names so.
        return "one file" if Path(root).name.startswith("_MEI") else "one folder"
    return "installed" if (_PACKAGE / "webui").is_dir() else "sources"


def default_data_dir() -> Path:
    """The folder for the user's data where none is given: database, files, indexes, logs and the window's storage."""
    portable = portable_dir()
    if portable is not None:
        return portable
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or _home() / "AppData" / "Local") / "Runnel"
    if sys.platform == "darwin":
        return _home() / "Library" / "Application Support" / "Runnel"
    return Path(os.environ.get("XDG_DATA_HOME") or _home() / ".local" / "share") / "runnel"


def cache_dir() -> Path:
    """The folder for what can be made again at any time."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or _home() / "AppData" / "Local") / "Runnel" / "Cache"
    if sys.platform == "darwin":
        return _home() / "Library" / "Caches" / "Runnel"
    return Path(os.environ.get("XDG_CACHE_HOME") or _home() / ".cache") / "runnel"


def portable_dir() -> Path | None:
    """The folder ``runnel-data`` beside a packed program: where it is, the data stays there (a stick, say)."""
    if not getattr(sys, "frozen", False):
        return None
    program = Path(os.environ.get("APPIMAGE") or sys.executable).resolve()
    if sys.platform == "darwin":
        bundle = next((parent for parent in program.parents if parent.suffix == ".app"), None)
        program = bundle or program
    folder = program.with_name("runnel-data")
    return folder if folder.is_dir() else None


def late_names() -> frozenset[str]:
    """The top-level names of the libraries that no start needs; none unless it is a packed program."""
    root = getattr(sys, "_MEIPASS", None)
    try:
        return frozenset(Path(root, "late.names").read_text(encoding="utf-8").split()) if root else frozenset()
    except FileNotFoundError:  # macOS
        return frozenset()


def late_dir() -> Path:
    """Where those libraries are."""
    return _open_part("late", "late")


def gtk_bindings_dir() -> Path | None:
    """The folder that holds `gi` and a `girepository` for systems without, where this program carries them."""
    if getattr(sys, "_MEIPASS", None) is None:
        return None
    folder = _open_part("parts", "gtk")
    return folder if folder.is_dir() else None


def about_dir() -> Path | None:
    """What the build wrote about the program (its commit, all licences); None unless it is a packed program."""
    root = getattr(sys, "_MEIPASS", None)
    return Path(root, "about") if root else None


def assets_dir() -> Path:
    """Starter flows, avatars, icons and licences."""
    return _bundled("assets", source=("assets",))


def webui_dir() -> Path:
    """The built web UI (``index.html`` and its assets). It may be absent in a checkout that was never built."""
    return _bundled("webui", source=("webui", "dist"))


def _home() -> Path:
    """The user's home; for one without (a bare container), a folder that cannot be made, as such users have it."""
    try:
        return Path.home()
    except RuntimeError:
        return Path("/nonexistent")


def _bundled(name: str, *, source: tuple[str, ...]) -> Path:
    frozen_root = getattr(sys, "_MEIPASS", None)
    if frozen_root is not None:
        return _open_part("parts", name)
    in_wheel = _PACKAGE / name
    if in_wheel.is_dir():
        return in_wheel
    return _PACKAGE.parent.parent.joinpath(*source)


def _open_part(archive: str, name: str) -> Path:
    """A folder of a packed program, unpacked if it is carried in the program's file."""
    if is_carried(archive):
        folder = unpacked(archive, cache_dir())
        return folder if archive == name else folder / name
    return Path(sys._MEIPASS, name)  # type: ignore[attr-defined]
