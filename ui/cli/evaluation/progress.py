"""Progress bars of an evaluation run, as `ui.cli.progress` shows them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from eval.running.progress import Notify, RunProgress
from ui.cli.progress import progress_shown


@contextmanager
def progress_of(title: str = "") -> Iterator[Notify]:
    """Something to tell the progress to; `title` says which run it is of."""
    with progress_shown() as show:

        def notify(progress: RunProgress) -> None:
            line = f"{progress.doing}: {progress.done} of {progress.total}"
            show(
                f"{title} {progress.doing}".strip(),
                progress.done,
                progress.total,
                line=f"{title}: {line}" if title else line,
            )

        yield notify
