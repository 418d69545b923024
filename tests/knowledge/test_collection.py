"""Collections give back what is nearest, by vectors or by words."""

from __future__ import annotations

from pathlib import Path

import pytest

from runnel.errors import ComponentError
from runnel.knowledge import collection
from runnel.knowledge.collection import Entry

ENTRIES = [Entry("red apple"), Entry("green apple", {"from": "b"}), Entry("blue sky")]
VECTORS = [[1.0, 0.1, 0.0], [1.0, 0.2, 0.0], [0.0, 0.0, 2.0]]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "deep" / "fruit.sqlite"
    collection.add(path, ENTRIES, VECTORS, "m")
    return path


def texts(found: list[collection.Found]) -> list[str]:
    return [each.entry.text for each in found]


def test_the_nearest_come_first(path: Path) -> None:
    found = collection.search_vectors(path, [0.0, 0.1, 5.0], "m", 2)
    assert texts(found) == ["blue sky", "green apple"]
    assert found[0].score == pytest.approx(1.0, abs=0.001)
    assert found[1].entry.rest == {"from": "b"}


def test_diverse_results_are_unlike_each_other(path: Path) -> None:
    question = [1.0, 0.1, 0.3]
    assert texts(collection.search_vectors(path, question, "m", 2)) == ["red apple", "green apple"]
    assert texts(collection.search_vectors(path, question, "m", 2, is_diverse=True)) == ["red apple", "blue sky"]


def test_words_find_without_vectors(path: Path) -> None:
    assert texts(collection.search_words(path, "Is the sky blue?", 5)) == ["blue sky"]
    assert texts(collection.search_words(path, "apples", 5)) == ["red apple", "green apple"]


def test_what_is_there_is_not_missing(path: Path) -> None:
    new = Entry("pear")
    assert collection.list_missing(path, [*ENTRIES, new, new], "m") == [new]
    assert collection.list_missing(path, ENTRIES, "other model") == ENTRIES


def test_another_model_is_named(path: Path) -> None:
    with pytest.raises(ComponentError, match="made by m, and the question by n"):
        collection.search_vectors(path, [1.0], "n", 2)
    with pytest.raises(ComponentError, match="have 3 numbers, and m now gives 2"):
        collection.search_vectors(path, [1.0, 2.0], "m", 2)


def test_an_empty_collection_finds_nothing(tmp_path: Path) -> None:
    missing = tmp_path / "none.sqlite"
    assert collection.search_vectors(missing, [1.0], "m", 2) == []
    assert collection.search_words(missing, "x", 2) == []
    collection.delete(missing)
