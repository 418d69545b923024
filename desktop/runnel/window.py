"""The native window: a web view of the system around the running server. The only room that imports ``webview``.

No web view is carried along: Linux lends WebKitGTK from the system's packages (or Qt, where it is installed), macOS
and Windows have theirs. Where there is none, `missing_web_view` says why, and the launcher opens the browser instead.
Python never reaches into the page: no ``js_api``, no ``evaluate_js``, so the page's strict content policy holds here.
"""

from __future__ import annotations

import importlib.util
import os
import signal
import sys
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any
from urllib.parse import urlsplit

_SIZE = (1280, 860)
_SMALLEST = (720, 480)
_GTK_PACKAGES = "gir1.2-webkit2-4.1 and python3-gi"


def missing_web_view() -> str | None:
    """Why no window can be opened here, as a sentence; None when one can.

    Asked before the window is made, since a toolkit without a display ends the whole process.
    """
    if sys.platform in ("win32", "darwin"):
        return None if importlib.util.find_spec("webview") else "pywebview is not installed."
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return "There is no display."
    return None if _toolkit() else f"No web view works with this display (on Debian and Ubuntu: {_GTK_PACKAGES})."


def open_window(url: str, *, storage_dir: Path, icon: Path | None = None) -> None:
    """Show `url` in a window and return when it was closed, or when SIGINT or SIGTERM came.

    `storage_dir` keeps what the page stores (its settings of the view). Must run on the main thread, and only where
    `missing_web_view` found nothing missing.
    """
    _restore_library_path()
    import webview

    webview.settings["OPEN_EXTERNAL_LINKS_IN_BROWSER"] = True
    webview.settings["ALLOW_FILE_URLS"] = False
    webview.settings["ALLOW_DOWNLOADS"] = _can_ask_where_to_save()
    window = webview.create_window(
        "Runnel", url, width=_SIZE[0], height=_SIZE[1], min_size=_SMALLEST, text_select=True, zoomable=True
    )
    if window is None:
        raise RuntimeError("The web view made no window.")
    storage_dir.mkdir(parents=True, exist_ok=True)

    window.events.shown += lambda: _stay_at_home(window, url)

    def close(_signal: int, _frame: FrameType | None) -> None:
        window.destroy()

    before = {number: signal.signal(number, close) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        webview.start(
            gui=_toolkit(),
            private_mode=False,
            storage_path=str(storage_dir),
            icon=str(icon) if icon and icon.exists() else None,
        )
    except KeyboardInterrupt:
        # GTK raises it in its main loop in place of calling the handler; the window is gone then.
        pass
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _toolkit() -> Any:
    """The toolkit that can show a web page here, by pywebview's name for it; None when there is none."""
    if sys.platform == "win32":
        return "edgechromium"
    if sys.platform == "darwin":
        return "cocoa"
    if _gtk_works():
        return "gtk"
    if importlib.util.find_spec("qtpy") and any(
        importlib.util.find_spec(name) and importlib.util.find_spec(f"{name}.QtWebEngineCore")
        for name in ("PyQt6", "PySide6")
    ):
        return "qt"
    return None


def _can_ask_where_to_save() -> bool:
    """Whether a download may open a dialog. Under GTK the dialog begins in the user's folder for downloads and fails
    where there is none; WebKit then saves into the home folder by itself.
    """
    if _toolkit() != "gtk":
        return True
    with _system_packages():
        from gi.repository import GLib

        return GLib.get_user_special_dir(GLib.UserDirectory.DIRECTORY_DOWNLOAD) is not None


def _gtk_works() -> bool:
    """Whether GTK and WebKitGTK can be imported and reach the display."""
    with _system_packages():
        try:
            import gi

            gi.require_version("Gtk", "3.0")
            gi.require_version("WebKit2", "4.1")
            from gi.repository import Gtk, WebKit2  # noqa: F401 - being importable is what counts
        except (ImportError, ValueError):
            return False
    reached: bool = Gtk.init_check([])[0]
    return reached


@contextmanager
def _system_packages() -> Iterator[None]:
    """Let `gi` be found among the system's Python packages, where this Python is not the system's own.

    Its compiled part fits only the Python version it was built for; with another, the import fails and that is that.
    Only while it is imported: nothing else may come from there.
    """
    folders = [folder for folder in ("/usr/lib/python3/dist-packages",) if Path(folder, "gi").is_dir()]
    sys.path.extend(folders)
    try:
        yield
    finally:
        for folder in folders:
            sys.path.remove(folder)


def _stay_at_home(window: Any, url: str) -> None:
    """Send links to other places to the system's browser: the window shows our own pages only (GTK)."""
    platform = sys.modules.get("webview.platforms.gtk")
    if platform is None:
        return
    home = urlsplit(url).netloc

    def decide(_view: Any, decision: Any, _kind: Any) -> bool:
        if not isinstance(decision, platform.webkit.NavigationPolicyDecision):
            return False
        target = decision.get_navigation_action().get_request().get_uri()
        parts = urlsplit(target)
        if parts.scheme not in ("http", "https") or parts.netloc == home:
            return False
        decision.ignore()
        webbrowser.open(target)
        return True

    def connect() -> bool:
        platform.BrowserView.instances[window.uid].webview.connect("decide-policy", decide)
        return False  # do it once

    platform.glib.idle_add(connect)


def _restore_library_path() -> None:
    """Undo what the loader of the one-file program set: the web view's helpers need the system's own libraries."""
    if not getattr(sys, "frozen", False):
        return
    original = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
    if original:
        os.environ["LD_LIBRARY_PATH"] = original
    else:
        os.environ.pop("LD_LIBRARY_PATH", None)
