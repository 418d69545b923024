"""Password hashes: salted scrypt. They take tens of milliseconds on purpose, so never on the storage thread."""

from __future__ import annotations

import hashlib
import hmac
import secrets

_COST = 2**14
_BLOCK = 8
_SALT_BYTES = 16


def hash_password(password: str) -> str:
    """``scrypt$<salt>$<digest>`` in hexadecimal digits, with a salt of its own."""
    salt = secrets.token_bytes(_SALT_BYTES)
    return f"scrypt${salt.hex()}${_digest(password, salt).hex()}"


def is_password(password: str, kept: str | None) -> bool:
    """Whether a password fits a kept hash, in constant time. Without a hash none fits, after the same work."""
    parts = (kept or "").split("$")
    salt = bytes.fromhex(parts[1]) if len(parts) == 3 else bytes(_SALT_BYTES)
    digest = _digest(password, salt).hex()
    return len(parts) == 3 and hmac.compare_digest(digest, parts[2])


def _digest(password: str, salt: bytes) -> bytes:
    return hashlib.scrypt(password.encode("utf-8", "surrogatepass"), salt=salt, n=_COST, r=_BLOCK, p=1)
