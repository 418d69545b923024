"""``python -m runnel``, and where the installed command and the one-file program begin."""

from __future__ import annotations

import sys
from typing import Any

from runnel.sandbox import CHILD_WORD

__all__ = ["main"]


def main(**options: Any) -> None:
    """Carry out a command; or be the child process that runs trusted code, which needs none of the commands."""
    if sys.argv[1:] == [CHILD_WORD]:
        from runnel.sandbox import child

        child.main()
    else:
        from runnel import cli

        cli.main(**options)


if __name__ == "__main__":
    main(prog_name="runnel")
