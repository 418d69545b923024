"""The texts of a folder's files."""

from __future__ import annotations

from pathlib import PurePosixPath

from runnel.knowledge.documents import read_file, suffix_of
from runnel.knowledge.folder import list_files, open_folder
from runnel.sdk import (
    BoolInput,
    Component,
    ComponentError,
    Context,
    Data,
    IntInput,
    MessageTextInput,
    Output,
)


class Directory(Component):
    """Read the texts of all files in a folder."""

    display_name = "Directory"
    is_repeatable = False
    icon = "folder"
    is_blocking = True
    inputs = (
        MessageTextInput("path", "Path", info="The folder, such as ~/Documents/notes.", extra={"is_local_path": True}),
        MessageTextInput(
            "types", "Types", is_list=True, info="Endings of the files to read, such as md; empty for all."
        ),
        IntInput("depth", "Depth", value=0, info="How many folders deep to go; 0 stays in this one."),
        IntInput(
            "max_concurrency", "Max Concurrency", value=2, advanced=True, info="Kept for files of other versions."
        ),
        BoolInput("load_hidden", "Load Hidden", advanced=True, info="Read files whose name begins with a dot as well."),
        BoolInput("recursive", "Recursive", advanced=True, info="Go into all folders, whatever the depth."),
        BoolInput("silent_errors", "Silent Errors", advanced=True, info="Pass over files that cannot be read."),
        BoolInput("use_multithreading", "Use Multithreading", advanced=True, info="Kept for files of other versions."),
    )
    outputs = (Output("data", "load_directory", types=("Data",), display_name="Data"),)

    def load_directory(
        self,
        context: Context,
        path: str = "",
        types: list[str] | None = None,
        depth: int | None = 0,
        load_hidden: bool = False,
        recursive: bool = False,
        silent_errors: bool = False,
    ) -> list[Data]:
        """A record ``{file_path, text}`` per file in the order of their names; the path goes from the folder on."""
        wanted = {kind.strip().lower().lstrip("*").removeprefix(".") for kind in types or [] if kind.strip()}
        records: list[Data] = []
        for file in list_files(open_folder(path, "path"), with_hidden=load_hidden):
            if not recursive and len(PurePosixPath(file.name).parts) - 1 > (depth or 0):
                continue
            if wanted and suffix_of(file.name) not in wanted:
                continue
            try:
                documents = read_file(file.path)
            except ComponentError as error:
                if not silent_errors:
                    raise
                context.log(str(error), name="Skipped")
                continue
            records += [Data({"file_path": file.name, "text": document.text}) for document in documents]
        return records
