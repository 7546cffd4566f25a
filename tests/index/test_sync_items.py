"""A sync of files that hold many articles: each comes, changes, moves and goes by itself."""

from __future__ import annotations

import json
from collections import Counter
from contextlib import nullcontext

import pytest

from index.errors import ReadError
from index.readers import DocumentReader, Limits
from index.types import FileStatus, Filters, SyncReport

STORM = {"id": "s1", "headline": "Storm", "body": "The storm took twelve boats. Nobody was hurt."}
FERRY = {"id": "f1", "headline": "Ferry", "body": "The ferry runs again. Tickets cost four pounds."}
OVEN = {"id": "o1", "headline": "Oven", "body": "The bread oven is lit again. It took two years."}
WALL = {"id": "w/1 #2", "headline": "Wall", "body": "The harbour wall holds. It was built in 1904."}


def lines(*records: object) -> str:
    return "\n".join(r if isinstance(r, str) else json.dumps(r) for r in records) + "\n"


def said(report: SyncReport) -> dict[tuple[str, str], int]:
    counts: Counter[tuple[str, str]] = Counter()
    for outcome in report.outcomes:
        counts[outcome.path, outcome.status.value] += outcome.count
    assert sum(report.counts.values()) == report.seen == sum(counts.values())
    return dict(counts)


def ids(index) -> set[str]:
    return {document.doc_id for document in index.snapshot().about.values()}


def test_every_article_is_found_and_a_citation_opens_it(empty_index, write_articles, word_encoder):
    report = empty_index.sync(write_articles({"all.jsonl": lines(STORM, FERRY, WALL)}))
    assert said(report) == {
        ("all.jsonl#s1", "added"): 1,
        ("all.jsonl#f1", "added"): 1,
        ("all.jsonl#w/1 #2", "added"): 1,
    }
    snapshot = empty_index.snapshot()
    query = word_encoder.encode_queries(["harbour wall"])[0]
    only = Filters(doc_ids=("all.jsonl#w/1 #2",))
    (row, _), *others = snapshot.search_dense(query, 5, only)
    (passage,) = snapshot.passages([row])
    assert others == []
    assert passage.passage_id == "all.jsonl#w/1 #2#0-45"
    document = snapshot.document(passage.doc_id)
    assert document is not None
    assert (document.title, document.path, document.item) == ("Wall", "all.jsonl", "w/1 #2")
    assert document.text[passage.start : passage.end] == passage.text


def test_nothing_is_read_again_when_nothing_changed(empty_index, write_articles, word_encoder):
    folder = write_articles(
        {"all.jsonl": lines(STORM, FERRY, '{"id": "bad'), "a.md": "# A\n\nB.\n"}
    )
    first = empty_index.sync(folder)
    word_encoder.encoded.clear()
    for _ in range(2):
        report = empty_index.sync(folder)
        assert said(report) == {
            ("a.md", "unchanged"): 1,
            ("all.jsonl", "unchanged"): 2,
            ("all.jsonl#line 3", "failed"): 1,
        }
        assert (report.seen, report.generation) == (first.seen, first.generation)
    assert word_encoder.encoded == []


def test_only_what_changed_inside_is_encoded_and_versioned(
    empty_index, write_articles, word_encoder
):
    empty_index.sync(write_articles({"all.jsonl": lines(STORM, FERRY, OVEN)}))
    before = empty_index.snapshot()
    rows = {document.doc_id: row for row, document in before.about.items()}
    word_encoder.encoded.clear()
    dearer = {**FERRY, "body": "The ferry runs again. Tickets cost five pounds."}
    report = empty_index.sync(write_articles({"all.jsonl": lines(WALL, OVEN, dearer)}))
    assert said(report) == {
        ("all.jsonl#w/1 #2", "added"): 1,
        ("all.jsonl#f1", "changed"): 1,
        ("all.jsonl", "unchanged"): 1,
    }
    assert report.removed == ("all.jsonl#s1",)
    assert len(word_encoder.encoded) == 2
    after = {document.doc_id: row for row, document in empty_index.snapshot().about.items()}
    assert after["all.jsonl#o1"] == rows["all.jsonl#o1"]
    assert before.document("all.jsonl#s1") is not None


