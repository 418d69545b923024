"""What is trusted: by exact text, and asked of a ledger that ``storage`` keeps."""

from __future__ import annotations

import hashlib
from typing import Protocol


def digest(text: str) -> str:
    """SHA-256 of a text in hexadecimal digits. A lone surrogate, which no file can hold, counts as it is written."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


class TrustLedger(Protocol):
    """The texts that the user has seen and allowed to run here."""

    async def is_trusted(self, text: str) -> bool:
        """Whether exactly this text is trusted."""
