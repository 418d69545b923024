"""How stored and arriving values become arguments, kind by kind."""

from __future__ import annotations

from typing import Any

import pytest

from runnel.errors import ComponentError
from runnel.runs import values
from runnel.sdk import Data, DataFrame, Message


def _stored(kind: str, value: Any, *, is_list: bool = False, name: str = "field", field_type: str = "str") -> Any:
    return values.read_stored(name, kind, is_list, {"value": value, "type": field_type})


@pytest.mark.parametrize(
    ("kind", "value", "read"),
    [
        ("StrInput", "a\\nb", "a\nb"),
        ("StrInput", "", ""),
        ("MultilineInput", 5, "5"),
        ("IntInput", "12", 12),
        ("IntInput", 3.0, 3),
        ("FloatInput", "0.5", 0.5),
        ("FloatInput", "3", 3),
        ("SliderInput", 0.2, 0.2),
        ("BoolInput", "False", False),
        ("BoolInput", "true", True),
        ("DictInput", [{"a": "1"}, {"b": "2"}], {"a": "1", "b": "2"}),
        ("DictInput", "", {}),
        ("NestedDictInput", '{"a": [1]}', {"a": [1]}),
        ("TableInput", [{"a": 1}], [{"a": 1}]),
        ("TableInput", "", []),
        ("MultiselectInput", ["x"], ["x"]),
    ],
)
def test_stored_values(kind: str, value: Any, read: Any) -> None:
    assert _stored(kind, value) == read


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("StrInput", None),
        ("IntInput", ""),
        ("IntInput", None),
        ("PromptInput", ""),
        ("HandleInput", ""),
        ("DataInput", ""),
    ],
)
def test_what_is_unset_takes_the_default_of_the_method(kind: str, value: Any) -> None:
    assert _stored(kind, value) is values.UNSET


def test_lists_of_texts() -> None:
    assert _stored("MessageTextInput", "", is_list=True) == []
    assert _stored("MessageTextInput", "one", is_list=True) == ["one"]
    assert _stored("MessageTextInput", ["a\\n", "b"], is_list=True) == ["a\n", "b"]


def test_texts_of_what_arrives() -> None:
    assert values.coerce("f", "MessageTextInput", False, Message(text="hi")) == "hi"
    assert values.coerce("f", "MessageTextInput", False, Data({"text": "hi"})) == "hi"
    assert values.coerce("f", "MessageTextInput", False, Data({"body": "hi"}, text_key="body")) == "hi"
    assert values.coerce("f", "StrInput", False, DataFrame([{"a": 1, "b": "x|y"}])).splitlines()[-1] == "| 1 | x\\|y |"


def test_a_record_without_its_text_names_its_entries() -> None:
    with pytest.raises(ComponentError, match="name, age") as caught:
        values.coerce("topic", "MessageTextInput", False, Data({"name": "Ada", "age": 36}))
    assert caught.value.field == "topic"


def test_a_message_field_wraps_texts_and_passes_messages() -> None:
    message = Message(text="hi")
    assert values.coerce("f", "MessageInput", False, message) is message
    assert values.coerce("f", "MessageInput", False, "hi").text == "hi"
    assert values.coerce("f", "MessageInput", False, Data({"a": 1})).text == '{"a": 1}'


@pytest.mark.parametrize(("kind", "value"), [("IntInput", "many"), ("DictInput", "[1"), ("NestedDictInput", "[1]")])
def test_what_a_kind_cannot_hold_names_the_field(kind: str, value: str) -> None:
    with pytest.raises(ComponentError) as caught:
        _stored(kind, value, name="depth", field_type="other")
    assert caught.value.field == "depth"


def test_texts_named_kwargs_are_json_or_nothing() -> None:
    read = values.read_stored("model_kwargs", "raw", False, {"value": '{"a": 1}', "type": "str"})
    assert read == {"a": 1}
    assert _stored("StrInput", "not json", name="search_config") is values.UNSET


def test_several_edges_fill_a_list_and_the_last_a_single_field() -> None:
    assert values.collect([1, [2, 3], 4], True) == [1, 2, 3, 4]
    assert values.collect(["a", "b"], False) == "b"


def test_stored_paths_of_a_file_field() -> None:
    assert values.stored_paths({"file_path": "f/a.txt"}) == ["f/a.txt"]
    assert values.stored_paths({"file_path": ["f/a.txt", "f/b.txt"]}) == ["f/a.txt", "f/b.txt"]
    assert values.stored_paths({"file_path": "", "value": ""}) == []
