"""Corpora: ids become file names and come back, texts survive, digests follow the content."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from eval.collections.corpora import (
    SEGMENT_BYTES,
    FolderCorpus,
    StreamedCorpus,
    open_folder,
    to_doc_id,
    to_file_id,
)
from eval.questions.folder import read_folder
from eval.types import CorpusDocument
from index.errors import FolderError

texts = st.text(st.characters(codec="utf-8"), min_size=1, max_size=300)


@given(texts)
@example(".")
@example("..")
@example(".hidden")
@example("~$lock")
@example("a/b\\c")
@example("x" * SEGMENT_BYTES + ".md")
@example("x" * SEGMENT_BYTES)
@example("https://example.org/a?b=c&d=e#f")
def test_to_doc_id_gives_the_id_back_whatever_it_is(doc_id):
    file_id = to_file_id(doc_id)
    assert to_doc_id(file_id) == doc_id
    assert file_id.isascii()
    assert all(
        len(part) <= SEGMENT_BYTES + 5 and not part.startswith((".", "~$"))
        for part in file_id.split("/")
    )


def test_to_file_id_leaves_a_plain_id_as_it_is():
    assert to_file_id("4983") == "4983.md"
    assert to_file_id("MED-10_a.b") == "MED-10_a.b.md"


def corpus_of(*documents):
    return StreamedCorpus(lambda: iter(documents), lambda: "digest", source="test")


def test_write_makes_files_that_a_sync_reads_under_the_same_ids(tmp_path):
    documents = [
        CorpusDocument(doc_id=doc_id, title=title, text="The sea broke the wall. It was night.")
        for doc_id, title in [
            (".x", 'Who\'s "there": a day'),
            ("a/b", "Line\nbreak"),
            ("y" * 700, "# 1"),
        ]
    ]
    corpus = corpus_of(*documents)
    corpus.write(tmp_path / "articles")
    read = read_folder(tmp_path / "articles")
    assert {corpus.doc_id_of(d.doc_id): d.title for d in read.values()} == {
        ".x": 'Who\'s "there": a day',
        "a/b": "Line break",
        "y" * 700: "# 1",
    }
    assert {d.text for d in read.values()} == {documents[0].text}
    assert set(read) == {corpus.file_id_of(d.doc_id) for d in documents}


def test_write_keeps_the_text_when_there_is_no_title_and_a_lone_surrogate(tmp_path):
    corpus_of(CorpusDocument(doc_id="1", title=" ", text="A wall\ud800 fell.")).write(
        tmp_path / "articles"
    )
    assert (tmp_path / "articles" / "1.md").read_text() == "A wall? fell.\n"


def test_folder_digest_follows_paths_and_bytes_and_not_hidden_files(tmp_path):
    (tmp_path / "a.txt").write_text("One.")
    first = FolderCorpus(tmp_path).digest
    (tmp_path / ".hidden.txt").write_text("Two.")
    assert FolderCorpus(tmp_path).digest == first
    (tmp_path / "a.txt").rename(tmp_path / "b.txt")
    renamed = FolderCorpus(tmp_path).digest
    (tmp_path / "b.txt").write_text("Three.")
    assert len({first, renamed, FolderCorpus(tmp_path).digest}) == 3


def test_folder_corpus_keeps_names_and_copies_what_a_sync_reads(tmp_path):
    (tmp_path / "from" / "in").mkdir(parents=True)
    (tmp_path / "from" / "in" / "a.txt").write_text("One.")
    (tmp_path / "from" / "in" / "a.exe").write_text("No.")
    corpus = FolderCorpus(tmp_path / "from")
    corpus.write(tmp_path / "to")
    copied = [path for path in (tmp_path / "to").rglob("*") if path.is_file()]
    assert copied == [tmp_path / "to" / "in" / "a.txt"]
    assert corpus.folder == tmp_path / "from"
    assert corpus.doc_id_of("in/a.txt") == corpus.file_id_of("in/a.txt") == "in/a.txt"


@pytest.mark.parametrize("name", ["missing", ""])
def test_open_folder_says_so_when_there_are_no_articles(tmp_path, name):
    with pytest.raises(FolderError, match=r"no such folder|holds no articles"):
        open_folder(tmp_path / name)
