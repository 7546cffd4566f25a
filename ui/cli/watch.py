"""`byline watch`: the index kept equal to the folder: a sync after each change, until Ctrl+C."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

from index.errors import BylineError, first_line
from index.index import Index, check_folder, open_or_create
from index.location import find_index
from index.text.characters import one_line
from index.types import FileStatus, SyncReport
from ui.cli.progress import progress_shown
from ui.cli.sync import summary, to_notify

_TROUBLES = (FileStatus.FAILED, FileStatus.SKIPPED, FileStatus.DUPLICATE)
DEBOUNCE_MS = 1600
LOOK_EVERY_S = 5
"""How often a folder that is gone is looked for, and a sync that failed is tried again."""


def watch(folder: Path, index: Path | None = None, yes: bool = False) -> None:
    """Sync, and again after each change, with a line for each; Ctrl+C ends it."""
    path, folder = find_index(index), folder.expanduser().absolute()
    check_folder(folder, path)
    keeper = Keeper(folder, path, sure=yes)
    print(f"Watching {one_line(str(folder))} - press Ctrl+C to stop", flush=True)
    try:
        for changed in changes(folder, path, threading.Event()):
            if changed or keeper.failed:
                keeper.sync()
    except KeyboardInterrupt:
        pass
    print("No longer watching.")


class Keeper:
    """Syncs one folder, and tells of each sync in a line; `failed` until one has succeeded."""

    def __init__(self, folder: Path, path: Path, *, sure: bool = False) -> None:
        self._folder, self._path, self._sure = folder, path, sure
        self._index: Index | None = None
        self._told: object = None  # by the last line
        self.failed = False

    def sync(self) -> None:
        """Sync, and say so unless nothing is new; what goes wrong is told, and ends nothing."""
        try:
            report = self._sync()
            self.failed = bool(report.passing)
            new = report.generation, [o for o in report.outcomes if o.status in _TROUBLES]
            self._tell(summary(report), new)
        except (BylineError, OSError) as error:
            self._index, self.failed = None, True
            told = f"not synced, to be tried again: {first_line(error)}"
            self._tell(told, told)

    def _sync(self) -> SyncReport:
        with progress_shown() as show:
            notify = to_notify(show)
            self._index = self._index or open_or_create(self._path, notify=notify)
            report = self._index.sync(
                self._folder, notify=notify, may_leave=lambda paths, all_of_them: self._sure
            )
        if report.interrupted:
            raise KeyboardInterrupt
        return report

    def _tell(self, line: str, news: object) -> None:
        if news != self._told:
            print(f"{time.strftime('%H:%M:%S')}  {one_line(line)}", flush=True)
        self._told = news


def changes(folder: Path, path: Path, stop: threading.Event) -> Iterator[bool]:
    """Whether something in the folder has changed, each time and every few seconds.

    True first, and again once it is watched: what changed in between would be missed.
    """
    from watchfiles import watch as watched

    yield True
    while not stop.is_set():
        if not folder.is_dir():
            yield True
            stop.wait(LOOK_EVERY_S)
            continue
        place, begun = folder.stat().st_ino, False
        for found in watched(
            folder,
            watch_filter=lambda _, changed: _counts(Path(changed), folder, path),
            debounce=DEBOUNCE_MS,
            stop_event=stop,
            rust_timeout=LOOK_EVERY_S * 1000,
            yield_on_timeout=True,
        ):
            yield bool(found) or not begun
            begun = True
            if not folder.is_dir() or folder.stat().st_ino != place:
                break  # its drive came back, perhaps: another folder of this name is watched


def _counts(changed: Path, folder: Path, path: Path) -> bool:
    """Whether a change may be an article's: not the index's own, and nothing hidden."""
    inside = changed.parts[len(folder.parts) :]
    return not changed.is_relative_to(path) and not any(part[:1] == "." for part in inside)
