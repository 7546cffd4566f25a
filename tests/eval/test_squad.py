"""SQuAD as a folder of articles, and the rules that judge and split."""

from __future__ import annotations

import json

import pytest

from benchmarks.calibrate.models import auroc
from eval.splits import is_tuning
from eval.squad import find_paragraphs, holds_answer, read_squad, write_articles
from index.types import Document


@pytest.fixture
def squad(tmp_path):
    path = tmp_path / "squad.json"
    asked = [
        {"id": "1", "question": " When? ", "answers": [{"text": "1932", "answer_start": 0}]},
        {"id": "2", "question": "Who?", "answers": [], "is_impossible": True},
    ]
    paragraphs = [{"context": "It rained.", "qas": []}, {"context": "In 1932.", "qas": asked}]
    path.write_text(json.dumps({"data": [{"title": "Old_Bridge", "paragraphs": paragraphs}]}))
    return path


def test_read_squad_gives_questions_when_some_have_no_answer(squad):
    _, questions = read_squad(squad)
    assert [(q.text, q.paragraph, q.answerable) for q in questions] == [
        ("When?", 1, True),
        ("Who?", 1, False),
    ]


def test_write_articles_puts_the_headline_first(squad, tmp_path):
    articles, _ = read_squad(squad)
    write_articles(articles, tmp_path / "folder")
    text = (tmp_path / "folder" / "Old_Bridge.txt").read_text()
    assert text == "Old Bridge\n\nIt rained.\n\nIn 1932.\n"


def test_find_paragraphs_gives_places_when_white_space_differs(squad):
    articles, _ = read_squad(squad)
    document = Document(doc_id="x", version="1", text="It\nrained.\n\nIn 1932.", title="")
    assert find_paragraphs(articles[0], document) == [(0, 10), (12, 20)]


@pytest.mark.parametrize(
    ("text", "right"), [("In 1932 it opened.", True), ("In 19325.", False), ("no", False)]
)
def test_holds_answer_wants_whole_words(text, right):
    assert holds_answer(text, ["1932"]) is right


def test_is_tuning_follows_the_last_digit_of_the_hash():
    # sha256("a") ends in b, an odd digit; sha256("abc") ends in d; sha256("") ends in 5
    assert not is_tuning("a")


def test_auroc_counts_a_tie_as_one_half():
    import numpy as np

    assert auroc(np.array([1.0, 0.0]), np.array([0.0])) == 0.75
