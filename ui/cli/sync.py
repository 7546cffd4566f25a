"""`byline sync`: makes the index equal the folder, with progress and a report."""

import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from index.errors import EncoderError, LeavingError, NoIndexError, UsageError
from index.index import Index, LoadEncoder, check_folder, open_or_create
from index.location import find_index
from index.text.characters import one_line
from index.types import Encoder, FileOutcome, FileStatus, SyncProgress, SyncReport
from ui.cli.fetch import read_list, save_pages
from ui.cli.progress import Show, progress_shown
from ui.cli.terminal import console, error_console, print_json
from ui.web.text import many

MOST_LISTED = 20

Notify = Callable[[SyncProgress], None]


def sync(
    folder: Path,
    index: Path | None = None,
    json: bool = False,
    encoder: str | None = None,
    download: bool = False,
    language: str | None = None,
    move: bool = False,
    fields: list[str] | None = None,
    from_list: Path | None = None,
    yes: bool = False,
    dry_run: bool = False,
) -> None:
    """Sync and print the report; files that could not be read are in it, and are no error.

    Those that the disk or the machine kept from being read are one: exit code 1, sync again. So
    are addresses of `from_list` that could not be fetched.
    """
    path = find_index(index)
    if dry_run:
        if from_list:
            raise UsageError("--dry-run fetches nothing: leave out --from")
        _preview(path, folder, _asked(encoder, language, fields), move, json)
        return
    all_came = not from_list or save_pages(read_list(from_list), folder)
    check_folder(folder.expanduser(), path)  # before an index is made for it
    run = partial(_run, path, folder, _asked(encoder, language, fields), download, move)
    try:
        opened, report = run(sure=yes or move)
    except LeavingError as error:
        if not sys.stdin.isatty() or not _may_leave(error):
            raise
        opened, report = run(sure=True)
    if opened.encoder.problem:
        error_console().print(
            f"note: Words alone are searched, without meaning: {opened.encoder.problem}"
        )
    if json:
        print_json({**_plain(report), "index": str(path)})
    else:
        print_report(report, path)
    if report.interrupted:
        raise KeyboardInterrupt
    if report.passing:
        error_console().print(
            f"note: {many(len(report.passing), 'file')} could not be read this time, by no fault of"
            " its content: what was indexed of it stays. Sync again."
        )
    if report.passing or not all_came:
        sys.exit(1)


def _run(
    path: Path, folder: Path, asked: dict[str, object], download: bool, move: bool, *, sure: bool
) -> tuple[Index, SyncReport]:
    with progress_shown() as show:
        notify = to_notify(show)
        load = _loader(download, show)
        opened = open_or_create(path, load=load, notify=notify)
        if asked:
            opened = open_or_create(path, opened.settings.model_copy(update=asked), load=load)
        report = opened.sync(folder, notify=notify, move=move, may_leave=lambda *_: sure)
    return opened, report


def _preview(path: Path, folder: Path, asked: dict[str, object], move: bool, as_json: bool) -> None:
    """Print what a sync would do; an index that is not there stays so."""
    check_folder(folder.expanduser(), path)
    with TemporaryDirectory() as empty:
        try:
            opened = Index.open(path)
        except NoIndexError:
            opened = Index.create(Path(empty), load=_no_encoder)
        opened.settings = opened.settings.model_copy(update=asked)
        report = opened.preview(folder, move=move)
        opened.close()
    if as_json:
        print_json({**_plain(report), "index": str(path), "dry_run": True})
        return
    console().print(f"{summary(report)}. Nothing was written.", soft_wrap=True)
    for status in (FileStatus.ADDED, FileStatus.CHANGED):
        _list(status.value, [outcome for outcome in report.outcomes if outcome.status is status])
    gone = FileStatus.UNCHANGED
    _list("removed", [FileOutcome(path=path, status=gone) for path in report.removed])
    _list_troubles(report)


def _no_encoder(name: str) -> Encoder:
    raise EncoderError(f"{name} is not needed to look at a folder")


def _may_leave(error: LeavingError) -> bool:
    import typer

    return typer.confirm(f"{error.folder}: {error.question}. Are they to leave it?", err=True)


