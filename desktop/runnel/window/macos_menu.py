"""macOS's menu bar, and what else belongs to an app there: keys of menu items, quitting, files opened in the Finder.

Written after the documentation of pywebview, PyObjC and AppKit; never run by those who wrote it.
"""

from __future__ import annotations

import webbrowser
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from runnel.window.acts import WindowLink

_MENUS: dict[str, list[tuple[str, str, str] | None]] = {
    "File": [
        ("New Flow", "new_flow", "n"),
        ("Import…", "import", "o"),
        None,
        ("Export…", "export", "e"),
    ],
    "Go": [("All Flows", "home", "1"), ("Settings…", "settings", ",")],
    "Help": [("Keyboard Shortcuts", "shortcuts", ""), ("API Documentation", "docs", "")],
}
"""Title → (label, what the page is told, key beside Command). Edit and View are pywebview's."""


def menus(link: WindowLink, url: str) -> list[Any]:
    """The menus for pywebview, of the server at `url`; their items have no keys yet, since pywebview's take none."""
    from webview.menu import Menu, MenuAction, MenuSeparator

    def item(entry: tuple[str, str, str] | None) -> Any:
        if entry is None:
            return MenuSeparator()
        label, act, _ = entry
        if act == "docs":
            return MenuAction(label, lambda: webbrowser.open(urljoin(url, "/docs")))
        return MenuAction(label, lambda: link.tell("act", name=act))

    return [Menu(title, [item(entry) for entry in entries]) for title, entries in _MENUS.items()]


def finish(open_file: Callable[[Path], None]) -> None:
    """Give menu items their keys, have Quit close the window as its button does, and take files from the Finder.

    To be called once the app runs: pywebview makes the menu bar when the window is shown. Any thread may ask.
    """
    from PyObjCTools import AppHelper

    AppHelper.callAfter(_finish_menus)
    AppHelper.callAfter(_take_files, open_file)


def _finish_menus() -> None:
    import AppKit

    bar = AppKit.NSApplication.sharedApplication().mainMenu()
    keys = {label: key for entries in _MENUS.values() for label, _, key in filter(None, entries)}
    for place in range(bar.numberOfItems()):
        menu = bar.itemAtIndex_(place).submenu()
        for at in range(menu.numberOfItems() if menu else 0):
            item = menu.itemAtIndex_(at)
            if item.title() in keys:
                item.setKeyEquivalent_(keys[item.title()])
            elif item.action() in ("terminate:", b"terminate:"):
                # `terminate:` ends the process at once; this asks the window, and the program ends with that.
                item.setAction_("performClose:")


_taker: Any = None
"""AppKit does not keep who handles an event."""


def _take_files(open_file: Callable[[Path], None]) -> None:
    """Open what the Finder sends while the app runs; at the start PyInstaller's loader makes arguments of it."""
    global _taker
    import Foundation

    class FilesFromFinder(Foundation.NSObject):  # type: ignore[misc]
        def takeFiles_withReply_(self, event: Any, _reply: Any) -> None:
            listed = event.paramDescriptorForKeyword_(_code("----"))
            for number in range(1, listed.numberOfItems() + 1):
                address = listed.descriptorAtIndex_(number).coerceToDescriptorType_(_code("furl"))
                url = Foundation.NSURL.URLWithDataRepresentation_relativeToURL_(address.data(), None)
                open_file(Path(url.path()))

    _taker = FilesFromFinder.alloc().init()
    events = Foundation.NSAppleEventManager.sharedAppleEventManager()
    events.setEventHandler_andSelector_forEventClass_andEventID_(
        _taker, "takeFiles:withReply:", _code("aevt"), _code("odoc")
    )


def _code(four: str) -> int:
    """A four-character code as the number that it stands for."""
    return int.from_bytes(four.encode("ascii"))
