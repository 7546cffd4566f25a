"""Index paths: where an index lives, how commands find it, names of its files."""

import os
from pathlib import Path

from platformdirs import user_data_dir

# The files of an index.
STORE_NAME = "store.sqlite3"
VECTORS_NAME = "vectors.faiss"
MANIFEST_NAME = "vectors.json"
LEXICAL_NAME = "lexical"  # with the time at which it was made behind it
POINTER_NAME = "lexical.json"
LOCK_NAME = "writer.lock"
HOLDER_NAME = "writer.json"

FOLDER_NAME = ".byline"
VARIABLE = "BYLINE_INDEX"


def find_index(given: Path | str | None = None, *, working_folder: Path | None = None) -> Path:
    """The index folder to use; it may not exist yet.

    In this order: `given`; the environment variable BYLINE_INDEX; the nearest `.byline` in the
    working folder or above it; the user's default index.
    """
    if given is not None:
        return Path(given).expanduser().absolute()
    named = os.environ.get(VARIABLE)
    if named:
        return Path(named).expanduser().absolute()
    start = (working_folder or Path.cwd()).absolute()
    for folder in (start, *start.parents):
        if (folder / FOLDER_NAME).is_dir():
            return folder / FOLDER_NAME
    return default_index()


def default_index() -> Path:
    """The index that is used when nothing else is named or near."""
    return Path(user_data_dir("byline", appauthor=False)) / "index"
