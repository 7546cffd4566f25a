"""An article that is forgotten is in no byte of any file, wherever its text had gone."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from eval.collections.feedback import Feedback, Verdict, read_feedback, write_feedback
from index.errors import NoIndexError
from index.index import Index
from index.upkeep.doctor import examine
from rag.answerer import Answerer
from tests.support.command import run_byline
from ui.web.articles.places import removed_folder
from ui.web.conversations.store import Conversations
from ui.web.values import FEEDBACK_FILE, AskSettings, ExchangeState

OWNER = "o" * 16
PHRASE = "marmalade tribunal"
SECRET = (
    "# Orchard\n\nThe marmalade tribunal sentenced the orchard keeper to nine hours of quince."
    " The keeper said that he would appeal on Tuesday.\n"
)
FERRY = "# Ferry\n\nThe ferry runs again from Monday. Tickets cost four pounds.\n"


@pytest.fixture
def kept(tmp_path) -> Path:
    return tmp_path / "kept"


@pytest.fixture
def index(empty_index, write_articles, word_encoder, monkeypatch) -> Index:
    monkeypatch.setattr("index.index.load_default_encoder", lambda name: word_encoder)
    empty_index.sync(write_articles({"orchard.md": SECRET, "ferry.md": FERRY}))
    return empty_index


def ask(index: Index, kept: Path, question: str, conversation: str) -> None:
    """Ask, and keep the answer as the page does."""
    from dataclasses import replace

    conversations = Conversations.open(kept)
    answer = Answerer(index).answer(question)
    begun = conversations.begin(
        OWNER, conversation, question, AskSettings(conversation=conversation)
    )
    cited = {c.doc_id for s in answer.sentences for c in s.citations}
    documents = index.snapshot().documents(cited).values()
    conversations.settle(replace(begun, state=ExchangeState.ANSWERED, answer=answer), documents)


def forget(*arguments: object, check: int = 0) -> str:
    done = run_byline("forget", *arguments)
    assert done.returncode == check, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout + done.stderr


def places_of(phrase: str, *folders: Path) -> list[str]:
    """The files under `folders` whose bytes hold `phrase`, or a word of it as it is indexed."""
    needles = [phrase.encode(), *(word[:8].encode() for word in phrase.split())]
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    held = [path for path in files if any(n in path.read_bytes().lower() for n in needles)]
    return [path.name for path in held]


def test_nothing_of_it_is_left_in_any_file(index, kept, tmp_path):
    ask(index, kept, "What did the marmalade tribunal do?", "a" * 16)
    ask(index, kept, "What does the ferry cost?", "a" * 16)
    ask(index, kept, "Who was sentenced to quince?", "b" * 16)
    write_feedback(kept / FEEDBACK_FILE, judgement("f1", "marmalade tribunal sentenced the orchard"
                                                   " keeper to nine hours of quince"))  # fmt: skip
    write_feedback(kept / FEEDBACK_FILE, judgement("f2", "Right."))
    away = removed_folder(kept, index.path)
    away.mkdir(parents=True)
    (away / "orchard.md").write_text(SECRET)
    (away / "orchard (2).md").write_text(SECRET.replace("nine", "ten"))
    (away / "pier.md").write_text("# Pier\n\nThe pier is shut.\n")
    (index.path / "store.sqlite3.damaged-20260101-000000").write_text(SECRET)
    assert len(places_of(PHRASE, index.path, kept)) > 4  # the search finds what there is

    said = forget("orchard.md", "--index", index.path, "--kept", kept)

    assert places_of(PHRASE, index.path, kept) == []
    assert "the next sync brings it back" in said
    assert "still in " + str(tmp_path / "articles" / "orchard.md") in said
    assert [one.id for one in read_feedback(kept / FEEDBACK_FILE)] == ["f2"]
    assert [path.name for path in away.iterdir()] == ["pier.md"]
    (left,) = Conversations.open(kept).listed(OWNER)
    (exchange,) = Conversations.open(kept).exchanges(OWNER, left.id)
    assert exchange.answer is not None
    assert {hit.passage.doc_id for hit in exchange.answer.hits} == {"ferry.md"}
    assert (left.title, left.questions) == ("What does the ferry cost?", 1)
    assert all(finding.ok for finding in examine(index.path))


def judgement(key: str, note: str) -> Feedback:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    return Feedback(id=key, question="Why?", verdict=Verdict.DOWN, at=at, note=note)


def test_earlier_versions_and_names_go_with_it(index, kept, write_articles):
    write_articles({"orchard.md": SECRET.replace("Tuesday", "Friday"), "ferry.md": FERRY})
    index.sync(index.folder)
    write_articles({"garden.md": SECRET.replace("Tuesday", "Friday"), "ferry.md": FERRY})
    index.sync(index.folder)
    assert [d.doc_id for d in index.snapshot().about.values()] == ["ferry.md", "garden.md"]
    forget("garden.md", "--index", index.path, "--kept", kept)
    assert places_of(PHRASE, index.path) == []
    assert index.store.rows("SELECT doc_id FROM documents") == [("ferry.md",)]


def test_another_article_that_has_an_earlier_name_by_now_stays(index, kept, write_articles):
    write_articles({"garden.md": SECRET, "ferry.md": FERRY})
    index.sync(index.folder)
    write_articles({"garden.md": SECRET, "orchard.md": "# Pears\n\nPears are ripe.\n"})
    index.sync(index.folder)
    forget("garden.md", "--index", index.path, "--kept", kept)
    assert [d.doc_id for d in index.snapshot().about.values()] == ["orchard.md"]


def test_one_that_has_left_the_folder_is_forgotten_too(index, kept, write_articles):
    index.sync(write_articles({"ferry.md": FERRY}))
    assert places_of(PHRASE, index.path)
    said = forget("orchard.md", "--index", index.path, "--kept", kept)
    assert places_of(PHRASE, index.path) == []
    assert "brings it back" not in said


def test_what_was_freed_earlier_is_written_over(index, kept, write_articles):
    index.sync(write_articles({"ferry.md": FERRY}))
    with index.store.writing() as connection:
        connection.execute("PRAGMA secure_delete=OFF")  # some systems build SQLite with it
        connection.execute("DELETE FROM documents WHERE removed IS NOT NULL")
    assert places_of(PHRASE, index.path)
    forget("orchard.md", "--index", index.path, "--kept", kept, check=2)
    assert places_of(PHRASE, index.path) == []


def test_an_exact_copy_is_named_and_deleted_with_it(index, kept, write_articles, tmp_path):
    index.sync(write_articles({"orchard.md": SECRET, "zcopy.md": SECRET, "ferry.md": FERRY}))
    said = forget("orchard.md", "--index", index.path, "--kept", kept)
    assert "zcopy.md" in said
    index.sync(tmp_path / "articles")
    assert places_of(PHRASE, index.path)  # as was said
    forget("orchard.md", "--index", index.path, "--kept", kept, "--delete-file", check=2)
    forget("orchard.md", "--index", index.path, "--kept", kept, "--delete-file", "--yes")
    index.sync(tmp_path / "articles")
    assert places_of(PHRASE, index.path, kept, tmp_path / "articles") == []


def test_one_article_of_a_file_goes_and_its_file_is_left(index, kept, write_articles, tmp_path):
    rows = (
        '[{"id": "1", "title": "Orchard", "body": "%s"}, {"id": "2", "title": "F", "body": "%s"}]'
    )
    text = SECRET.partition("\n\n")[2].strip()
    write_articles({"all.json": rows % (text, "The ferry runs again from Monday, for all.")})
    index.sync(tmp_path / "articles")
    names = [d.doc_id for d in index.snapshot().about.values()]
    (name,) = [n for n in names if "marmalade" in index.snapshot().documents([n])[n].text]
    said = forget(name, "--index", index.path, "--kept", kept, "--delete-file", "--yes")
    assert "take it out" in said
    assert places_of(PHRASE, index.path) == []
    assert [d.doc_id for d in index.snapshot().about.values()] == [n for n in names if n != name]
    assert (tmp_path / "articles" / "all.json").exists()


def test_an_open_reader_quotes_it_no_more(index, kept):
    before = index.snapshot()
    assert len(before.document_passages("orchard.md")) == 1
    row = next(row for row, d in before.about.items() if d.doc_id == "orchard.md")
    forget("orchard.md", "--index", index.path, "--kept", kept)
    assert before.documents(["orchard.md"]) == {}
    with pytest.raises(NoIndexError, match="ask again"):
        before.passages([row])
    assert index.snapshot().document("orchard.md") is None
    answer = Answerer(index).answer("What did the marmalade tribunal do?")
    assert {hit.passage.doc_id for hit in answer.hits} == {"ferry.md"}


def test_the_same_story_elsewhere_is_named_and_stays(index, kept, write_articles):
    long = SECRET + "\n" + " ".join(f"Witness {n} spoke of quince and pears." for n in range(40))
    index.sync(write_articles({"a.md": long, "b.md": long + " The end."}))
    said = forget("a.md", "--index", index.path, "--kept", kept)
    assert "the same story is told by b.md" in said
    assert index.snapshot().document("b.md") is not None


def test_conversations_are_cleared_without_an_index(index, kept, tmp_path):
    ask(index, kept, "What did the marmalade tribunal do?", "a" * 16)
    forget("orchard.md", "--index", tmp_path / "none", "--kept", kept)
    assert places_of(PHRASE, kept) == []
    with closing(sqlite3.connect(kept / "conversations.sqlite3")) as connection:
        assert connection.execute("SELECT count(*) FROM conversations").fetchone() == (0,)


def test_an_article_that_nobody_knows_is_one_line(index, kept):
    said = forget("nowhere.md", "--index", index.path, "--kept", kept, check=2)
    assert said.startswith("byline: nowhere.md: no such article is known")
    assert index.snapshot().document("orchard.md") is not None
