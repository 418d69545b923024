"""A small window whose files can be dragged out of it, as out of a file manager: ``drag_source.py X Y FILE…``.

It prints a line when the window under the pointer would take the files, and one when they were given.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from runnel.window.web_view import bindings_of_gtk

with bindings_of_gtk():
    import gi

    gi.require_version("Gdk", "3.0")
    gi.require_version("Gtk", "3.0")
    from gi.repository import Gdk, Gtk


def main(x: int, y: int, files: list[Path]) -> None:
    """Show the window at a place of the screen until it is killed."""
    window = Gtk.Window(title="Files")
    window.set_default_size(120, 80)
    source = Gtk.EventBox()
    source.drag_source_set(Gdk.ModifierType.BUTTON1_MASK, [], Gdk.DragAction.COPY)
    source.drag_source_add_uri_targets()

    def begin(_source: Any, drag: Any) -> None:
        drag.connect("action-changed", lambda _drag, action: action and print("taken", flush=True))

    def give(_source: Any, _drag: Any, data: Any, _info: int, _time: int) -> None:
        data.set_uris([file.as_uri() for file in files])

    source.connect("drag-begin", begin)
    source.connect("drag-end", lambda _source, _drag: print("given", flush=True))
    source.connect("drag-data-get", give)
    window.add(source)
    window.set_keep_above(True)
    window.show_all()
    window.move(x, y)
    Gtk.main()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), [Path(name) for name in sys.argv[3:]])
