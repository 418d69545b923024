"""A screen of its own for tests that open a window, and a flow file for those that run one."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from runnel.registry import Registry, component_node, find_components


@dataclass(frozen=True)
class Screen:
    """A virtual screen with a window manager."""

    display: str

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name != "WAYLAND_DISPLAY"}
        return {**kept, "DISPLAY": self.display}

    def run(self, *command: str) -> str:
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False, timeout=30)
        return done.stdout

    def windows(self) -> list[str]:
        """Titles of the windows that the window manager shows."""
        return [line.split(None, 3)[-1] for line in self.run("wmctrl", "-l").splitlines()]

    def active(self) -> str:
        """The title of the window that has the keyboard."""
        return self.run("xdotool", "getactivewindow", "getwindowname").strip()

    def picture(self) -> bytes:
        """What is on the screen, as the bytes of a PNG: the same as long as nothing changes."""
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "screen.png")
            self.run("scrot", str(file))
            return file.read_bytes()

    def shoot(self, file: Path) -> set[bytes]:
        """Save a screenshot; the colours in its middle, where a window's own title and frame are not."""
        file.parent.mkdir(exist_ok=True)
        self.run("scrot", "--overwrite", str(file))
        return colours(file.read_bytes())


@pytest.fixture(scope="session")
def screen() -> Iterator[Screen]:
    missing = [tool for tool in ("Xvfb", "openbox", "wmctrl", "scrot", "xdotool", "xprop") if not shutil.which(tool)]
    if missing:
        pytest.skip(f"a window needs a screen, and this machine has no {', '.join(missing)} (.ci/run installs them)")
    read_end, write_end = os.pipe()
    # The server chooses a display number that is free and writes it down.
    command = ["Xvfb", "-displayfd", str(write_end), "-screen", "0", "1440x960x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[write_end], stderr=subprocess.DEVNULL)
    os.close(write_end)
    with os.fdopen(read_end) as pipe:
        number = pipe.readline().strip()
    assert number, "Xvfb did not start"
    found = Screen(f":{number}")
    manager = subprocess.Popen(["openbox"], env=found.environment, stderr=subprocess.DEVNULL)
    yield found
    for process in (manager, server):
        process.terminate()
        process.wait()


@pytest.fixture
def echo_flow(tmp_path: Path) -> Path:
    """A flow file with a chat input and a chat output, as an export holds it."""
    registry = Registry(find_components())
    source = {"dataType": "ChatInput", "id": "ChatInput-abcde", "name": "message", "output_types": ["Message"]}
    target = {"fieldName": "input_value", "id": "ChatOutput-abcde", "inputTypes": ["Message"], "type": "str"}
    nodes = [
        {
            "id": f"{key}-abcde",
            "type": "genericNode",
            "data": {"id": f"{key}-abcde", "type": key, "node": component_node(registry[key])},
        }
        for key in ("ChatInput", "ChatOutput")
    ]
    edge = {
        "source": "ChatInput-abcde",
        "target": "ChatOutput-abcde",
        "sourceHandle": json.dumps(source).replace('"', "œ"),
        "targetHandle": json.dumps(target).replace('"', "œ"),
        "data": {"sourceHandle": source, "targetHandle": target},
    }
    file = tmp_path / "echo.json"
    flow = {"name": "Echo", "data": {"nodes": nodes, "edges": [edge], "viewport": {"x": 0, "y": 0, "zoom": 1}}}
    file.write_text(json.dumps(flow), encoding="utf-8")
    return file


def colours(png: bytes) -> set[bytes]:
    """The different colours in the middle rows of a PNG picture, 8 bits for each of three or four channels."""
    width, height = int.from_bytes(png[16:20]), int.from_bytes(png[20:24])
    channels = {2: 3, 6: 4}[png[25]]
    position, packed = 8, b""
    while position < len(png):
        length, kind = int.from_bytes(png[position : position + 4]), png[position + 4 : position + 8]
        if kind == b"IDAT":
            packed += png[position + 8 : position + 8 + length]
        position += 12 + length
    rows, stride = zlib.decompress(packed), width * channels
    above, found = bytearray(stride), set()
    for row in range(height * 4 // 5):
        start = row * (stride + 1)
        above = _unfiltered(rows[start], rows[start + 1 : start + 1 + stride], above, channels)
        if row > height // 5:
            found.update(bytes(above[at : at + 3]) for at in range(0, stride, channels))
    return found


def _unfiltered(kind: int, line: bytes, above: bytearray, channels: int) -> bytearray:
    """Undo the filter of one line of a PNG picture."""
    made = bytearray(line)
    for at, value in enumerate(line):
        left = made[at - channels] if at >= channels else 0
        up = above[at]
        corner = above[at - channels] if at >= channels else 0
        if kind == 4:
            guess = left + up - corner
            distances = ((abs(guess - left), 0, left), (abs(guess - up), 1, up), (abs(guess - corner), 2, corner))
            added = min(distances)[2]
        else:
            added = (0, left, up, (left + up) // 2)[kind]
        made[at] = (value + added) & 255
    return made
