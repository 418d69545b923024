"""Encryption at rest of secrets, with a key of this data folder that only its user can read.

AES-256-GCM. ``cryptography`` is imported when the first secret is stored or read, in a thread.
"""

from __future__ import annotations

import asyncio
import base64
import os
import secrets
from pathlib import Path

from runnel.errors import AppError

KEY_NAME = "secrets.key"
_KEY_BYTES = 32
_NONCE_BYTES = 12
_VERSION = "1:"


class Cipher:
    """Encrypts and decrypts texts with the key of a data folder, which is made when first needed."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / KEY_NAME

    async def encrypt(self, text: str) -> str:
        """The text, encrypted and written in ASCII."""
        return await asyncio.to_thread(self._encrypt, text)

    async def decrypt(self, encrypted: str) -> str:
        """The text that was encrypted. Raises `AppError` when the key is another one or missing."""
        return await asyncio.to_thread(self._decrypt, encrypted)

    def _encrypt(self, text: str) -> str:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        nonce = secrets.token_bytes(_NONCE_BYTES)
        sealed = AESGCM(self._key(make=True)).encrypt(nonce, text.encode("utf-8", "surrogatepass"), None)
        return _VERSION + base64.b64encode(nonce + sealed).decode()

    def _decrypt(self, encrypted: str) -> str:
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        try:
            content = base64.b64decode(encrypted.removeprefix(_VERSION), validate=True)
            nonce, sealed = content[:_NONCE_BYTES], content[_NONCE_BYTES:]
            return AESGCM(self._key(make=False)).decrypt(nonce, sealed, None).decode("utf-8", "surrogatepass")
        except (InvalidTag, ValueError, OSError):
            raise AppError(
                f"A stored credential cannot be decrypted: {KEY_NAME} in the data folder is missing or another one. "
                "Put the key back, or enter the credential again."
            ) from None

    def _key(self, *, make: bool) -> bytes:
        if make and not self._path.exists():
            # Exclusive, and never readable by others, not even for a moment.
            try:
                descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            except FileExistsError:
                return self._key(make=False)
            with os.fdopen(descriptor, "wb") as file:
                file.write(base64.b64encode(secrets.token_bytes(_KEY_BYTES)))
                file.flush()
                os.fsync(file.fileno())
        return base64.b64decode(self._path.read_bytes(), validate=True)
