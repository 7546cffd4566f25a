"""Progress on standard error: a bar on a terminal, a plain line every ten seconds elsewhere."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from ui.cli.terminal import error_console

LINE_EVERY_S = 10.0


class Show(Protocol):
    """Tells how far something is; `total` is 0 while it is not known."""

    def __call__(
        self, doing: str, done: int = 0, total: int = 0, *, rate: str = "", line: str = ""
    ) -> None:
        """Show it: `doing` and `rate` beside a bar, `line` where there is none."""
        ...


@contextmanager
def progress_shown() -> Iterator[Show]:
    """Something to tell the progress to."""
    if not sys.stderr.isatty():
        yield _lines()
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
        TextColumn("{task.fields[rate]}"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=error_console(), transient=True) as bar:
        task = bar.add_task("starting", total=None, rate="")

        def show(
            doing: str, done: int = 0, total: int = 0, *, rate: str = "", line: str = ""
        ) -> None:
            bar.update(task, description=doing, completed=done, total=total or None, rate=rate)

        yield show


def _lines() -> Show:
    last = time.monotonic()

    def show(doing: str, done: int = 0, total: int = 0, *, rate: str = "", line: str = "") -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= LINE_EVERY_S and total:
            last = now
            print(line or f"{doing}: {done} of {total}", file=sys.stderr, flush=True)

    return show
