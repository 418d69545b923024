"""The native window: a web view of the system around the running server. The only room that imports ``webview``.

Python never reaches into the page (no ``js_api``, no ``evaluate_js``), so the page's strict content policy holds here:
the page asks by endpoints (`runnel.window.acts`), and is told by events. What the window keeps lies in the data folder:
what the page stores, and the window's size and place.
"""

from __future__ import annotations

import json
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from types import FrameType
from typing import Any

from runnel.window import gtk_view, macos_menu
from runnel.window.acts import WindowLink
from runnel.window.web_view import Toolkit, bindings_of_gtk, find_toolkit

_SIZE = (1280, 860)
_SMALLEST = (720, 480)
_ENOUGH_VISIBLE = 120
"""So many pixels of a window must be on a screen for it to be put where it was."""
_DARK, _LIGHT = "#0f1012", "#f5f5f6"
"""Behind the page before it is drawn; as its own backgrounds in `webui/src/styles/tokens.css`."""
_SETTLED_SECONDS = 0.5
"""A size that lasted so long is one that was meant."""
_FLOW_FILES = {"Flow files": ("*.json", "*.zip"), "All files": ("*.*",)}
"""Kinds of files in the dialog for opening, and their patterns."""
_ANSWER_SECONDS = 5.0
"""How long the page may take to take up a question before the system's own dialog asks it."""


@dataclass
class Place:
    """Where the window was, how large, and how it was dressed."""

    width: int = _SIZE[0]
    height: int = _SIZE[1]
    x: int | None = None
    y: int | None = None
    is_maximized: bool = False
    theme: str = "system"
    is_dark: bool = False

    @classmethod
    def read(cls, file: Path) -> Place:
        """The place as it was written down; the usual one where that cannot be read."""
        try:
            kept = json.loads(file.read_text(encoding="utf-8"))
            place = cls(**{entry.name: kept[entry.name] for entry in fields(cls) if entry.name in kept})
            place.width, place.height = max(place.width, _SMALLEST[0]), max(place.height, _SMALLEST[1])
        except (OSError, ValueError, TypeError, AttributeError):
            return cls()
        return place

    def write(self, file: Path) -> None:
        """Write the place down for the next start."""
        file.write_text(json.dumps(asdict(self)), encoding="utf-8")


def open_window(
    url: str,
    *,
    storage_dir: Path,
    link: WindowLink,
    count_runs: Callable[[], int],
    open_file: Callable[[Path], Any],
    icon: Path | None = None,
) -> None:
    """Show `url` in a window and return when it was closed, or when SIGINT or SIGTERM came.

    `storage_dir` keeps what window and page remember. `count_runs` says how many runs are under way: the user is asked
    what becomes of them before the window closes. `open_file` brings in a flow file that the system sends later. Must
    run on the main thread, and only where `missing_web_view` found nothing missing.
    """
    with bindings_of_gtk():
        import webview

        toolkit = find_toolkit()
        if toolkit == "gtk":
            import webview.platforms.gtk
    webview.settings["OPEN_EXTERNAL_LINKS_IN_BROWSER"] = True
    webview.settings["ALLOW_FILE_URLS"] = False
    # Under GTK downloads are ours: pywebview's dialog fails where the user has no folder for downloads.
    webview.settings["ALLOW_DOWNLOADS"] = toolkit != "gtk"
    storage_dir.mkdir(parents=True, exist_ok=True)
    place_file = storage_dir / "place.json"
    place = Place.read(place_file)
    is_visible = place.x is not None and place.y is not None and _is_on_a_screen(place, toolkit)
    made = webview.create_window(
        "Runnel",
        url,
        width=place.width,
        height=place.height,
        x=place.x if is_visible else None,
        y=place.y if is_visible else None,
        maximized=place.is_maximized,
        min_size=_SMALLEST,
        background_color=_DARK if place.is_dark else _LIGHT,
        text_select=True,
        zoomable=True,
    )
    if made is None:
        raise RuntimeError("The web view made no window.")
    window = _Window(made, url, place, place_file, link, count_runs)
    before = {number: signal.signal(number, window.end) for number in (signal.SIGTERM, signal.SIGINT)}
    link.acts = window
    if sys.platform == "darwin":
        made.events.loaded += lambda: macos_menu.finish(_in_thread(open_file))
    try:
        webview.start(
            gui=toolkit,
            private_mode=False,
            storage_path=str(storage_dir),
            icon=str(icon) if icon and icon.exists() else None,
            menu=macos_menu.menus(link, url) if sys.platform == "darwin" else [],
        )
    except KeyboardInterrupt:
        # GTK raises it in its main loop in place of calling the handler; the window is gone then.
        pass
    finally:
        link.acts = None
        place.write(place_file)
        for number, handler in before.items():
            signal.signal(number, handler)


