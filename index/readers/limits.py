"""Limits of the reading process: what a file, and an article in it, may use."""

import os
import shutil
from dataclasses import dataclass
from importlib.util import find_spec

from index.errors import UsageError

VARIABLE = "BYLINE_LARGEST_MB"
MOST_TEXT_CHARS = 10_000_000
"""Of one article: some twenty books. A text file with more is refused before it is read."""
STREAMED_SUFFIXES = (".mbox", ".warc", ".warc.gz", ".jsonl", ".ndjson")
"""Containers that are read article by article, with little memory for each."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may use. Windows enforces the time and the size of the file only."""

    seconds: float = 30.0  # for each article of a container
    memory_bytes: int = 1 << 30
    file_bytes: int = 50_000_000
    streamed_bytes: int = 500_000_000  # of a container that is read article by article
    articles: int = 200_000
    text_chars: int = MOST_TEXT_CHARS
    page_seconds: int = 140  # for each page whose words are recognised in a picture


def chosen_limits() -> Limits:
    """The limits, larger where the environment says how large a file may be; memory goes along.

    Raises:
        UsageError: It says so in something else than a number.
    """
    # Where there is no tesseract, rapidocr reads scans in this process, with large models.
    is_large = shutil.which("tesseract") is None and find_spec("rapidocr") is not None
    usual = Limits(memory_bytes=3 << 30) if is_large else Limits()
    wish = os.environ.get(VARIABLE, "")
    if not wish:
        return usual
    if not wish.isdigit() or not 0 < int(wish) <= 100_000:
        raise UsageError(f"{VARIABLE}={wish}: give a number of megabytes, such as 200")
    size = int(wish) * 1_000_000
    times = max(size / usual.file_bytes, 1)
    return Limits(
        memory_bytes=int(usual.memory_bytes * times),
        file_bytes=size,
        streamed_bytes=max(usual.streamed_bytes, size),
    )


def too_long(chars: int) -> str:
    """The reason for an article with more."""
    return f"more than {chars / 1e6:g} million characters: split it"
