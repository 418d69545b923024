"""Which program this is, and on what it runs."""

from __future__ import annotations

import platform

from runnel import __version__
from runnel.api.v1.version import API_VERSION
from runnel.schemas.server import AboutRead


async def get_about() -> AboutRead:
    """Name the program's own version, and that of Python and the system beneath."""
    return AboutRead(
        version=__version__,
        api_version=API_VERSION,
        python_version=platform.python_version(),
        platform=platform.platform(),
    )
