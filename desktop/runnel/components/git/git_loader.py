"""The files of a Git repository."""

from __future__ import annotations

import re
from fnmatch import fnmatch
from pathlib import PurePosixPath

from runnel.components.git.repository import fetch_archive, read_branch
from runnel.knowledge.documents import decode_text
from runnel.knowledge.one_source import local_path
from runnel.sdk import Component, ComponentError, Context, Data, MessageTextInput, Output

_LOOKED_AT_BYTES = 8_000
"""A file with a null byte among its first ones is no text."""


class GitLoader(Component):
    """Read the text files of a Git repository as they are in a branch.

    A folder on this computer is read by its ``git``, and nothing in it is changed. Where there is none, the branch is
    fetched as an archive from the address, and nothing is written to disk.
    """

    display_name = "GitLoader"
    is_repeatable = False
    icon = "git-branch"
    inputs = (
        MessageTextInput(
            "repo_path",
            "Repository Path",
            required=True,
            info="A repository's folder on this computer.",
            extra={"is_local_path": True},
        ),
        MessageTextInput(
            "clone_url",
            "Clone URL",
            info="Its address at GitHub, GitLab and the like, where there is no such folder.",
        ),
        MessageTextInput("branch", "Branch", value="main", info="The branch, tag or commit to read."),
        MessageTextInput(
            "file_filter",
            "File Filter",
            advanced=True,
            info="Which files: *.py for some, !*.md for all but some; commas between several.",
        ),
        MessageTextInput(
            "content_filter", "Content Filter", advanced=True, info="A pattern (regex) that a file's text must hold."
        ),
    )
    outputs = (Output("data", "load_documents", types=("Data",), display_name="Data"),)

    async def load_documents(
        self,
        context: Context,
        repo_path: str = "",
        clone_url: str = "",
        branch: str = "main",
        file_filter: str = "",
        content_filter: str = "",
    ) -> list[Data]:
        """A record per text file in the order of their paths: text, file_path, file_name, file_type."""
        pattern = _pattern(content_filter)
        folder = local_path(context, repo_path) if repo_path.strip() else None
        name = branch.strip() or "HEAD"

        def is_wanted(path: str) -> bool:
            return _is_wanted(path, file_filter)

        if folder is not None and folder.is_dir():
            files = await read_branch(folder, name, is_wanted)
        elif clone_url.strip():
            files = await fetch_archive(context.http, clone_url.strip(), name, is_wanted)
            context.note("Read from the archive of the address; nothing was written to disk.")
        else:
            raise ComponentError(
                "The repository was not read.",
                f"There is no folder {folder.name}." if folder else "No folder is named.",
                "Correct the path, or give the address of the repository.",
                field="repo_path",
            )
        records = []
        for path, content in sorted(files.items()):
            if b"\0" in content[:_LOOKED_AT_BYTES]:
                continue
            text = decode_text(content)
            if pattern is None or pattern.search(text):
                place = PurePosixPath(path)
                records.append(
                    Data({"text": text, "file_path": path, "file_name": place.name, "file_type": place.suffix})
                )
        return records


def _is_wanted(path: str, filters: str) -> bool:
    wanted: list[str] = []
    unwanted: list[str] = []
    for each in filter(None, (part.strip() for part in filters.split(","))):
        (unwanted if each.startswith("!") else wanted).append(each.removeprefix("!"))
    name = PurePosixPath(path).name

    def fits(pattern: str) -> bool:
        return fnmatch(path, pattern) or fnmatch(name, pattern)

    return (not wanted or any(map(fits, wanted))) and not any(map(fits, unwanted))


def _pattern(typed: str) -> re.Pattern[str] | None:
    if not typed.strip():
        return None
    try:
        return re.compile(typed)
    except re.error as error:
        raise ComponentError(
            "The repository was not read.",
            f"The pattern is not valid: {error}.",
            "Correct the filter.",
            field="content_filter",
        ) from None
