"""The native window, and all that it takes from the system: the web view, its dialogs, the file manager.

`acts` is what page and window ask of each other, and all that other rooms know of a window; `window` is the window
itself, which only the command that opens it imports. The only room that knows ``webview`` and ``gi``. May import:
``errors``, and no server: what the window shows is given to it as an address.
"""
