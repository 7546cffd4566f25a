"""A sync in the background: one at a time, stopped, followed by another, asked beside."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from index.index import Index
from index.types import Encoder, FileOutcome, FileStatus, SyncReport, Vectors
from ui.web.articles.listing import Listing, Wanted
from ui.web.articles.places import articles_folder
from ui.web.articles.syncing import Syncing, notice_of, summarised
from ui.web.library.library import Library


class Gate:
    """An encoder that waits before it encodes passages until it is let through."""

    def __init__(self, encoder: Any) -> None:
        self._encoder = encoder
        self.reached, self.open = threading.Event(), threading.Event()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._encoder, name)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        self.reached.set()
        assert self.open.wait(30)
        found: Vectors = self._encoder.encode_passages(texts)
        return found


@pytest.fixture
def gate(word_encoder: Encoder) -> Gate:
    return Gate(word_encoder)


@pytest.fixture
def library(tmp_path: Path, gate: Gate) -> Library:
    path = tmp_path / "index"
    return Library(path, lambda path: Index.open(path, load=lambda name: gate))


def write(library: Library, **articles: str) -> None:
    folder = articles_folder(library)
    folder.mkdir(exist_ok=True)
    for name, text in articles.items():
        (folder / f"{name}.md").write_text(text)


def paths(library: Library) -> list[str]:
    return [row.path for row in Listing(library, library.path / "none").page(Wanted()).articles]


def test_list_can_be_read_while_a_sync_runs(library: Library, gate: Gate) -> None:
    write(library, a="Text a.")
    syncing = Syncing(library)
    assert syncing.start().running
    assert gate.reached.wait(30)
    assert paths(library) == []
    assert syncing.state.running
    gate.open.set()
    assert syncing.wait(30)
    assert paths(library) == ["a.md"]


def test_stop_keeps_what_is_done_and_the_next_sync_goes_on(library: Library, gate: Gate) -> None:
    write(library, a="Text a.")
    syncing = Syncing(library)
    syncing.start()
    assert gate.reached.wait(30)
    assert syncing.stop().stopping
    gate.open.set()
    assert syncing.wait(30)
    report = syncing.state.report
    assert report is not None
    assert (syncing.state.running, syncing.state.stopping) == (False, False)
    assert report.summary.startswith("Stopped; what was done is kept.")
    syncing.start()
    assert syncing.wait(30)
    assert paths(library) == ["a.md"]


def test_start_while_one_runs_is_followed_by_another(library: Library, gate: Gate) -> None:
    write(library, a="Text a.")
    syncing = Syncing(library)
    syncing.start()
    assert gate.reached.wait(30)
    write(library, b="Text b.")
    assert syncing.start().number == 1
    gate.open.set()
    assert syncing.wait(30)
    assert syncing.state.number == 2
    assert paths(library) == ["a.md", "b.md"]


def test_end_waits_for_the_batch_under_way_and_reports_no_error(
    library: Library, gate: Gate, caplog: pytest.LogCaptureFixture
) -> None:
    write(library, a="Text a.")
    syncing = Syncing(library)
    syncing.start()
    assert gate.reached.wait(30)
    threading.Timer(0.2, gate.open.set).start()
    syncing.end()
    assert not syncing.state.running
    assert caplog.records == []


def test_stop_does_nothing_when_nothing_runs(library: Library) -> None:
    assert not Syncing(library).stop().running


def test_unexpected_error_is_said_without_its_words(library: Library, gate: Gate) -> None:
    write(library, a="Text a.")
    syncing = Syncing(library)

    def fail(texts: Sequence[str]) -> Vectors:
        raise ValueError("secret details")

    gate.encode_passages = fail  # type: ignore[method-assign]
    syncing.start()
    assert syncing.wait(30)
    assert "secret" not in syncing.state.problem
    assert "terminal" in syncing.state.problem


@pytest.fixture
def report() -> Callable[..., SyncReport]:
    def make(removed: int = 0, interrupted: bool = False, **counts: int) -> SyncReport:
        return SyncReport(
            outcomes=tuple(
                FileOutcome(path=f"{status}{n}.md", status=FileStatus(status))
                for status, number in counts.items()
                for n in range(number)
            ),
            removed=tuple(f"gone{n}.md" for n in range(removed)),
            passages_encoded=0,
            generation=1,
            seconds=1.0,
            interrupted=interrupted,
        )

    return make


def test_summary_says_all_in_plain_words(report: Callable[..., SyncReport]) -> None:
    assert summarised(report(unchanged=4)) == "Nothing has changed."
    assert summarised(report(added=1, changed=2, removed=1, failed=1, skipped=2, duplicate=1)) == (
        "1 article added, 2 articles changed, 1 article gone from the folder."
        " 1 file could not be read. 2 files were passed over. 1 file is an exact copy of another."
    )


def test_notice_asks_for_the_drive_when_the_folder_is_empty(
    report: Callable[..., SyncReport],
) -> None:
    assert "Is its drive missing?" in notice_of(report(removed=3))
    assert notice_of(report(removed=3, unchanged=1)) == ""
