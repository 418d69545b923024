"""A person's question to a full-text query, and the words of it that a snippet shows in bold."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_WORD = re.compile(r"\w+")
_ENDINGS = ("ings", "ing", "ies", "ied", "ers", "er", "es", "ed", "s", "e", "y")
_SHORTEST_STEM = 4
_TRIGRAM = 3
_STOP_WORDS = frozenset(
    (
        *(
            "a",
            "about",
            "am",
            "an",
            "and",
            "another",
            "any",
            "are",
            "as",
            "at",
            "be",
            "been",
            "but",
            "by",
            "can",
            "could",
            "did",
        ),
        *("do", "does", "for", "from", "had", "has", "have", "how", "i", "if", "in", "into", "is", "it", "its", "me"),
        *(
            "my",
            "no",
            "not",
            "of",
            "on",
            "or",
            "other",
            "our",
            "please",
            "say",
            "says",
            "should",
            "so",
            "tell",
            "than",
            "that",
        ),
        *("the", "their", "them", "then", "there", "these", "they", "this", "to", "was", "we", "were", "what", "when"),
        *("where", "which", "who", "whom", "whose", "why", "will", "with", "would", "you", "your"),
    )
)


@dataclass(frozen=True, slots=True)
class Query:
    """``match`` is the FTS5 expression, empty when the question has no word; ``stems`` are beginnings of its words."""

    match: str
    stems: tuple[str, ...]

    def count_words(self, text: str) -> int:
        """How many of the words occur in ``text``, in whatever case, accents and endings."""
        plain = _plain(text)
        return sum(_plain(stem) in plain for stem in self.stems)


def word_query(question: str) -> Query:
    """Finds passages with any of the words, in whatever ending; little words count only when there are no others."""
    words = _words(question)
    stems = tuple(dict.fromkeys(_stem(word) for word in words))
    terms = [f'"{word}"' for word in words if word not in stems]
    terms += [f'"{stem}"*' if len(stem) >= _SHORTEST_STEM else f'"{stem}"' for stem in stems]
    return Query(" OR ".join(terms), stems)


def part_query(question: str) -> Query:
    """Finds passages that hold any of the words, also inside longer ones; texts without spaces by threes of letters."""
    stems: dict[str, None] = {}
    for word in _words(question):
        if word.isascii() or len(word) <= _TRIGRAM:
            stems[_stem(word)] = None
        else:
            stems.update(dict.fromkeys(word[at : at + _TRIGRAM] for at in range(len(word) - _TRIGRAM + 1)))
    # The trigram tokenizer cannot find anything shorter.
    found = tuple(stem for stem in stems if len(stem) >= _TRIGRAM)
    return Query(" OR ".join(f'"{stem}"' for stem in found), found)


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFD", text.lower())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _words(question: str) -> list[str]:
    words = list(dict.fromkeys(word.lower() for word in _WORD.findall(question)))
    return [word for word in words if word not in _STOP_WORDS] or words


def _stem(word: str) -> str:
    """The word without its ending where enough is left: light and wrong at times, but never worse than the word."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word[: -len(ending)]
    return word
