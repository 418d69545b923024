"""The catalogue says of every component what the flow format says of it, so that files connect."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from runnel.registry import Registry, component_node, find_components
from tests.registry.keep_shape import catalogue_shape

_RECORDED = Path(__file__).resolve().parents[3] / "shared" / "contract" / "components.json"
_KEPT = Path(__file__).with_name("catalogue_shape.json")
"""The shape of our catalogue: ``tests/registry/keep_shape.py`` writes it anew when it is to change."""

_TYPES = Path(__file__).with_name("format_types.json")
"""The types of the flow format that every flow may name, by rank: all of them are to be there."""

_FLAGS = ("required", "advanced", "real_time_refresh", "refresh_button", "load_from_db", "password", "multiline")

registry = Registry(find_components())


def _recorded() -> dict[str, Any]:
    if not _RECORDED.exists():
        return {}
    return {key: value for key, value in json.loads(_RECORDED.read_text()).items() if key in list(registry)}


def _told_input(entry: dict[str, Any]) -> dict[str, Any]:
    told = {
        "kind": entry["_input_type"],
        "type": entry["type"],
        "display_name": entry["display_name"],
        "list": bool(entry.get("list") or entry.get("is_list")),
        "show": entry["show"],
        "input_types": entry.get("input_types", []),
        "options": entry.get("options", []),
        "file_types": entry.get("fileTypes", []),
        "tool_mode": bool(entry.get("tool_mode")),
        "default": entry["value"],
    }
    return {**told, **{flag: bool(entry.get(flag)) for flag in _FLAGS}}


def _recorded_input(entry: dict[str, Any]) -> dict[str, Any]:
    recorded = {
        "kind": entry["kind"],
        "type": entry["type"],
        "display_name": entry["display_name"],
        "list": bool(entry.get("list") or entry.get("is_list")),
        "show": entry.get("show", True),
        "input_types": entry.get("input_types", []),
        "options": entry.get("options", []),
        "file_types": entry.get("file_types", []),
        "tool_mode": bool(entry.get("tool_mode")),
        "default": entry["default"],
    }
    return {**recorded, **{flag: bool(entry.get(flag)) for flag in _FLAGS}}


@pytest.mark.parametrize("key", sorted(_recorded()))
def test_inputs_and_outputs_are_the_recorded_ones(key: str) -> None:
    recorded = _recorded()[key]
    node = component_node(registry[key])
    template = node["template"]
    assert node["field_order"] == [entry["name"] for entry in recorded["inputs"]]
    for entry in recorded["inputs"]:
        told, expected = _told_input(template[entry["name"]]), _recorded_input(entry)
        if entry.get("default_is_own_text"):
            told["default"] = expected["default"]
        if key == "File":
            # It reads more than the format lists, and what it reads can be chosen.
            told["file_types"] = told["file_types"][: len(expected["file_types"])]
        if "options_count" in entry:
            told["options"] = expected["options"]
        if recorded["old_style"]:
            # Such inputs are of no kind and say no more than the name of a Python type; ours are of the kind that fits.
            unsaid = [
                "kind",
                "type",
                "input_types",
                "default",
                *(["display_name"] * (expected["display_name"] is None)),
            ]
            told.update({part: expected[part] for part in unsaid})
        assert told == expected, entry["name"]
    outputs = [
        {name: output[name] for name in ("name", "display_name", "method", "types", "required_inputs")}
        for output in node["outputs"]
    ]
    if recorded["old_style"]:
        outputs = [{**output, "method": None} for output in outputs]
    assert outputs == recorded["outputs"]
    assert node["base_classes"] == recorded["base_classes"]
    assert registry.category(key) == recorded["category"]
    assert node["display_name"] == recorded["display_name"]


def test_all_types_of_the_first_ranks_are_there() -> None:
    ranks = json.loads(_TYPES.read_text())
    assert {rank: len(types) for rank, types in ranks.items()} == {"0": 19, "1": 69, "2": 19}
    missing = [key for types in ranks.values() for key in types if key not in list(registry)]
    assert missing == []
    recorded = json.loads(_RECORDED.read_text()) if _RECORDED.exists() else {}
    for rank, types in ranks.items() if recorded else ():
        assert sorted(key for key, entry in recorded.items() if entry.get("tier") == int(rank)) == types


def test_every_component_is_complete() -> None:
    for category, kinds in registry.catalogue().items():
        assert category.islower()
        for key, node in kinds.items():
            assert node["display_name"], key
            assert node["description"], key
            assert node["template"]["_type"] == "Component"
            assert node["template"]["code"]["value"] == registry[key].source
            assert node["template"]["code"]["required"] is bool(registry[key].source)
            names = [output["name"] for output in node["outputs"]]
            assert len(set(names)) == len(names), key
            for output in node["outputs"]:
                if output["types"] != ["Tool"]:
                    assert callable(getattr(registry[key], output["method"], None)), key


def test_later_names_find_the_component() -> None:
    assert registry["Prompt Template"] is registry["Prompt"]
    assert registry["ext:someone:ChatInput@official"] is registry["ChatInput"]
    assert "Prompt Template" in registry
    assert "Prompt Template" not in list(registry)
    assert "NoSuchThing" not in registry
    assert registry.get("NoSuchThing") is None


def test_two_components_cannot_share_a_type_key() -> None:
    pair = next(find_components())
    with pytest.raises(ValueError, match=pair[1].key()):
        Registry([pair, pair]).load()


def test_the_shape_is_the_kept_one() -> None:
    kept = json.loads(_KEPT.read_text())
    shape = catalogue_shape(registry)
    assert shape == kept, "If this change is meant, run: python -m tests.registry.keep_shape"