class _Window:
    """The window and its acts (`runnel.window.acts.WindowActs`)."""

    def __init__(
        self, made: Any, url: str, place: Place, place_file: Path, link: WindowLink, count_runs: Callable[[], int]
    ) -> None:
        self._made = made
        self._place = place
        self._place_file = place_file
        self._link = link
        self._count_runs = count_runs
        self._may_close = False
        self._is_minimized = False
        self._waits_for_runs = threading.Event()
        self._settled_size = place.width, place.height
        self._resized_at = 0.0
        events = made.events
        events.shown += lambda: self._dress(url)
        events.closing += self._closing
        events.resized += self._resized
        events.moved += self._moved
        events.maximized += lambda: self._set_state(is_maximized=True)
        events.minimized += lambda: self._set_state(is_minimized=True)
        events.restored += lambda: self._set_state()

    def ask_where_to_save(self, name: str) -> Path | None:
        """Show the system's dialog for saving a file, in the user's folder for downloads."""
        if self._gtk_window is not None:
            return gtk_view.ask_where_to_save(self._gtk_window, name)
        import webview

        chosen = self._made.create_file_dialog(
            webview.FileDialog.SAVE, directory=str(_downloads_dir()), save_filename=name
        )
        if not chosen:
            return None
        return Path(chosen if isinstance(chosen, str) else chosen[0])

    def ask_what_to_open(self) -> Sequence[Path]:
        """Show the system's dialog for opening flow files."""
        if self._gtk_window is not None:
            return gtk_view.ask_what_to_open(self._gtk_window, _FLOW_FILES)
        import webview

        kinds = [f"{name} ({';'.join(patterns)})" for name, patterns in _FLOW_FILES.items()]
        chosen = self._made.create_file_dialog(webview.FileDialog.OPEN, allow_multiple=True, file_types=kinds)
        return [Path(name) for name in chosen or ()]

    def bring_forward(self) -> None:
        """Show the window, before all others; one that waits hidden for its runs stays then."""
        self._waits_for_runs.clear()
        self._made.show()
        if self._is_minimized or sys.platform != "win32":
            # On Windows this would also shrink a window that fills the screen.
            self._made.restore()
        self._made.on_top = True
        self._made.on_top = False

    def set_theme(self, theme: str, is_dark: bool) -> None:
        """Dress title bar and background as the page is."""
        self._place.theme, self._place.is_dark = theme, is_dark
        _set_dark_title(self._made, theme, is_dark)

    def quit(self, *, finish_runs: bool) -> None:
        """Close the window: now, or after the runs that are under way, hidden until then."""
        if not finish_runs:
            self._close()
            return
        self._made.hide()
        self._waits_for_runs.set()
        threading.Thread(target=self._close_after_runs, name="window-runs", daemon=True).start()

    def end(self, _signal: int, _frame: FrameType | None) -> None:
        """Close without asking: somebody ended the program."""
        self._close()

    def _close(self) -> None:
        self._may_close = True
        self._made.destroy()

    def _close_after_runs(self) -> None:
        while self._count_runs():
            time.sleep(0.25)
            if not self._waits_for_runs.is_set():
                return
        self._close()

    def _closing(self) -> bool:
        """Whether the window may close (the name of the event's answer): not while runs are under way, unless asked."""
        if self._gtk_window is not None and not self._place.is_maximized:
            # What it tells when it moves is without its frame; this is what it can be moved to. A new size may not have
            # been told yet.
            self._place.x, self._place.y = self._gtk_window.get_position()
            self._place.width, self._place.height = self._gtk_window.get_size()
        if self._may_close or not self._count_runs():
            # On macOS the process may end right after this.
            self._place.write(self._place_file)
            return True
        threading.Thread(target=self._ask, name="window-quit", daemon=True).start()
        return False

    def _ask(self) -> None:
        """Have the page ask what becomes of the runs; where it does not listen, the system's dialog does."""
        end = time.monotonic() + _ANSWER_SECONDS
        while not self._link.is_followed and time.monotonic() < end:
            time.sleep(0.1)
        runs = self._count_runs()
        if self._link.is_followed:
            self._link.tell("quit_asked", runs=runs)
        elif self._made.create_confirmation_dialog("Runs are under way", "Stop them and quit Runnel?"):
            self._close()

    def _resized(self, width: int, height: int) -> None:
        now = time.monotonic()
        if now - self._resized_at > _SETTLED_SECONDS:
            self._settled_size = self._place.width, self._place.height
        self._resized_at = now
        if not self._place.is_maximized:
            self._place.width, self._place.height = int(width), int(height)

    def _moved(self, x: int, y: int) -> None:
        if not self._place.is_maximized and self._gtk_window is None:
            self._place.x, self._place.y = int(x), int(y)

    def _set_state(self, *, is_maximized: bool = False, is_minimized: bool = False) -> None:
        self._is_minimized = is_minimized
        if is_minimized:
            return
        if is_maximized and not self._place.is_maximized:
            # The new size is told before its reason: the one to go back to is the one before.
            self._place.width, self._place.height = self._settled_size
        self._place.is_maximized = is_maximized

    @property
    def _gtk_window(self) -> Any:
        return self._made.native if gtk_view.is_used() else None

    def _dress(self, url: str) -> None:
        self.set_theme(self._place.theme, self._place.is_dark)
        if gtk_view.is_used():
            gtk_view.take_over(self._made, url, self._link)


