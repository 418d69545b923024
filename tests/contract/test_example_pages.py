"""The examples that are run are those of the documentation's pages: each of them, letter by letter, in their order."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.contract.shared import need

EXAMPLES: dict[str, list[str]] = json.loads(Path(__file__).with_name("documented_examples.json").read_text("utf-8"))
PAGES = {
    # Fenced blocks.
    "older page": ("contract/docs/api-examples-a.txt", r"^[ \t]*```\w*\n(.*?)^[ \t]*```$"),
    # Blocks between single backticks, the numbers of their lines between the lines.
    "newer page": ("contract/docs/api-examples-b.txt", r"^`\n(.*?)^`$"),
}


@pytest.mark.parametrize("page", PAGES)
def test_no_example_is_left_out_or_altered(page: str) -> None:
    path, block = PAGES[page]
    text = need(path).read_text("utf-8")
    blocks = (re.sub(r"^_?\d+\n", "", found, flags=re.MULTILINE) for found in re.findall(block, text, re.S | re.M))
    printed = [found.strip() for found in blocks if found.strip().startswith("curl ")]
    # However a block is marked, every line that begins a command is one of them.
    assert len(printed) == len(re.findall(r"^\s*curl\s", text, re.MULTILINE))
    assert printed == EXAMPLES[page]
