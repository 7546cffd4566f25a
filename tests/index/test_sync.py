"""A sync makes the index equal the folder, does nothing twice, and loses nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.errors import FolderError, IndexBusyError
from index.index import Index, open_or_create
from index.lock import writer_lock
from index.types import FileStatus, SyncProgress

STORM = "# Storm\n\nThe storm took twelve boats. Nobody was hurt.\n"
FERRY = "# Ferry\n\nThe ferry runs again from Monday. Tickets cost four pounds.\n"


def outcomes(report):
    return {outcome.path: outcome.status for outcome in report.outcomes}


def test_sync_adds_every_article(empty_index, write_articles):
    folder = write_articles({"storm.md": STORM, "news/ferry.md": FERRY})
    report = empty_index.sync(folder)
    assert outcomes(report) == {"storm.md": FileStatus.ADDED, "news/ferry.md": FileStatus.ADDED}
    assert report.seen == 2
    assert {d.doc_id for d in empty_index.snapshot().about.values()} == {
        "storm.md",
        "news/ferry.md",
    }


def test_sync_encodes_nothing_when_nothing_changed(empty_index, write_articles, word_encoder):
    folder = write_articles({"storm.md": STORM})
    empty_index.sync(folder)
    word_encoder.encoded.clear()
    report = empty_index.sync(folder)
    assert outcomes(report) == {"storm.md": FileStatus.UNCHANGED}
    assert report.passages_encoded == 0
    assert word_encoder.encoded == []


def test_sync_encodes_only_the_changed_article(empty_index, write_articles, word_encoder):
    folder = write_articles({"storm.md": STORM, "ferry.md": FERRY})
    empty_index.sync(folder)
    word_encoder.encoded.clear()
    report = empty_index.sync(write_articles({"storm.md": STORM, "ferry.md": FERRY + "\nNew.\n"}))
    assert outcomes(report)["ferry.md"] is FileStatus.CHANGED
    assert outcomes(report)["storm.md"] is FileStatus.UNCHANGED
    assert all("storm" not in text for text in word_encoder.encoded)
    assert folder


def test_sync_removes_what_is_gone(empty_index, write_articles):
    empty_index.sync(write_articles({"storm.md": STORM, "ferry.md": FERRY}))
    report = empty_index.sync(write_articles({"storm.md": STORM}))
    assert report.removed == ("ferry.md",)
    assert empty_index.snapshot().document("ferry.md") is None


def test_sync_follows_a_rename_without_encoding(empty_index, write_articles):
    empty_index.sync(write_articles({"storm.md": STORM}))
    report = empty_index.sync(write_articles({"weather/gale.md": STORM}))
    assert outcomes(report) == {"weather/gale.md": FileStatus.RENAMED}
    assert report.passages_encoded == 0
    assert report.removed == ()
    moved = empty_index.snapshot().document("storm.md")
    assert moved is not None
    assert moved.doc_id == "weather/gale.md"


def test_sync_indexes_exact_duplicates_once(empty_index, write_articles):
    report = empty_index.sync(write_articles({"a.md": STORM, "b.md": STORM}))
    assert outcomes(report) == {"a.md": FileStatus.ADDED, "b.md": FileStatus.DUPLICATE}
    assert len(empty_index.snapshot().about) == 1


def test_sync_takes_the_duplicate_when_the_first_is_gone(empty_index, write_articles):
    empty_index.sync(write_articles({"a.md": STORM, "b.md": STORM}))
    report = empty_index.sync(write_articles({"b.md": STORM}))
    assert outcomes(report) == {"b.md": FileStatus.RENAMED}
    assert empty_index.snapshot().document("b.md") is not None


def test_sync_goes_on_after_a_bad_file(empty_index, write_articles):
    folder = write_articles({"storm.md": STORM})
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7 and then nothing")
    (folder / "empty.md").write_bytes(b"")
    report = empty_index.sync(folder)
    found = outcomes(report)
    assert found["storm.md"] is FileStatus.ADDED
    assert found["broken.pdf"] is FileStatus.FAILED
    assert found["empty.md"] in (FileStatus.FAILED, FileStatus.SKIPPED)
    assert sum(report.counts.values()) == report.seen == 3


def test_sync_reports_a_failed_file_again_and_takes_it_once_mended(empty_index, write_articles):
    folder = write_articles({"a.md": STORM})
    (folder / "bad.pdf").write_bytes(b"%PDF-1.7 broken")
    empty_index.sync(folder)
    assert outcomes(empty_index.sync(folder))["bad.pdf"] is FileStatus.FAILED
    (folder / "bad.pdf").unlink()
    assert (
        outcomes(empty_index.sync(write_articles({"a.md": STORM, "bad.md": FERRY})))["bad.md"]
        is FileStatus.ADDED
    )


def test_sync_drops_an_article_that_can_no_longer_be_read(empty_index, write_articles):
    folder = write_articles({"storm.md": STORM})
    empty_index.sync(folder)
    (folder / "storm.md").write_bytes(b"\x00\x01\x02\x03" * 100)
    assert outcomes(empty_index.sync(folder))["storm.md"] is FileStatus.FAILED
    assert empty_index.snapshot().about == {}


def test_sync_can_be_interrupted_and_goes_on(empty_index, write_articles, word_encoder):
    articles = {f"a{n:03}.md": f"# Title {n}\n\nArticle number {n} is here.\n" for n in range(150)}
    folder = write_articles(articles)

    def stop(progress: SyncProgress) -> None:
        if progress.files_done >= 64 and progress.doing == "indexing":
            raise KeyboardInterrupt

    report = empty_index.sync(folder, notify=stop)
    assert report.interrupted
    done = len(empty_index.snapshot().about)
    assert 0 < done < 150
    encoded = len(word_encoder.encoded)
    report = empty_index.sync(folder)
    assert len(empty_index.snapshot().about) == 150
    assert len(word_encoder.encoded) - encoded == report.passages_encoded <= 150 - done


def test_sync_publishes_what_an_interrupted_one_removed(empty_index, write_articles, monkeypatch):
    empty_index.sync(write_articles({"storm.md": STORM, "ferry.md": FERRY}))
    folder = write_articles({"storm.md": STORM})

    def killed(*arguments):
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr("index.sync.publish", killed)
        with pytest.raises(SystemExit):
            empty_index.sync(folder)
    empty_index.sync(folder)
    assert empty_index.snapshot().document("ferry.md") is None


def test_sync_is_refused_while_another_writes(empty_index, write_articles):
    folder = write_articles({"storm.md": STORM})
    with writer_lock(empty_index.path), pytest.raises(IndexBusyError, match="process"):
        empty_index.sync(folder)


def test_sync_names_the_problem_when_the_folder_is_missing(empty_index, tmp_path):
    with pytest.raises(FolderError, match="not found"):
        empty_index.sync(tmp_path / "nowhere")


def test_sync_of_another_folder_is_refused_unless_moved(empty_index, write_articles, tmp_path):
    empty_index.sync(write_articles({"storm.md": STORM}))
    other = tmp_path / "other"
    other.mkdir()
    (other / "ferry.md").write_text(FERRY)
    with pytest.raises(FolderError, match="--move"):
        empty_index.sync(other)
    report = empty_index.sync(other, move=True)
    assert report.removed == ("storm.md",)


def test_sync_leaves_out_the_index_that_lies_among_the_articles(write_articles, word_encoder):
    folder = write_articles({"storm.md": STORM})
    index = open_or_create(folder / "index", load=lambda name: word_encoder)
    index.sync(folder)
    assert outcomes(index.sync(folder)) == {"storm.md": FileStatus.UNCHANGED}


def test_sync_refuses_the_folder_of_articles_as_its_index(write_articles, word_encoder):
    folder = write_articles({"storm.md": STORM})
    index = open_or_create(folder, load=lambda name: word_encoder)
    with pytest.raises(FolderError, match="--index"):
        index.sync(folder)


def test_an_emptied_folder_that_comes_back_is_not_encoded_anew(empty_index, write_articles):
    empty_index.sync(write_articles({"storm.md": STORM}))
    assert empty_index.sync(write_articles({})).removed == ("storm.md",)
    report = empty_index.sync(write_articles({"storm.md": STORM}))
    assert (report.counts["added"], report.passages_encoded) == (1, 0)


def test_reader_keeps_its_generation_while_a_sync_publishes(empty_index, write_articles):
    empty_index.sync(write_articles({"storm.md": STORM}))
    before = empty_index.snapshot()
    empty_index.sync(write_articles({"ferry.md": FERRY}))
    assert before.document("storm.md") is not None
    assert before.document("ferry.md") is None
    after = empty_index.snapshot()
    assert after.generation > before.generation
    assert after.document("storm.md") is None


def test_index_answers_by_words_alone_without_an_encoder(tmp_path, write_articles):
    from index.errors import EncoderError
    from index.types import Filters

    def load(name: str):
        raise EncoderError("weights missing")

    index: Index = open_or_create(tmp_path / "lexical", load=load)
    report = index.sync(write_articles({"storm.md": STORM, "ferry.md": FERRY}))
    assert report.lexical_only
    found = index.snapshot().search_lexical("storm boats", 5, Filters())
    assert [p.doc_id for p in index.snapshot().passages([row for row, _ in found])] == ["storm.md"]


def test_caches_are_rebuilt_when_they_are_gone(empty_index, write_articles, word_encoder):
    import shutil

    from index.types import Filters

    empty_index.sync(write_articles({"storm.md": STORM, "ferry.md": FERRY}))
    for path in Path(empty_index.path).iterdir():
        if path.name.startswith(("vectors", "lexical")):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    again = Index.open(empty_index.path, load=lambda name: word_encoder)
    query = word_encoder.encode_queries(["ferry tickets"])[0]
    found = again.snapshot().search_dense(query, 1, Filters())
    assert again.snapshot().passages([found[0][0]])[0].doc_id == "ferry.md"
    assert (empty_index.path / "vectors.faiss").exists()


def test_what_lies_in_a_folder_that_cannot_be_listed_stays(
    empty_index, write_articles, monkeypatch
):
    import index.scan

    folder = write_articles(
        {"storm.md": STORM, "news/ferry.md": FERRY, "news/a/b.md": "# B\n\nC.\n"}
    )
    empty_index.sync(folder)
    listed = index.scan._entries

    def entries(at, prefix):
        if prefix == "news/":
            raise OSError(5, "Input/output error")
        return listed(at, prefix)

    with monkeypatch.context() as patched:
        patched.setattr("index.scan._entries", entries)
        report = empty_index.sync(folder)
    assert [outcome.path for outcome in report.passing] == ["news"]
    assert (report.removed, len(empty_index.snapshot().about)) == ((), 3)
    report = empty_index.sync(folder)
    assert outcomes(report) == dict.fromkeys(
        ["storm.md", "news/ferry.md", "news/a/b.md"], FileStatus.UNCHANGED
    )


def test_a_file_that_cannot_be_opened_for_once_stays(empty_index, write_articles, monkeypatch):
    from index.errors import ReadError

    folder = write_articles({"storm.md": STORM, "ferry.md": FERRY})
    empty_index.sync(folder)

    def fail(path):
        raise ReadError(str(path), "input/output error")

    write_articles({"storm.md": STORM + "\nIt rained.\n", "ferry.md": FERRY})
    with monkeypatch.context() as patched:
        patched.setattr("index.sync.hash_file", fail)
        report = empty_index.sync(folder)
    assert "storm.md" in {outcome.path for outcome in report.passing}
    assert (report.removed, len(empty_index.snapshot().about)) == ((), 2)
    report = empty_index.sync(folder)
    assert outcomes(report)["storm.md"] is FileStatus.CHANGED
    assert report.counts["failed"] == 0