def test_an_article_with_a_new_key_keeps_its_old_name(empty_index, write_articles, word_encoder):
    empty_index.sync(write_articles({"all.jsonl": lines(STORM, FERRY)}))
    word_encoder.encoded.clear()
    report = empty_index.sync(write_articles({"all.jsonl": lines({**STORM, "id": "new"}, FERRY)}))
    assert said(report) == {("all.jsonl#new", "renamed"): 1, ("all.jsonl", "unchanged"): 1}
    assert (report.removed, word_encoder.encoded) == ((), [])
    moved = empty_index.snapshot().document("all.jsonl#s1")
    assert moved is not None
    assert moved.doc_id == "all.jsonl#new"


@pytest.mark.parametrize("also", [[], [OVEN]])
def test_a_file_with_another_name_takes_its_articles_along(empty_index, write_articles, also):
    empty_index.sync(write_articles({"2023.jsonl": lines(STORM, FERRY)}))
    report = empty_index.sync(write_articles({"2024.jsonl": lines(STORM, FERRY, *also)}))
    assert (report.counts["renamed"], report.counts["added"]) == (2, len(also))
    assert report.removed == ()
    moved = empty_index.snapshot().document("2023.jsonl#f1")
    assert moved is not None
    assert moved.doc_id == "2024.jsonl#f1"


def test_an_article_in_two_exports_is_there_once_as_long_as_one_is(empty_index, write_articles):
    both = {"a.jsonl": lines(STORM, WALL, FERRY), "b.jsonl": lines(FERRY, OVEN)}
    less = {**both, "a.jsonl": lines(STORM, WALL)}
    report = empty_index.sync(write_articles(both))
    assert said(report)["b.jsonl#f1", "duplicate"] == 1
    assert ids(empty_index) >= {"a.jsonl#f1", "b.jsonl#o1"}
    report = empty_index.sync(write_articles(less))
    assert said(report)["b.jsonl#f1", "added"] == 1
    assert ids(empty_index) == {"a.jsonl#s1", "a.jsonl#w/1 #2", "b.jsonl#f1", "b.jsonl#o1"}
    again = empty_index.sync(write_articles(less))
    assert again.generation == report.generation


def test_an_article_that_is_also_a_file_is_there_once(empty_index, write_articles):
    text = STORM["body"]
    files = {"a.md": f"# Storm\n\n{text}\n", "b.jsonl": lines(STORM, FERRY)}
    assert said(empty_index.sync(write_articles(files)))["b.jsonl#s1", "duplicate"] == 1
    report = empty_index.sync(write_articles({"b.jsonl": files["b.jsonl"]}))
    assert report.removed == ("a.md",)
    assert ids(empty_index) == {"b.jsonl#s1", "b.jsonl#f1"}


def test_one_article_twice_in_a_file_is_there_once(empty_index, write_articles):
    twice = lines(STORM, {**STORM, "id": "s2"}, FERRY)
    report = empty_index.sync(write_articles({"all.jsonl": twice}))
    assert said(report)["all.jsonl#s2", "duplicate"] == 1
    assert len(ids(empty_index)) == 2


def test_a_file_that_breaks_off_keeps_what_it_still_holds(empty_index, write_articles):
    whole = json.dumps([STORM, FERRY])
    empty_index.sync(write_articles({"all.json": whole}))
    report = empty_index.sync(write_articles({"all.json": whole[:-20]}))
    assert said(report) == {("all.json", "failed"): 1, ("all.json", "unchanged"): 1}
    assert ids(empty_index) == {"all.json#s1"}
    assert said(empty_index.sync(write_articles({"all.json": whole[:-20]}))) == said(report)
    empty_index.sync(write_articles({"all.json": whole}))
    assert ids(empty_index) == {"all.json#s1", "all.json#f1"}


