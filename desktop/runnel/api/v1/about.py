"""Which program this is, and on what it runs."""

from __future__ import annotations

import platform

from runnel import __version__
from runnel.api.v1.version import API_VERSION
from runnel.schemas.server import AboutRead
from runnel.state import AppState


async def get_about(state: AppState) -> AboutRead:
    """Name the program's own version, that of Python and the system beneath, and whether programs need a key."""
    return AboutRead(
        version=__version__,
        api_version=API_VERSION,
        python_version=platform.python_version(),
        platform=platform.platform(),
        needs_api_key=not state.settings.auto_login,
    )
