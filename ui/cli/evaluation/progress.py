"""Progress of a run: a bar on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from eval.running.progress import Notify, RunProgress
from ui.cli.terminal import error_console

LINE_EVERY_S = 10.0


@contextmanager
def progress_of(title: str = "") -> Iterator[Notify]:
    """Something to tell the progress to; `title` says which run it is of."""
    if not sys.stderr.isatty():
        yield _lines(title)
        return
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=error_console(), transient=True) as bar:
        task = bar.add_task(title or "starting", total=None)

        def notify(progress: RunProgress) -> None:
            bar.update(
                task,
                description=f"{title} {progress.doing}".strip(),
                completed=progress.done,
                total=progress.total or None,
            )

        yield notify


def _lines(title: str) -> Notify:
    last = time.monotonic()

    def notify(progress: RunProgress) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last < LINE_EVERY_S or not progress.total:
            return
        last = now
        text = f"{progress.doing}: {progress.done} of {progress.total}"
        print(f"{title}: {text}" if title else text, file=sys.stderr, flush=True)

    return notify