def test_a_file_may_turn_from_one_article_into_many_and_back(empty_index, write_articles):
    empty_index.sync(write_articles({"a.json": json.dumps(STORM)}))
    assert ids(empty_index) == {"a.json"}
    report = empty_index.sync(write_articles({"a.json": json.dumps([STORM, FERRY])}))
    assert (report.counts["renamed"], report.counts["added"]) == (1, 1)
    assert ids(empty_index) == {"a.json#s1", "a.json#f1"}
    empty_index.sync(write_articles({"a.json": json.dumps(FERRY)}))
    assert ids(empty_index) == {"a.json"}


def test_a_sync_that_was_interrupted_inside_a_file_goes_on_there(
    empty_index, write_articles, word_encoder
):
    many = [{**STORM, "id": n, "body": f"Article number {n} is here."} for n in range(150)]
    folder = write_articles({"all.jsonl": lines(*many)})

    def stop(progress):
        if progress.articles_done > 100 and progress.doing == "indexing":
            raise KeyboardInterrupt

    assert empty_index.sync(folder, notify=stop).interrupted
    done, encoded = len(ids(empty_index)), len(word_encoder.encoded)
    assert 0 < done < 150
    report = empty_index.sync(folder)
    assert len(ids(empty_index)) == 150
    assert report.passages_encoded == len(word_encoder.encoded) - encoded <= 150 - done
    assert report.counts["unchanged"] >= done


class Failing(DocumentReader):
    """Fails for a reason that passes, after one article."""

    def read_many(self, files):
        for path, doc_id in files:
            yield from list(super().read_many([(path, doc_id)]))[:1]
            yield ReadError(doc_id, "took longer than 30 s", passing=True)


def test_a_failure_that_passes_removes_nothing_and_is_tried_again(
    empty_index, write_articles, monkeypatch
):
    folder = write_articles({"all.jsonl": lines(STORM, FERRY), "a.md": "# A\n\nBread.\n"})
    empty_index.sync(folder)
    write_articles({"all.jsonl": lines(STORM, FERRY, OVEN), "a.md": "# A\n\nButter.\n"})
    with monkeypatch.context() as patched, Failing() as reader:
        patched.setattr("index.sync.DocumentReader", lambda: reader)
        report = empty_index.sync(folder)
    assert {outcome.path for outcome in report.passing} == {"all.jsonl", "a.md"}
    assert report.removed == ()
    assert ids(empty_index) == {"all.jsonl#s1", "all.jsonl#f1", "a.md"}
    report = empty_index.sync(folder)
    assert (report.passing, report.counts["failed"]) == ((), 0)
    assert ids(empty_index) == {"all.jsonl#s1", "all.jsonl#f1", "all.jsonl#o1", "a.md"}


def test_names_of_fields_are_kept_and_used(tmp_path, write_articles, word_encoder):
    from index.index import open_or_create
    from index.settings import IndexSettings

    settings = IndexSettings(fields={"Titel": "headline", "Inhalt": "body", "Nr": "id"})
    index = open_or_create(tmp_path / "mapped", settings, load=lambda name: word_encoder)
    records = [{"Nr": n, "Titel": f"Meldung {n}", "Inhalt": f"Das Brot {n}."} for n in (1, 2)]
    index.sync(write_articles({"a.json": json.dumps(records)}))
    assert {d.title for d in index.snapshot().about.values()} == {"Meldung 1", "Meldung 2"}
    assert ids(index) == {"a.json#1", "a.json#2"}