def _is_on_a_screen(place: Place, toolkit: Toolkit | None) -> bool:
    """Whether enough of the window would be seen: a screen may have gone since."""
    assert place.x is not None
    assert place.y is not None
    import webview

    if toolkit == "qt":
        return False  # Its screens are known only once it runs.
    from webview.guilib import initialize

    webview.guilib = webview.guilib or initialize(toolkit)
    for screen in webview.screens:
        across = min(place.x + place.width, screen.x + screen.width) - max(place.x, screen.x)
        down = min(place.y + place.height, screen.y + screen.height) - max(place.y, screen.y)
        if across >= _ENOUGH_VISIBLE and down >= _ENOUGH_VISIBLE:
            return True
    return False


def _downloads_dir() -> Path:
    folder = Path.home() / "Downloads"
    return folder if folder.is_dir() else Path.home()


def _in_thread(act: Callable[[Path], Any]) -> Callable[[Path], None]:
    """The act on a thread of its own: it asks the server, which asks the window's own thread."""
    return lambda path: threading.Thread(target=act, args=(path,), name="open-file", daemon=True).start()


def _set_dark_title(made: Any, theme: str, is_dark: bool) -> None:
    """Have the system draw the title bar as the page is (GTK; Windows and macOS are untested)."""
    if gtk_view.is_used():
        gtk_view.set_theme(theme)
    elif sys.platform == "win32":
        import ctypes

        dark_title = 20  # DWMWA_USE_IMMERSIVE_DARK_MODE
        value = ctypes.c_int(is_dark)
        handle = int(made.native.Handle.ToInt64())
        ctypes.windll.dwmapi.DwmSetWindowAttribute(handle, dark_title, ctypes.byref(value), 4)
    elif sys.platform == "darwin":
        import AppKit
        from PyObjCTools import AppHelper

        names = {"dark": "NSAppearanceNameDarkAqua", "light": "NSAppearanceNameAqua"}
        appearance = AppKit.NSAppearance.appearanceNamed_(names[theme]) if theme in names else None
        AppHelper.callAfter(made.native.setAppearance_, appearance)
