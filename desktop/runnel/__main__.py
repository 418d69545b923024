"""``python -m runnel``, and where the installed command and the one-file program begin."""

from __future__ import annotations

from runnel.cli import main

__all__ = ["main"]

if __name__ == "__main__":
    main(prog_name="runnel")
