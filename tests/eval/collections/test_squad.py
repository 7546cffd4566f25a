"""SQuAD as a collection: articles, gold sentences, halves."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.collections import open_collection
from eval.collections.squad import find_gold, read_squad
from eval.splits import is_tuning
from index.errors import UsageError

CONTEXT = "It rained in 1932. The bridge fell.\u200e Nobody was hurt in 1932."


def asked(identifier="1", answers=("1932",), **more):
    given = [{"text": text, "answer_start": 0} for text in answers]
    return {"id": identifier, "question": "When?", "answers": given, **more}


def article(*questions, title="Old_Bridge"):
    return {"title": title, "paragraphs": [{"context": CONTEXT, "qas": list(questions)}]}


@pytest.fixture
def squad(tmp_path):
    def write(*articles, text=""):
        path = tmp_path / "tiny.json"
        path.write_text(text or json.dumps({"version": "2.0", "data": articles}))
        return str(path)

    return write


def test_read_squad_gives_questions_when_some_have_no_answer(squad):
    path = squad(article(asked("1"), asked("2", answers=(), is_impossible=True)))
    _, questions = read_squad(Path(path))
    assert [(q.text, q.paragraph, q.answerable) for q in questions] == [
        ("When?", 0, True),
        ("When?", 0, False),
    ]


def test_open_collection_takes_every_sentence_that_holds_an_answer(squad):
    collection = open_collection(squad(article(asked())))
    (query,) = collection.queries()
    (document,) = collection.corpus.documents()
    assert (document.doc_id, document.title, document.text) == ("Old_Bridge", "Old Bridge", CONTEXT)
    assert [s.quote for s in query.facts[0].sentences] == [
        "It rained in 1932.",
        "Nobody was hurt in 1932.",
    ]
    assert (query.answers, query.qrels) == (("1932",), {"Old_Bridge": 1})
    assert (query.kind, query.answerable) == ("answerable", True)


def test_gold_is_without_characters_that_cleaning_removes(squad):
    (query,) = open_collection(squad(article(asked(answers=["bridge"])))).queries()
    assert query.facts[0].sentences[0].quote == "The bridge fell."


def test_open_collection_gives_no_judgements_when_it_cannot_be_answered(squad):
    (query,) = open_collection(squad(article(asked(is_impossible=True)))).queries()
    assert (query.qrels, query.facts, query.answers) == ({}, (), ())
    assert (query.kind, query.answerable) == ("unanswerable", False)


def test_find_gold_takes_both_sentences_when_the_answer_stands_across_them():
    text = "He met J. Smith. Jones left. It rained."
    gold = [text[start:end] for start, end in find_gold(text, ["smith.  Jones"])]
    assert gold == ["He met J. Smith.", "Jones left."]


def test_open_collection_halves_by_article(squad):
    path = squad(*(article(asked(str(n)), title=f"T{n}") for n in range(12)))
    kept = {q.query_id for q in open_collection(path, half="tuning").queries()}
    assert kept == {str(n) for n in range(12) if is_tuning(f"T{n}")}
    assert len(list(open_collection(path, half="tuning").corpus.documents())) == 12


@pytest.mark.parametrize(
    ("articles", "problem"),
    [
        ([article()], "holds no queries"),
        ([article(asked(), asked())], "question id '1' comes twice"),
        ([article(asked(question=" "))], "question '1' is empty"),
        ([{"title": "A"}], "no SQuAD file: data.0.paragraphs: Field required"),
        ([article({"id": "1"})], r"data.0.paragraphs.0.qas.0.question: Field required"),
    ],
)
def test_open_collection_names_the_place_when_the_file_is_malformed(squad, articles, problem):
    with pytest.raises(UsageError, match=rf"tiny\.json: .*{problem}"):
        open_collection(squad(*articles))


def test_open_collection_says_so_when_the_file_is_cut_short(squad):
    with pytest.raises(UsageError, match=r"tiny\.json: no SQuAD file: Invalid JSON: EOF .*line 1"):
        open_collection(squad(text='{"data": [{"ti'))


def test_documents_say_so_when_two_articles_have_one_title(squad):
    corpus = open_collection(squad(article(asked()), article())).corpus
    with pytest.raises(UsageError, match="two articles are called 'Old_Bridge'"):
        list(corpus.documents())
