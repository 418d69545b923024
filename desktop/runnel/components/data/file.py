"""A file's text."""

from __future__ import annotations

from pathlib import Path

from runnel.knowledge.documents import IMAGE_SUFFIXES, read_file, shown_name, suffix_of
from runnel.sdk import (
    BoolInput,
    Component,
    ComponentError,
    Context,
    Data,
    DataFrame,
    FileInput,
    IntInput,
    Message,
    Output,
)
from runnel.shaping.record_list import list_record_files

FILE_TYPES = (
    *("txt", "md", "mdx", "csv", "json", "yaml", "yml", "xml", "html", "htm", "pdf", "docx", "py", "sh", "sql", "js"),
    *("ts", "tsx", "zip"),
    # What we read beyond the format's list.
    *("xlsx", "pptx", "eml", "odt", "ods", "odp", "epub", "tsv", "jsonl", "log", "rst", "toml"),
    *sorted(IMAGE_SUFFIXES),
)


class File(Component):
    """Read the text of a file; of an archive, the texts of all files in it.

    A picture has no text: it is passed on as a file, for models that see.
    """

    display_name = "File"
    icon = "file-text"
    is_blocking = True
    inputs = (
        FileInput("path", "Path", file_types=FILE_TYPES, info="The file to read."),
        BoolInput(
            "silent_errors", "Silent Errors", advanced=True, info="Go on with nothing when the file cannot be read."
        ),
        BoolInput(
            "use_multithreading",
            "Use Multithreading",
            advanced=True,
            info="Kept for files of other versions; reading never holds up the app.",
        ),
        IntInput(
            "concurrency_multithreading",
            "Multithreading Concurrency",
            value=4,
            advanced=True,
            info="Kept for files of other versions.",
        ),
    )
    outputs = (Output("data", "load_file", types=("Data",), display_name="Data"),)

    def load_file(
        self, context: Context, path: Path | list[Path] | None = None, silent_errors: bool = False
    ) -> Data | list[Data]:
        """One record ``{file_path, text}``; a list of them for an archive or several files.

        That of a picture has an empty text, and the picture under ``files``.
        """
        paths = path if isinstance(path, list) else [path] if path else []
        records = [record for file in paths for record in _read(context, file, is_silent=silent_errors)]
        if not paths and not silent_errors:
            raise ComponentError(
                f"{context.display_name} has nothing to read.",
                "No file is chosen.",
                "Choose a file on the node.",
                field="path",
            )
        if len(records) == 1 and len(paths) == 1 and paths[0].suffix.lower() != ".zip":
            return records[0]
        return records or Data()

    def load_files_message(
        self,
        context: Context,
        path: Path | list[Path] | None = None,
        silent_errors: bool = False,
        separator: str = "\n\n",
    ) -> Message:
        """The texts of all files as one message, which carries the pictures (an output of later files)."""
        loaded = self.load_file(context, path, silent_errors)
        records = loaded if isinstance(loaded, list) else [loaded]
        return Message(
            text=separator.join(record.text for record in records if record.text), files=list_record_files(records)
        )

    def load_files(
        self, context: Context, path: Path | list[Path] | None = None, silent_errors: bool = False
    ) -> DataFrame:
        """A row per file (an output of later files)."""
        loaded = self.load_file(context, path, silent_errors)
        return DataFrame([record.data for record in (loaded if isinstance(loaded, list) else [loaded])])


def _read(context: Context, path: Path, *, is_silent: bool) -> list[Data]:
    # The path of the file store, so that nothing tells where the store lies.
    stored = f"{path.parent.name}/{path.name}"
    if suffix_of(path.name) in IMAGE_SUFFIXES:
        return [Data({"file_path": stored, "text": "", "files": [stored]})]
    try:
        documents = read_file(path)
    except ComponentError as error:
        if not is_silent:
            raise
        context.log(str(error), name="Skipped")
        return []
    return [
        Data({"file_path": stored + document.name.removeprefix(shown_name(path)), "text": document.text})
        for document in documents
    ]
