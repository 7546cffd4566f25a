"""Writes an export to a file; its suffix chooses the format."""

from collections.abc import Callable, Sequence
from pathlib import Path

from index.errors import UsageError
from index.files import replace_file, writing
from rag.export.bibtex import to_bibtex
from rag.export.pages import to_html, to_markdown
from rag.export.stored import to_json
from rag.export.view_model import build_page
from rag.export.word import save_word
from rag.types import Answer

_TEXTS: dict[str, Callable[[Sequence[Answer], str], str]] = {
    ".md": lambda answers, title: to_markdown(build_page(answers, title)),
    ".html": lambda answers, title: to_html(build_page(answers, title)),
    ".json": lambda answers, title: to_json(answers),
    ".bib": lambda answers, title: to_bibtex(answers),
}
SUFFIXES = (".md", ".html", ".docx", ".json", ".bib")


def check_export_path(path: Path) -> None:
    """Complain before the work is done about a file that could not be written after it.

    `UsageError` when the suffix is unknown, or `path` is a folder or lies in none.
    """
    if path.suffix.lower() not in SUFFIXES:
        *others, last = SUFFIXES
        known = f"{', '.join(others)} or {last}"
        raise UsageError(f"{path}: Byline cannot export to such a file; let it end in {known}")
    if path.is_dir():
        raise UsageError(f"{path}: is a folder; name a file in it")
    if not path.parent.is_dir():
        raise UsageError(f"{path}: the folder {path.parent} does not exist; make it first")


def write_export(path: Path, answers: Sequence[Answer], title: str = "") -> None:
    """Write `answers`, oldest first, to `path`, whole or not at all; an old file is replaced.

    A conversation is headed by `title`, or by its first question when there is none.

    Raises:
        UsageError: see `check_export_path`; or there is nothing to export.
        StorageError: the file cannot be written.
    """
    check_export_path(path)
    if not answers:
        raise UsageError(f"{path}: there is no answer to export yet; ask something first")
    suffix = path.suffix.lower()
    with writing(path):
        if suffix == ".docx":
            page = build_page(answers, title)
            replace_file(path, lambda temporary: save_word(page, temporary))
        else:
            content = _TEXTS[suffix](answers, title).encode("utf-8")
            replace_file(path, lambda temporary: temporary.write_bytes(content))
