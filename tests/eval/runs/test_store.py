"""Runs on disk: made whole, found by name, never overwritten."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from eval.runs.partial import partial_run, unfinished_runs
from eval.runs.store import OUTCOMES_FILE, RunStore, load_run, to_line
from eval.types import CodeInfo, CollectionInfo, Outcome, RunInfo, RunSettings
from index.errors import IndexBusyError, UsageError


def save(folder: Path, name: str, *, minute: int = 0, queries: tuple[str, ...] = ("q1",)) -> Path:
    """A run with one outcome for each query."""
    path = folder / name
    path.mkdir(parents=True)
    info = RunInfo(
        name=name,
        created=datetime(2026, 1, 1, 12, minute, tzinfo=UTC),
        collection=CollectionInfo(
            name="c", digest="d", corpus_digest="e", documents=1, queries=len(queries)
        ),
        settings=RunSettings(),
        fingerprint="f",
        encoder="",
        code=CodeInfo(version="1", digest="g"),
    )
    (path / "run.json").write_text(info.model_dump_json())
    lines = [to_line(Outcome(query_id=query, text=query, values={"RR": 1.0})) for query in queries]
    (path / OUTCOMES_FILE).write_text("".join(lines))
    return path


def test_load_finds_a_run_by_name_beginning_folder_and_age(tmp_path: Path):
    save(tmp_path, "fused-1", minute=1)
    save(tmp_path, "lexical-1", minute=2)
    store = RunStore(tmp_path)
    for reference in ("fused-1", "fu", str(tmp_path / "fused-1"), "previous"):
        assert store.load(reference).info.name == "fused-1"
    assert store.load("latest").info.name == "lexical-1"
    assert [info.name for info in store.infos()] == ["lexical-1", "fused-1"]


def test_load_says_what_there_is_when_the_name_is_unknown_or_fits_several(tmp_path: Path):
    save(tmp_path, "fused-1")
    save(tmp_path, "fused-2")
    with pytest.raises(UsageError, match=r"several runs begin so: fused-"):
        RunStore(tmp_path).load("fused")
    with pytest.raises(UsageError, match=r"no such run in .* there are fused-"):
        RunStore(tmp_path).load("dense")
    with pytest.raises(UsageError, match=r"no runs in .*: make one with `byline eval run`"):
        RunStore(tmp_path / "none").load("latest")


def test_new_name_is_free_when_a_run_was_made_in_the_same_second(tmp_path: Path):
    now = datetime(2026, 1, 1, 12, tzinfo=UTC)
    store = RunStore(tmp_path)
    first = store.new_name("my setting/2", now)
    save(tmp_path, first)
    assert (first, store.new_name("my setting/2", now)) == (
        "my-setting-2-20260101-120000",
        "my-setting-2-20260101-120000-2",
    )


def test_outcomes_name_the_place_when_the_file_was_cut_short(tmp_path: Path):
    path = save(tmp_path, "r", queries=("q1", "q2"))
    file = path / OUTCOMES_FILE
    whole = file.read_text()
    file.write_text(whole[: whole.index("\n") + 1])
    with pytest.raises(UsageError, match=r"outcomes.jsonl: cut short: 1 of 2 queries are there"):
        list(load_run(path).outcomes())
    file.write_text(whole[:-10])
    with pytest.raises(UsageError, match=r"outcomes.jsonl, line 2: is no outcome of a query"):
        list(load_run(path).outcomes())


def test_load_run_names_the_file_when_it_is_not_a_run(tmp_path: Path):
    path = save(tmp_path, "r")
    (path / "run.json").write_text('{"name": 1}')
    with pytest.raises(UsageError, match=r"run.json: is no run of this version"):
        load_run(path)


def test_partial_run_asks_again_what_was_cut_off(tmp_path: Path):
    with partial_run(tmp_path / "p") as partial:
        partial.add(Outcome(query_id="q1", text="one"))
        partial.add(Outcome(query_id="q2", text="two"))
    asked = tmp_path / "p" / "asked.jsonl"
    asked.write_bytes(asked.read_bytes()[:-5])
    with partial_run(tmp_path / "p") as partial:
        assert partial.asked == {"q1"}
        partial.add(Outcome(query_id="q2", text="two"))
        assert [outcome.query_id for outcome in partial.outcomes()] == ["q1", "q2"]


def test_partial_run_is_one_process_at_a_time(tmp_path: Path):
    with (
        partial_run(tmp_path / "p"),
        pytest.raises(IndexBusyError),
        partial_run(tmp_path / "p"),
    ):
        pass


def test_folders_are_runs_whole_or_damaged_and_nothing_else(tmp_path: Path):
    save(tmp_path, "whole")
    (save(tmp_path, "headless") / "run.json").unlink()
    save(tmp_path, ".being-published")
    (tmp_path / "notes").mkdir()
    with partial_run(tmp_path / ".unfinished-1") as partial:
        partial.add(Outcome(query_id="q1", text="one"))
    assert [path.name for path in RunStore(tmp_path).folders()] == ["headless", "whole"]
    assert unfinished_runs(tmp_path) == [tmp_path / ".unfinished-1"]
    assert RunStore(tmp_path / "none").folders() == unfinished_runs(tmp_path / "none") == []
