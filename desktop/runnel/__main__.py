"""``python -m runnel``, and where the installed command and the one-file program begin."""

from __future__ import annotations

import gc
import sys
from typing import Any

from runnel.late_libraries import find_late_libraries
from runnel.paths import restore_library_path
from runnel.sandbox import CHILD_WORD

__all__ = ["main"]


def main(**options: Any) -> None:
    """Carry out a command; or be the child process that runs trusted code, which needs none of the commands."""
    if sys.argv[1:] == [CHILD_WORD]:
        from runnel.sandbox import child

        child.main()
    else:
        # What modules leave while they are imported is no garbage; to look for some takes an eighth of the start.
        # `server` turns it on again.
        gc.disable()
        from runnel import cli

        cli.main(**options)


if __name__ == "__main__":
    restore_library_path()
    find_late_libraries()
    main(prog_name="runnel")
