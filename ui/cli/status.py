"""`byline status`: what the index holds."""

from datetime import datetime
from pathlib import Path

from index.index import Index
from index.location import find_index
from index.text.characters import one_line
from index.types import FileOutcome
from index.upkeep.status import IndexStatus, read_status
from ui.cli.terminal import console, print_result


def status(index: Path | None = None, json: bool = False) -> None:
    """Print the status."""
    print_result(read_status(Index.open(find_index(index))), json, _print)


def _print(status: IndexStatus) -> None:
    out = console()
    when = (
        datetime.fromtimestamp(status.published_at).isoformat(sep=" ", timespec="seconds")
        if status.published_at
        else "never"
    )
    sizes = ", ".join(f"{name} {_megabytes(size)}" for name, size in status.sizes_bytes.items())
    encoder = (
        f"{status.encoder} (not usable: {status.encoder_problem})"
        if status.encoder_problem
        else status.encoder
    )
    rows = {
        "index": status.path,
        "folder": status.folder or "none yet: run `byline sync FOLDER`",
        "articles": f"{status.documents:,} in {status.passages:,} passages",
        "encoder": encoder,
        "language": status.language,
        "last sync": f"{when} (generation {status.generation})",
        "size": sizes,
    }
    if status.undated:
        rows["undated"] = (
            f"{status.undated:,}; a date that could not be read: {status.unread_dates:,}"
        )
    for name, value in rows.items():
        out.print(f"{name:<10} {one_line(value)}", soft_wrap=True)
    _list("failed", status.failed)
    _list("skipped", status.skipped)
    _list("duplicate", status.duplicates)
    for doc_id, warnings in status.warnings.items():
        for warning in warnings:
            out.print(f"warning    {one_line(doc_id)}: {one_line(warning)}", soft_wrap=True)
    for doc_id, others in status.near_duplicates.items():
        later = [other for other in others if other > doc_id]
        if later:
            out.print(
                f"same story {one_line(' = '.join((doc_id, ', '.join(later))))}", soft_wrap=True
            )


def _list(name: str, outcomes: tuple[FileOutcome, ...]) -> None:
    for outcome in outcomes:
        line = one_line(f"{outcome.path}: {outcome.reason}")
        console().print(f"{name:<10} {line}", soft_wrap=True)


def _megabytes(size_bytes: int) -> str:
    return f"{size_bytes / 1e6:.1f} MB"