def print_report(report: SyncReport, path: Path) -> None:
    """The counts on one line, then what deserves a look."""
    console().print(summary(report), soft_wrap=True)
    if report.removed and not report.seen:
        error_console().print(
            "note: The folder is empty. Is its drive missing? With it back, sync again soon:"
            " nothing needs to be encoded anew."
        )
    encoded = _encoded(report)
    console().print(f"{encoded}, in {report.seconds:.1f} s. Index: {path}", soft_wrap=True)
    _list_troubles(report)
    if report.interrupted:
        console().print("Interrupted. What was done is kept; run the same command to go on.")


def summary(report: SyncReport) -> str:
    """How many files there are, and what became of them."""
    counts = ", ".join(f"{count} {name}" for name, count in report.counts.items() if count)
    removed = f"; {len(report.removed)} removed" if report.removed else ""
    return f"{_seen(report)}: {counts or 'nothing to read'}{removed}"


def _list_troubles(report: SyncReport) -> None:
    for status in (FileStatus.FAILED, FileStatus.SKIPPED, FileStatus.DUPLICATE, FileStatus.RENAMED):
        _list(status.value, [outcome for outcome in report.outcomes if outcome.status is status])


def _list(word: str, listed: list[FileOutcome]) -> None:
    for outcome in listed[:MOST_LISTED]:
        reason = f" ({outcome.reason})" if outcome.reason else ""
        console().print(f"  {word}: {one_line(outcome.path + reason)}", soft_wrap=True)
    if len(listed) > MOST_LISTED:
        console().print(f"  {word}: {len(listed) - MOST_LISTED} more; `--json` names them all")


def _encoded(report: SyncReport) -> str:
    if report.lexical_only:
        return "No passage encoded: there is no encoder, so search is by words alone"
    if report.passages_encoded == 0:
        return "Nothing to encode"
    return f"{report.passages_encoded:,} passages encoded"


def _seen(report: SyncReport) -> str:
    """How many files; where some hold several articles, what was seen is called entries."""
    inside = any(o.count > 1 or "#" in o.path for o in report.outcomes)
    return f"{report.seen:,} articles and other files" if inside else many(report.seen, "file")


def _plain(report: SyncReport) -> dict[str, object]:
    return {
        **report.counts,
        "seen": report.seen,
        "removed": list(report.removed),
        "outcomes": [
            {"path": o.path, "status": o.status.value, "reason": o.reason, "count": o.count}
            for o in report.outcomes
        ],
        "passages_encoded": report.passages_encoded,
        "near_duplicates": report.near_duplicates,
        "generation": report.generation,
        "seconds": report.seconds,
        "interrupted": report.interrupted,
        "lexical_only": report.lexical_only,
    }


def _asked(
    encoder: str | None, language: str | None, fields: list[str] | None
) -> dict[str, object]:
    """The settings that were asked for; the others stay as the index has them."""
    named = dict(pair.split("=", 1) for pair in fields or [] if "=" in pair)
    if len(named) != len(fields or []):
        raise UsageError(f"--map {' '.join(fields or [])}: give FIELD=NAME, such as Titel=title")
    asked = {"encoder": encoder, "language": language, "fields": named or None}
    return {name: value for name, value in asked.items() if value is not None}


def _loader(download: bool, show: Show) -> LoadEncoder:
    def load(name: str) -> Encoder:
        from index.encoders import load_encoder

        def say(message: str) -> None:
            if sys.stderr.isatty():
                show(message)
            else:
                print(message, file=sys.stderr, flush=True)

        return load_encoder(name, download=download, notify=say)

    return load


def to_notify(show: Show) -> Notify:
    """Shows the progress of a sync."""
    started = time.monotonic()

    def notify(progress: SyncProgress) -> None:
        done, total, inside = progress.files_done, progress.files_total, progress.articles_done
        encoded = progress.passages_encoded
        rate = encoded / max(time.monotonic() - started, 0.001)
        show(
            progress.doing,
            done,
            total,
            rate=f"{rate:.0f} passages/s" if encoded else "",
            line=f"{done} of {total} files, {inside} articles read, {encoded} passages encoded,"
            f" {rate:.0f} a second",
        )

    return notify
