"""`byline sync`: progress while it runs, a report when it ends."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from index.index import LoadEncoder, check_folder, open_or_create
from index.location import find_index
from index.settings import IndexSettings
from index.sync import Progress, SyncReport
from index.text.characters import one_line
from index.types import Encoder, FileStatus
from ui.cli.terminal import console, error_console, print_json

LINE_EVERY_S = 10.0  # when standard error is no terminal
MOST_LISTED = 20

Notify = Callable[[Progress], None]


def run_sync(
    folder: Path,
    index: Path | None,
    as_json: bool,
    encoder: str | None,
    download: bool,
    language: str | None,
    move: bool,
) -> None:
    """Sync and print the report; files that could not be read are in it, and are no error."""
    path = find_index(index)
    check_folder(folder.expanduser(), path)  # before an index is made for it
    with _progress() as notify:
        opened = open_or_create(
            path, _settings(path, encoder, language), load=_loader(download, notify)
        )
        report = opened.sync(folder, notify=notify, move=move)
    if opened.encoder.problem:
        error_console().print(
            f"note: Words alone are searched, without meaning: {opened.encoder.problem}"
        )
    if as_json:
        print_json({**_plain(report), "index": str(path)})
    else:
        print_report(report, path)
    if report.interrupted:
        raise KeyboardInterrupt


def print_report(report: SyncReport, path: Path) -> None:
    """The counts on one line, then what deserves a look."""
    out = console()
    counts = {name: count for name, count in report.counts.items() if count}
    summary = ", ".join(f"{count} {name}" for name, count in counts.items())
    removed = f"; {len(report.removed)} removed" if report.removed else ""
    out.print(f"{_files(report.seen)}: {summary or 'nothing to read'}{removed}", soft_wrap=True)
    if report.removed and not report.seen:
        error_console().print(
            "note: The folder is empty. Is its drive missing? With it back, sync again soon:"
            " nothing needs to be encoded anew."
        )
    encoded = _encoded(report)
    out.print(f"{encoded}, in {report.seconds:.1f} s. Index: {path}", soft_wrap=True)
    for status in (FileStatus.FAILED, FileStatus.SKIPPED, FileStatus.DUPLICATE, FileStatus.RENAMED):
        listed = [outcome for outcome in report.outcomes if outcome.status is status]
        for outcome in listed[:MOST_LISTED]:
            line = one_line(f"{outcome.path} ({outcome.reason})")
            out.print(f"  {status.value}: {line}", soft_wrap=True)
        if len(listed) > MOST_LISTED:
            out.print(f"  {status.value}: {len(listed) - MOST_LISTED} more; see `byline status`")
    if report.interrupted:
        out.print("Interrupted. What was done is kept; run the same command to go on.")


def _encoded(report: SyncReport) -> str:
    if report.lexical_only:
        return "No passage encoded: there is no encoder, so search is by words alone"
    if report.passages_encoded == 0:
        return "Nothing to encode"
    return f"{report.passages_encoded:,} passages encoded"


def _files(count: int) -> str:
    return "1 file" if count == 1 else f"{count:,} files"


def _plain(report: SyncReport) -> dict[str, object]:
    return {
        **report.counts,
        "seen": report.seen,
        "removed": list(report.removed),
        "outcomes": [
            {"path": o.path, "status": o.status.value, "reason": o.reason} for o in report.outcomes
        ],
        "passages_encoded": report.passages_encoded,
        "near_duplicates": report.near_duplicates,
        "generation": report.generation,
        "seconds": report.seconds,
        "interrupted": report.interrupted,
        "lexical_only": report.lexical_only,
    }


def _settings(path: Path, encoder: str | None, language: str | None) -> IndexSettings | None:
    """None keeps what the index has; else its settings with what was asked for."""
    if encoder is None and language is None:
        return None
    from index.errors import NoIndexError
    from index.index import Index

    try:
        known = Index.open(path).settings
    except NoIndexError:
        known = IndexSettings()
    asked = {"encoder": encoder, "language": language}
    return known.model_copy(update={k: v for k, v in asked.items() if v is not None})


def _loader(download: bool, notify: Notify) -> LoadEncoder:
    def load(name: str) -> Encoder:
        from index.encoders import load_encoder

        def say(message: str) -> None:
            notify(Progress(files_done=0, files_total=0, passages_encoded=0, doing=message))

        return load_encoder(name, download=download, notify=say)

    return load


@contextmanager
def _progress() -> Iterator[Notify]:
    """A bar on a terminal, a plain line every ten seconds elsewhere."""
    if sys.stderr.isatty():
        with _bar() as notify:
            yield notify
    else:
        yield _lines()


@contextmanager
def _bar() -> Iterator[Notify]:
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    started = time.monotonic()
    with Bar(*columns, console=error_console(), transient=True) as bar:
        task = bar.add_task("starting", total=None, rate="")

        def notify(progress: Progress) -> None:
            rate = progress.passages_encoded / max(time.monotonic() - started, 0.001)
            bar.update(
                task,
                description=progress.doing,
                completed=progress.files_done,
                total=progress.files_total or None,
                rate=f"{rate:.0f} passages/s" if progress.passages_encoded else "",
            )

        yield notify


def _lines() -> Notify:
    last = time.monotonic()
    started = last

    def notify(progress: Progress) -> None:
        nonlocal last
        now = time.monotonic()
        if progress.files_total == 0 and "once" in progress.doing:
            print(progress.doing, file=sys.stderr, flush=True)
        if now - last < LINE_EVERY_S or not progress.files_total:
            return
        last = now
        rate = progress.passages_encoded / (now - started)
        print(
            f"{progress.files_done} of {progress.files_total} files,"
            f" {progress.passages_encoded} passages encoded, {rate:.0f} a second",
            file=sys.stderr,
            flush=True,
        )

    return notify
