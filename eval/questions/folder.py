"""Reads a folder of articles into documents, without an index."""

import sys
import time
from collections.abc import Callable
from pathlib import Path

from index.errors import ReadError
from index.types import Document

LINE_EVERY_S = 5.0


def read_folder(folder: Path, notify: Callable[[str], None] | None = None) -> dict[str, Document]:
    """Every article that can be read, by its id, as a sync would see it.

    `notify` is told which files were left out, and how far it is every five seconds; without it
    that goes to standard error.
    """
    from index.readers import DocumentReader
    from index.scan import scan_folder
    from index.types import FileOutcome

    tell = notify or _to_standard_error
    found = [file for file in scan_folder(folder) if not isinstance(file, FileOutcome)]
    documents: dict[str, Document] = {}
    last = time.monotonic()
    with DocumentReader() as reader:
        for document in reader.read_many((file.path, file.doc_id) for file in found):
            if isinstance(document, ReadError):
                tell(f"left out: {document}")
            else:
                documents[document.doc_id] = document
            if time.monotonic() - last > LINE_EVERY_S:
                last = time.monotonic()
                tell(f"read {len(documents)} of {len(found)} files")
    return documents


def _to_standard_error(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
