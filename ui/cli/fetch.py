"""`byline fetch`: saves web pages and the items of feeds as files in a folder."""

import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from index.errors import FolderError, UsageError
from index.text.characters import one_line
from ui.cli.terminal import console, error_console


def fetch(addresses: list[str], folder: Path) -> None:
    """Fetch and print what came; exit code 1 when an address failed."""
    if "://" in str(folder).replace(":/", "://", 1) and not folder.exists():
        raise UsageError("name the folder last: byline fetch URL... FOLDER")
    if not save_pages(addresses, folder):
        sys.exit(1)
    console().print(f"To ask about them: byline sync {folder}", soft_wrap=True)


def save_pages(addresses: Iterable[str], folder: Path) -> bool:
    """A line on standard error for each address, and their counts; whether all came."""
    from index.fetching.fetch import fetch as fetched_from

    folder = folder.expanduser()
    if folder.exists() and not folder.is_dir():
        raise FolderError(folder, "not a folder: name the folder that the pages go into")
    counts: Counter[str] = Counter()
    try:
        for found in fetched_from(addresses, folder):
            counts[found.outcome] += 1
            reason = f" ({found.reason})" if found.reason else ""
            at = f" -> {found.path}" if found.path else ""
            line = one_line(f"{found.outcome}: {found.url}{at}{reason}")
            error_console().print(line, soft_wrap=True)
    finally:
        summary = ", ".join(f"{count} {name}" for name, count in counts.items())
        error_console().print(f"Fetched: {summary or 'nothing'}.", soft_wrap=True)
    return not counts["failed"]


def read_list(path: Path) -> list[str]:
    """The addresses in a file, one a line; a line that begins with # says something else."""
    try:
        lines = path.expanduser().read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: cannot be read ({error})") from error
    found = [line.strip() for line in lines if line.strip() and not line.strip().startswith("#")]
    if not found:
        raise UsageError(f"{path}: holds no address; write one a line")
    return found
