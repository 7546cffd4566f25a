"""`RunProgress`: how far a run is, for progress bars."""

from collections.abc import Callable
from dataclasses import dataclass

from index.types import SyncProgress


@dataclass(frozen=True, slots=True, kw_only=True)
class RunProgress:
    """What is being done; `total` is 0 while it is not known."""

    doing: str
    done: int = 0
    total: int = 0


Notify = Callable[[RunProgress], None]


def forward(notify: Notify) -> Callable[[SyncProgress], None]:
    """The progress of a sync as that of the run that it is a part of."""

    def told(progress: SyncProgress) -> None:
        doing = progress.doing if not progress.files_total else "indexing"
        notify(RunProgress(doing=doing, done=progress.files_done, total=progress.files_total))

    return told