def test_a_long_article_is_published_after_the_others(
    empty_index, write_articles, word_encoder, monkeypatch
):
    monkeypatch.setattr("index.sync.LONG_PASSAGES", 20)
    monkeypatch.setattr("index.sync.PUBLISH_EVERY_S", 0.0)
    long = {"id": "long", "headline": "Long", "body": "A line of words. " * 3000}
    seen: list[set[str]] = []
    encode = word_encoder.encode_passages

    def watched(texts):
        seen.append(ids(empty_index))
        return encode(texts)

    monkeypatch.setattr(word_encoder, "encode_passages", watched)
    empty_index.sync(write_articles({"all.jsonl": lines(STORM, long, FERRY)}))
    assert {"all.jsonl#s1"} in seen
    assert len(ids(empty_index)) == 3


def test_a_large_file_is_read_when_what_is_done_is_published(
    empty_index, write_articles, monkeypatch
):
    monkeypatch.setattr("index.plan.LONG_BYTES", 1000)
    monkeypatch.setattr("index.sync.LONG_BYTES", 1000)
    seen: list[set[str]] = []
    read = DocumentReader.read_many

    def watched(self, files, *given):
        seen.append(ids(empty_index))
        return read(self, files, *given)

    monkeypatch.setattr(DocumentReader, "read_many", watched)
    empty_index.sync(
        write_articles({"a.md": "Words. " * 300, "b.md": "Few words.", "c.md": "One."})
    )
    assert seen == [set(), set(), {"b.md", "c.md"}]


def test_a_file_that_was_too_large_is_read_once_it_may_be(empty_index, write_articles, monkeypatch):
    folder = write_articles({"a.md": "Words. " * 200})
    with DocumentReader(Limits(file_bytes=1000)) as reader, monkeypatch.context() as patched:
        patched.setattr("index.sync.DocumentReader", lambda: nullcontext(reader))
        assert empty_index.sync(folder).counts[FileStatus.FAILED] == 1
        assert empty_index.sync(folder).counts[FileStatus.FAILED] == 1
    assert empty_index.sync(folder).counts[FileStatus.ADDED] == 1


def test_an_article_of_too_many_passages_costs_no_neighbour(
    empty_index, write_articles, monkeypatch
):
    monkeypatch.setattr("index.sync.MOST_PASSAGES", 20)
    long = {"id": "long", "headline": "Long", "body": "A line of words. " * 3000}
    report = empty_index.sync(write_articles({"all.jsonl": lines(STORM, long, FERRY)}))
    assert said(report)["all.jsonl#long", "failed"] == 1
    assert report.counts[FileStatus.ADDED] == 2


def test_what_its_publisher_holds_back_is_skipped_until_its_embargo_ends(
    empty_index, write_articles
):
    news = {"pubstatus": "usable", "headline": "Wall", "body_text": "The wall holds."}
    folder = write_articles({"news.jsonl": lines(
        {**news, "uri": "urn:1"}, {**news, "uri": "urn:2", "pubstatus": "withheld"},
        {**news, "uri": "urn:3", "body_text": "It leans.", "embargoed": "2099-01-01T06:00:00Z"},
    )})  # fmt: skip
    held_back = {("news.jsonl#urn:2", "skipped"): 1}
    embargo = {("news.jsonl#urn:3", "skipped"): 1}
    assert said(empty_index.sync(folder)) == {
        ("news.jsonl#urn:1", "added"): 1, **held_back, **embargo}  # fmt: skip
    assert said(empty_index.sync(folder)) == {
        ("news.jsonl", "unchanged"): 1, **held_back, **embargo}  # fmt: skip
    later = (folder / "news.jsonl").read_text().replace("2099", "2020")
    (folder / "news.jsonl").write_text(later)
    assert said(empty_index.sync(folder)) == {
        ("news.jsonl", "unchanged"): 1, ("news.jsonl#urn:3", "added"): 1, **held_back}  # fmt: skip
    assert said(empty_index.sync(folder)) == {("news.jsonl", "unchanged"): 2, **held_back}
