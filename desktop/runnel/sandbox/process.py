"""The parent's side: starting a child, giving it one job, answering its questions, and ending it whatever happens."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import signal
import sys
import tempfile
from asyncio.subprocess import Process
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

from msgspec import Struct

from runnel.errors import ComponentError
from runnel.sandbox import CHILD_WORD, frames

_MOST_CHILDREN = 8
_STDERR_BYTES = 4_000
_PROGRAM = "_PYI_"
"""What the one-file program tells its own copies, so that they need not unpack it again."""


class Listener(Protocol):
    """Hears what a child tells, and answers what it asks."""

    def hear(self, what: str, data: Mapping[str, Any]) -> None:
        """Take notice: ``print`` ``{text}``, ``log`` ``{message, name}``, ``status`` ``{text}``, ``stop`` and
        ``output`` (the one that is built next)."""

    async def answer(self, what: str, data: Mapping[str, Any]) -> Any:
        """Answer with a JSON value: ``send_message``, ``complete``, ``embed``, ``use``. What it raises is told."""


class Sandbox(Struct, frozen=True):
    """Runs jobs (see `runnel.sandbox.jobs`), each in a child of its own.

    ``packages_dir`` is where the user may install further Python libraries for such code.
    """

    packages_dir: Path
    time_limit_s: int
    memory_limit_mb: int
    environment: Mapping[str, str]
    slots: asyncio.Semaphore

    @classmethod
    def make(cls, data_dir: Path, time_limit_s: int, memory_limit_mb: int, environment: Mapping[str, str]) -> Sandbox:
        """A sandbox that belongs to this data folder."""
        slots = asyncio.Semaphore(_MOST_CHILDREN)
        return cls(data_dir / "packages", time_limit_s, memory_limit_mb, environment, slots)

    async def run(self, job: Mapping[str, Any], listener: Listener) -> Any:
        """Do a job, and give its result as JSON.

        Raises `ComponentError` when the code fails, takes too long or too much memory. The child is dead when this
        returns or raises, cancelling included.
        """
        whole = {**job, "memory_mb": self.memory_limit_mb, "packages_dir": str(self.packages_dir)}
        async with self.slots:
            folder = await asyncio.to_thread(tempfile.mkdtemp, prefix="runnel-code-")
            try:
                return await self._run_in(folder, whole, listener)
            finally:
                shutil.rmtree(folder, ignore_errors=True)

    async def _run_in(self, folder: str, job: dict[str, Any], listener: Listener) -> Any:
        process = await asyncio.create_subprocess_exec(
            *_command(),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            cwd=folder,
            env=_environment(folder, self.environment),
            start_new_session=True,
        )
        try:
            async with asyncio.timeout(self.time_limit_s), asyncio.TaskGroup() as group:
                talk = _Talk(process, listener, group)
                stderr = group.create_task(_tail(process.stderr))
                frame = await talk.hold(frames.pack(job))
                if frame is None:
                    raise await self._ended(process, stderr)
                stderr.cancel()
                talk.cancel_answers()
        except TimeoutError:
            raise ComponentError(
                f"The code was stopped after {self.time_limit_s} seconds.",
                "It had not come to its end.",
                "Let it do less at a time, or raise RUNNEL_CODE_TIME_LIMIT_S.",
            ) from None
        except ExceptionGroup as errors:
            raise errors.exceptions[0] from None
        finally:
            _kill(process)
            await process.wait()
        if "failed" in frame:
            raise self._failure(frame["failed"])
        return frame["done"]

    async def _ended(self, process: Process, stderr: asyncio.Task[str]) -> ComponentError:
        code = await process.wait()
        said = (await stderr).strip().rpartition("\n")[2]
        why = f"Its process ended by signal {-code}." if code < 0 else f"Its process ended with status {code}."
        return ComponentError(
            "The code broke off.",
            f"{why} {said}".strip(),
            f"It may have asked for more than the {self.memory_limit_mb} MB that RUNNEL_CODE_MEMORY_LIMIT_MB allows.",
        )

    def _failure(self, about: Mapping[str, Any]) -> ComponentError:
        if "what" in about:
            return ComponentError(about["what"], about["why"], about["do"], field=about["field"])
        name, text = about["type"], about["text"]
        what = _sentence(f"{name}: {text}" if text else str(name))
        place = f"Line {about['line']}" if about.get("line") else ""
        if place and about.get("function", "<module>") != "<module>":
            place += f" in {about['function']}"
        why = _sentence(f"{place} of the code: {about['code']}") if place else ""
        do = ""
        if name == "MemoryError":
            what = f"The code asked for more than {self.memory_limit_mb} MB of memory."
            do = "Let it hold less at a time, or raise RUNNEL_CODE_MEMORY_LIMIT_MB."
        elif about.get("missing_module"):
            module = about["missing_module"]
            do = f"Install the library for such code with: pip install --target {self.packages_dir} {module}"
        return ComponentError(what, why, do, field="code")


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


class _Talk:
    """The conversation with one child."""

    def __init__(self, process: Process, listener: Listener, group: asyncio.TaskGroup) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._writer = process.stdin
        self._reader = process.stdout
        self._listener = listener
        self._group = group
        self._answers: set[asyncio.Task[None]] = set()

    async def hold(self, packed_job: bytes) -> dict[str, Any] | None:
        """Give the job and serve the child until it is done; None when it broke off."""
        with contextlib.suppress(ConnectionError):
            self._writer.write(packed_job)
            await self._writer.drain()
        while (frame := await self._receive()) is not None:
            if "tell" in frame:
                self._listener.hear(frame["tell"], frame)
            elif "ask" in frame:
                task = self._group.create_task(self._answer(frame))
                self._answers.add(task)
                task.add_done_callback(self._answers.discard)
            else:
                return frame
        return None

    def cancel_answers(self) -> None:
        """Stop answering what nobody waits for any more."""
        for task in self._answers:
            task.cancel()

    async def _receive(self) -> dict[str, Any] | None:
        try:
            (length,) = frames.HEADER.unpack(await self._reader.readexactly(frames.HEADER.size))
            return frames.unpack(await self._reader.readexactly(length))
        except (asyncio.IncompleteReadError, ConnectionError):
            return None

    async def _answer(self, frame: dict[str, Any]) -> None:
        answer: dict[str, Any] = {"answer": frame["number"]}
        try:
            answer["value"] = await self._listener.answer(frame["ask"], frame)
            packed = frames.pack(answer)
        except Exception as error:  # noqa: BLE001 - the code is told, and may do without
            packed = frames.pack({"answer": frame["number"], "refused": str(error)})
        with contextlib.suppress(ConnectionError):
            self._writer.write(packed)
            await self._writer.drain()


def _command() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, CHILD_WORD]
    return [sys.executable, "-I", "-X", "utf8", "-m", "runnel", CHILD_WORD]


def _environment(folder: str, ours: Mapping[str, str]) -> dict[str, str]:
    """What the child finds in its environment: its own folder, and nothing of ours."""
    environment = {"HOME": folder, "TMPDIR": folder, "LANG": "C.UTF-8", "PATH": os.defpath}
    if sys.platform == "win32":
        environment |= {"USERPROFILE": folder, "TEMP": folder, "TMP": folder}
        environment |= {name: ours[name] for name in ("SYSTEMROOT", "WINDIR") if name in ours}
    return environment | {name: value for name, value in ours.items() if name.startswith(_PROGRAM)}


def _kill(process: Process) -> None:
    """End the child and whatever it has started."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)


async def _tail(stream: asyncio.StreamReader | None) -> str:
    """The end of what was written to standard error from outside Python."""
    assert stream is not None
    kept = b""
    while piece := await stream.read(65_536):
        kept = (kept + piece)[-_STDERR_BYTES:]
    return kept.decode("utf-8", "replace")
