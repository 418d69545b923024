"""JSON as people and models write it: quotes of all kinds, commas too many or too few, ends cut off."""

from __future__ import annotations

import json
import re
from typing import Any

_CLOSERS = {"{": "}", "[": "]"}
_QUOTES = {'"': '"', "'": "'", "“": "”", "‘": "’"}
_WORDS = {"true": True, "false": False, "null": None, "True": True, "False": False, "None": None, "undefined": None}
_NUMBER = re.compile(r"-?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?$")
_COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/|#[^\n]*", re.DOTALL)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}
_DEEPEST = 200


def read_json(text: str) -> Any:
    """The value of JSON text, also where it is not quite valid. Raises `ValueError` where there is no value in it."""
    try:
        return json.loads(text)
    except ValueError:
        return _Reader(_without_fence(text)).read()


def _without_fence(text: str) -> str:
    found = re.search(r"```(?:json)?\s*\n(.*?)(?:```|$)", text, re.DOTALL)
    return found.group(1) if found else text


class _Reader:
    """Reads leniently from the first bracket on; what is missing at the end is taken as there."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def read(self) -> Any:
        found = re.search(r"[\[{]", self.text)
        if not found:
            raise ValueError("There is no JSON object or list in the text.")
        self.at = found.start()
        return self._value(0)

    def _value(self, depth: int) -> Any:
        if depth > _DEEPEST:
            raise ValueError("The JSON is nested too deeply.")
        self._skip()
        character = self._peek()
        if character == "{":
            return self._object(depth)
        if character == "[":
            return self._list(depth)
        if character in _QUOTES:
            return self._string()
        return self._word()

    def _object(self, depth: int) -> dict[str, Any]:
        self.at += 1
        result: dict[str, Any] = {}
        while self._more("}"):
            before = self.at
            key = self._string() if self._peek() in _QUOTES else self._bare(":,}\n")
            self._skip()
            if self._peek() == ":":
                self.at += 1
                self._skip()
                result[key] = None if self._peek() in ("", ",", "}") else self._value(depth + 1)
            elif key:
                result[key] = None
            if self.at == before:
                self.at += 1
        return result

    def _list(self, depth: int) -> list[Any]:
        self.at += 1
        result: list[Any] = []
        while self._more("]"):
            before = self.at
            if self._peek() in ("}", ":"):
                self.at += 1
                continue
            result.append(self._value(depth + 1))
            if self.at == before:
                self.at += 1
        return result

    def _more(self, closer: str) -> bool:
        """Whether another entry follows; passes over commas, and over the closing bracket when it is reached."""
        self._skip()
        while self._peek() == ",":
            self.at += 1
            self._skip()
        if self._peek() in ("", closer):
            self.at += 1
            return False
        return True

    def _string(self) -> str:
        closer = _QUOTES[self.text[self.at]]
        self.at += 1
        pieces: list[str] = []
        while self.at < len(self.text):
            character = self.text[self.at]
            self.at += 1
            if character == closer and self._ends_here():
                break
            if character == "\\" and self.at < len(self.text):
                pieces.append(self._escape())
            else:
                pieces.append(character)
        return "".join(pieces)

    def _ends_here(self) -> bool:
        """Whether a quote that was just read ends the string: what follows is punctuation, a new line or the end."""
        rest = self.text[self.at : self.at + 40].lstrip(" \t")
        return not rest or rest[0] in ",:]}\r\n" or rest.startswith(("//", "/*"))

    def _escape(self) -> str:
        character = self.text[self.at]
        self.at += 1
        code = self.text[self.at : self.at + 4]
        if character == "u" and re.fullmatch(r"[0-9a-fA-F]{4}", code):
            self.at += 4
            return chr(int(code, 16))
        return _ESCAPES.get(character, character)

    def _word(self) -> Any:
        word = self._bare(",]}\n")
        if word in _WORDS:
            return _WORDS[word]
        if _NUMBER.match(word):
            return float(word) if re.search(r"[.eE]", word) else int(word)
        return word

    def _bare(self, ends: str) -> str:
        start = self.at
        while self.at < len(self.text) and self.text[self.at] not in ends:
            self.at += 1
        return self.text[start : self.at].strip()

    def _skip(self) -> None:
        while self.at < len(self.text):
            comment = _COMMENT.match(self.text, self.at)
            if comment:
                self.at = comment.end()
            elif self.text[self.at].isspace():
                self.at += 1
            else:
                return

    def _peek(self) -> str:
        return self.text[self.at : self.at + 1]
