"""The ``content-disposition`` of a download."""

from __future__ import annotations

import re
from urllib.parse import quote

_PLAIN = re.compile(r"[A-Za-z0-9._ ()-]+")


def attachment(file_name: str) -> str:
    """The header for a file that is saved under a name; names beyond plain ASCII are sent encoded as well."""
    if _PLAIN.fullmatch(file_name):
        # Names without spaces stand without quotes, as recorded.
        return f'attachment; filename="{file_name}"' if " " in file_name else f"attachment; filename={file_name}"
    plain = re.sub(r'[^\x20-\x7e]|["\\]', "_", file_name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(file_name, safe='', errors='replace')}"
