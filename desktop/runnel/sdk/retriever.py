"""`Retriever`: something that finds records for a question, the value of a ``Retriever`` handle."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from msgspec import Struct

from runnel.sdk.data import Data


class Retriever(Struct, frozen=True):
    """``find`` takes the question and gives the records, the best first. It raises `runnel.errors.ComponentError`."""

    find: Callable[[str], Awaitable[list[Data]]]
