"""What the window does by itself under GTK, where pywebview or WebKitGTK falls short: dialogs, links, downloads,
files that are dropped, and the dark title bar.

Only for a window that pywebview made with GTK. Functions run on GTK's thread, save where they say otherwise.
"""

from __future__ import annotations

import sys
import webbrowser
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from queue import Queue
from typing import Any, TypeVar
from urllib.parse import urlsplit

from runnel.window.acts import WindowLink

Answer = TypeVar("Answer")

_FILE_LIST = "text/uri-list"
"""What a drag offers when it holds files (or links)."""


def is_used() -> bool:
    """Whether pywebview shows its windows by GTK. Any thread may ask."""
    return "webview.platforms.gtk" in sys.modules


def ask_where_to_save(parent: Any, name: str) -> Path | None:
    """The dialog for saving, asked for from another thread. pywebview's would overwrite a file without a word."""
    return _on_gtk_thread(lambda: _run_save_dialog(parent, name))


def ask_what_to_open(parent: Any, kinds: Mapping[str, Sequence[str]]) -> list[Path]:
    """The dialog for opening files, asked for from another thread; of `kinds` (name → patterns) the first is chosen."""
    return _on_gtk_thread(lambda: _run_open_dialog(parent, kinds))


def set_theme(theme: str) -> None:
    """Have the title bar drawn dark, light, or as the system likes. Any thread may ask."""
    _platform().glib.idle_add(_set_theme, theme)


def take_over(made: Any, url: str, link: WindowLink) -> None:
    """Decide about links, downloads and dropped files in the window's view. Any thread may ask."""
    platform = _platform()

    def connect() -> bool:
        view = platform.BrowserView.instances[made.uid].webview
        _keep_at_home(view, url)
        view.get_context().connect("download-started", lambda _context, download: _ask_for_place(download, made.native))
        FileDrop(view, link)
        return False  # do it once

    platform.glib.idle_add(connect)


def downloads_dir() -> Path | None:
    """The user's folder for downloads, where one is named."""
    glib = _platform().glib
    named = glib.get_user_special_dir(glib.UserDirectory.DIRECTORY_DOWNLOAD)
    return Path(named) if named else None


class FileDrop:
    """Files that are held over the view, and let go there.

    WebKitGTK gives dropped files to no page (since 2.50.3, as a guard against pages that drag files to themselves), and
    opens the first one in place of the page. So drags that hold files are taken here, before WebKit sees them, and the
    page is told: ``files_held`` with the place, ``files_gone``, and ``files_dropped``. All other drags are WebKit's.
    """

    def __init__(self, view: Any, link: WindowLink) -> None:
        self._view = view
        self._link = link
        self._drag: Any = None
        """The drag that is over the view, while its files are known or asked for."""
        self._paths: list[Path] | None = None
        """What it holds; None while that is asked for."""
        self._dropped_at: tuple[int, int] | None = None
        """Where it was let go while it was still asked what it holds."""
        view.connect("drag-motion", self._on_motion)
        view.connect("drag-leave", self._on_leave)
        view.connect("drag-drop", self._on_drop)
        view.connect("drag-data-received", self._on_data)

    def _on_motion(self, view: Any, drag: Any, x: int, y: int, time: int) -> bool:
        if drag != self._drag:
            kind = _file_list_of(drag)
            self._drag, self._paths, self._dropped_at = drag, None if kind else [], None
            if kind:
                view.drag_get_data(drag, kind, time)
        if self._paths is None:
            _platform().Gdk.drag_status(drag, 0, time)
            return True
        if not self._paths:
            return False
        _platform().Gdk.drag_status(drag, _platform().Gdk.DragAction.COPY, time)
        self._link.tell("files_held", **self._place(x, y))
        return True

    def _on_leave(self, _view: Any, drag: Any, _time: int) -> None:
        # A drop begins with leaving.
        if drag == self._drag and self._paths:
            self._link.tell("files_gone")

    def _on_drop(self, view: Any, drag: Any, x: int, y: int, time: int) -> bool:
        if drag != self._drag or self._paths == []:
            return False
        if self._paths is None:
            self._dropped_at = x, y
        else:
            self._end(drag, x, y, time)
        return True

    def _on_data(self, view: Any, drag: Any, _x: int, _y: int, data: Any, _info: int, time: int) -> None:
        if drag != self._drag or self._paths is not None:
            return
        view.stop_emission_by_name("drag-data-received")
        places = [_platform().Gio.File.new_for_uri(uri).get_path() for uri in data.get_uris() or ()]
        self._paths = [Path(place) for place in places if place]
        if self._dropped_at is not None:
            self._end(drag, *self._dropped_at, time)

    def _end(self, drag: Any, x: int, y: int, time: int) -> None:
        paths, self._drag, self._paths = self._paths or [], None, None
        files = [path for path in paths if path.is_file()]
        others = [path.name for path in paths if path not in files]
        self._link.tell("files_dropped", **self._place(x, y), files=self._link.lend(files), others=others)
        _platform().gtk.drag_finish(drag, bool(files), False, time)

    def _place(self, x: int, y: int) -> dict[str, float]:
        """A place in the view as the page counts it."""
        zoom = self._view.get_zoom_level()
        return {"x": x / zoom, "y": y / zoom}


