"""Limits of the reading process: what a file, and an article in it, may use."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may use. Windows enforces the time and the size of the file only."""

    seconds: float = 30.0  # for each article of a container
    memory_bytes: int = 1 << 30
    file_bytes: int = 50_000_000
    articles: int = 200_000
    text_chars: int = 25_000_000  # of one article
