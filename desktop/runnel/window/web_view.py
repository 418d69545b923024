"""Which web view of the system there is for a window of our own, and what is missing where there is none.

No web view is carried along: Linux lends WebKitGTK from the system's packages (or Qt's, where that is installed), macOS
has its own, and Windows has WebView2. A packed program carries the bindings to GTK (`gi`), never GTK itself.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Literal

from runnel.paths import gtk_bindings_dir

Toolkit = Literal["gtk", "qt", "cocoa", "edgechromium"]

WEBVIEW2_PAGE = "https://developer.microsoft.com/microsoft-edge/webview2/"
_WEBVIEW2_CLIENT = r"Microsoft\EdgeUpdate\Clients\{F3017226-FE2A-4295-8BDF-00C3A9A7E4C5}"
_GTK_PACKAGES = "gir1.2-webkit2-4.1"
_GTK_BINDINGS = "python3-gi"
_SYSTEM_BINDINGS = "/usr/lib/python3/dist-packages"


def missing_web_view() -> str | None:
    """Why no window can be opened here, as a sentence that says what to do; None when one can.

    Asked before the window is made, since a toolkit without a display ends the whole process.
    """
    if importlib.util.find_spec("webview") is None:
        return "pywebview is not installed."
    if sys.platform == "darwin":
        return None
    if sys.platform == "win32":
        if find_webview2() is None:
            return f"Microsoft's WebView2 is missing. Install it from {WEBVIEW2_PAGE} and start Runnel again."
        return None
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return "There is no display."
    if find_toolkit() is not None:
        return None
    if describe_gtk() is not None:
        return "The display cannot be reached."
    packages = _GTK_PACKAGES if gtk_bindings_dir() else f"{_GTK_PACKAGES} and {_GTK_BINDINGS}"
    return f"No web view works with this display (on Debian and Ubuntu: apt install {packages})."


def find_toolkit() -> Toolkit | None:
    """The toolkit that can show a web page here, by pywebview's name for it; None when there is none."""
    if sys.platform == "win32":
        return "edgechromium"
    if sys.platform == "darwin":
        return "cocoa"
    if describe_gtk() is not None and _gtk_reaches_display():
        return "gtk"
    return "qt" if find_qt() is not None and _qt_reaches_display() else None


def describe_gtk() -> str | None:
    """The version of WebKitGTK, and which bindings reach it; None where it cannot be imported."""
    with bindings_of_gtk():
        try:
            import gi

            gi.require_version("Gtk", "3.0")
            gi.require_version("WebKit2", "4.1")
            from gi.repository import WebKit2
        except (ImportError, ValueError):
            return None
        version = f"{WebKit2.get_major_version()}.{WebKit2.get_minor_version()}.{WebKit2.get_micro_version()}"
    carried = gtk_bindings_dir()
    return f"{version}, by the bindings {gi.__version__} in {carried or Path(gi.__file__).parent}"


def find_qt() -> str | None:
    """The name of Qt's bindings that bring a web engine; None without."""
    if importlib.util.find_spec("qtpy") is None:
        return None
    for name in ("PyQt6", "PySide6"):
        if importlib.util.find_spec(name) and importlib.util.find_spec(f"{name}.QtWebEngineCore"):
            return name
    return None


def find_webview2() -> str | None:
    """The version of WebView2 that Windows has; None without, and elsewhere (untested)."""
    if sys.platform != "win32":
        return None
    import winreg

    places = [
        (winreg.HKEY_LOCAL_MACHINE, rf"SOFTWARE\WOW6432Node\{_WEBVIEW2_CLIENT}"),
        (winreg.HKEY_LOCAL_MACHINE, rf"SOFTWARE\{_WEBVIEW2_CLIENT}"),
        (winreg.HKEY_CURRENT_USER, rf"Software\{_WEBVIEW2_CLIENT}"),
    ]
    for root, place in places:
        with suppress(OSError), winreg.OpenKey(root, place) as key:
            version = str(winreg.QueryValueEx(key, "pv")[0])
            if version not in ("", "0.0.0.0"):
                return version
    return None


@contextmanager
def bindings_of_gtk() -> Iterator[None]:
    """Let `gi` be imported: from the program itself, from this Python, or from the system's Python packages.

    The compiled part of the system's fits only the Python version that it was built for; with another, the import fails
    and that is that. Only while it is imported: nothing else may come from there.
    """
    carried = gtk_bindings_dir()
    if carried is not None:
        _load_girepository(carried)
    elif importlib.util.find_spec("gi") or not Path(_SYSTEM_BINDINGS, "gi").is_dir():
        yield
        return
    place = _SYSTEM_BINDINGS if carried is None else str(carried)
    sys.path.append(place)
    try:
        yield
    finally:
        sys.path.remove(place)


def _load_girepository(carried: Path) -> None:
    """Take the carried `libgirepository` where the system has none: the bindings ask for it by its name."""
    name = "libgirepository-1.0.so.1"
    for place in (name, str(carried / "girepository" / name)):
        with suppress(OSError):
            ctypes.CDLL(place, mode=ctypes.RTLD_GLOBAL)
            return


def _gtk_reaches_display() -> bool:
    from gi.repository import Gtk

    reached: bool = Gtk.init_check([])[0]
    return reached


def _qt_reaches_display() -> bool:
    """Asked in a process of its own, since Qt ends the one where it lacks a library of the system."""
    ask = "from qtpy.QtGui import QGuiApplication; QGuiApplication([])"
    return subprocess.run([sys.executable, "-c", ask], capture_output=True, check=False).returncode == 0