def _platform() -> Any:
    """pywebview's GTK module, which has loaded GTK and WebKit."""
    return sys.modules["webview.platforms.gtk"]


def _on_gtk_thread(ask: Callable[[], Answer]) -> Answer:
    answer: Queue[Answer] = Queue()

    def run() -> bool:
        answer.put(ask())
        return False  # do it once

    _platform().glib.idle_add(run)
    return answer.get()


def _run_save_dialog(parent: Any, name: str) -> Path | None:
    gtk = _platform().gtk
    dialog = gtk.FileChooserNative.new("Save File", parent, gtk.FileChooserAction.SAVE, "_Save", "_Cancel")
    dialog.set_current_folder(str(downloads_dir() or Path.home()))
    dialog.set_current_name(name)
    dialog.set_do_overwrite_confirmation(True)
    chosen = dialog.get_filename() if dialog.run() == gtk.ResponseType.ACCEPT else None
    dialog.destroy()
    return Path(chosen) if chosen else None


def _run_open_dialog(parent: Any, kinds: Mapping[str, Sequence[str]]) -> list[Path]:
    gtk = _platform().gtk
    dialog = gtk.FileChooserNative.new("Import", parent, gtk.FileChooserAction.OPEN, "_Import", "_Cancel")
    dialog.set_current_folder(str(downloads_dir() or Path.home()))
    dialog.set_select_multiple(True)
    for name, patterns in kinds.items():
        kind = gtk.FileFilter()
        kind.set_name(name)
        for pattern in patterns:
            kind.add_pattern("*" if pattern == "*.*" else pattern)  # here this asks for a dot
        dialog.add_filter(kind)
    chosen = dialog.get_filenames() if dialog.run() == gtk.ResponseType.ACCEPT else []
    dialog.destroy()
    return [Path(name) for name in chosen]


def _set_theme(theme: str) -> bool:
    settings = _platform().gtk.Settings.get_default()
    name = "gtk-application-prefer-dark-theme"
    if theme == "system":
        settings.reset_property(name)
    else:
        settings.set_property(name, theme == "dark")
    return False  # do it once


def _keep_at_home(view: Any, url: str) -> None:
    """Send links to other places to the system's browser, and open no file in place of the page."""
    home = urlsplit(url).netloc

    def decide(_view: Any, decision: Any, _kind: Any) -> bool:
        if not isinstance(decision, _platform().webkit.NavigationPolicyDecision):
            return False
        target = decision.get_navigation_action().get_request().get_uri()
        parts = urlsplit(target)
        if parts.scheme in ("http", "https") and parts.netloc != home:
            webbrowser.open(target)
        elif parts.scheme != "file":
            return False
        decision.ignore()
        return True

    view.connect("decide-policy", decide)


def _ask_for_place(download: Any, parent: Any) -> None:
    def choose(download: Any, suggested: str) -> bool:
        chosen = _run_save_dialog(parent, suggested)
        if chosen:
            download.set_allow_overwrite(True)  # The dialog has asked.
            download.set_destination(_platform().glib.filename_to_uri(str(chosen), None))
        else:
            download.cancel()
        return True

    download.connect("decide-destination", choose)


def _file_list_of(drag: Any) -> Any:
    """The target by which a drag from another program gives its files; None where it offers none."""
    platform = _platform()
    if platform.gtk.drag_get_source_widget(drag) is not None:
        return None
    return next((target for target in drag.list_targets() if target.name() == _FILE_LIST), None)
