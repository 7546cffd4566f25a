"""Questions proposed from small folders."""

from __future__ import annotations

from collections import Counter

import pytest

from eval.proposing import TRUST_NOTE, mean_overlap, propose_questions, trust_note
from eval.questions.overlap import content_words
from eval.questions.places import check_question
from eval.questions.schema import QuestionKind
from index.types import Document

HARBOUR = """The harbour wall at Marlow Bay was built in 1890 by Elias Marchbank. The repair of \
the wall will cost £3.2 million. Storms destroyed the wall in February 2024. The \
council rejected a plan for a new pier because the county gave no money. "The old \
harbour wall saved the town," said Oona Fairlie. Oona Fairlie, who rents boats, said \
that the ferry would stop in winter. The harbour master counted 48 boats in Marlow \
Bay on Sunday."""
OVEN = """Residents of Tallow Street built an oven from 1,300 bricks. The oven holds 24 \
loaves. A retired mason, Petra Lindqvist, supervised the street's builders. Petra \
Lindqvist taught pupils at Gannet School in 1987. The oven's smoke was measured by \
inspectors in March 2022. The bakers sell rye loaves because the food bank needs \
money. Flour for the oven comes from the mill at Lower Pellow."""
MEADOW = """Divers planted eelgrass in Orra Sound in 2023. The seagrass meadow covers 2.1 \
hectares. Milo Brandvold said that the meadow would shelter young pollack. The \
divers counted 174 seahorses in the meadow. Volunteers collected seeds near Orra \
Head. The university awarded the project a prize in May 2025. The seagrass project \
was founded by Milo Brandvold."""


def document(doc_id: str, text: str, title: str = "A headline", **more: str) -> Document:
    return Document(doc_id=doc_id, version="v", text=text, title=title, **more)


@pytest.fixture
def folder() -> dict[str, Document]:
    return {
        "harbour.md": document("harbour.md", HARBOUR, "Marlow Bay counts the cost of its wall"),
        "oven.md": document("oven.md", OVEN, "A street bakes its own bread"),
        "meadow.md": document("meadow.md", MEADOW, "Seagrass returns to Orra Sound"),
    }


def test_gold_sentences_are_verbatim_and_hold_the_answers(folder: dict[str, Document]) -> None:
    questions = propose_questions(folder, count=40)
    assert len(questions) > 12
    for question in questions:
        check_question(question, folder)
        for fact in question.facts:
            assert all(s.start is not None for s in fact.sentences)
            assert all(answer in fact.sentences[0].quote for answer in fact.answers)


def test_answers_are_not_in_their_questions(folder: dict[str, Document]) -> None:
    with_answers = [
        q for q in propose_questions(folder, count=60) if q.facts and q.facts[0].answers
    ]
    assert len(with_answers) > 6
    for question in with_answers:
        for answer in question.facts[0].answers:
            assert not content_words(answer) & content_words(question.question)


def test_questions_are_the_same_when_folder_and_seed_are(folder: dict[str, Document]) -> None:
    backwards = dict(reversed(folder.items()))
    assert propose_questions(folder, seed=3) == propose_questions(backwards, seed=3)
    assert propose_questions(folder, seed=3) != propose_questions(folder, seed=4)


def test_ids_differ_and_name_the_way(folder: dict[str, Document]) -> None:
    ids = [question.id for question in propose_questions(folder, count=60)]
    assert len(ids) == len(set(ids))
    ways = {name.rsplit("-", 1)[0] for name in ids}
    assert {"when", "what", "keywords", "how_many"} <= ways


def test_questions_are_spread_when_one_article_is_long(folder: dict[str, Document]) -> None:
    folder["oven.md"] = document(
        "oven.md", "\n\n".join([OVEN, HARBOUR.replace("wall", "quay")] * 5)
    )
    questions = [q for q in propose_questions(folder, count=12) if q.sentences]
    articles = Counter(question.sentences[0].doc_id for question in questions)
    assert max(articles.values()) - min(articles.values()) <= 1
    assert set(articles) == set(folder)


def test_unanswerable_questions_leave_their_article_and_its_copy_out(
    folder: dict[str, Document],
) -> None:
    folder["copy.md"] = document("copy.md", HARBOUR + " The editor added this line.", "Wall again")
    questions = propose_questions(folder, count=40)
    unanswerable = [q for q in questions if not q.kind.answerable]
    assert unanswerable
    for question in unanswerable:
        assert question.kind is QuestionKind.UNANSWERABLE_EASY
        assert not question.facts
        assert question.without
        if question.without[0] in {"harbour.md", "copy.md"}:
            assert set(question.without) == {"harbour.md", "copy.md"}


def test_a_sentence_of_a_copy_is_an_alternative(folder: dict[str, Document]) -> None:
    folder["copy.md"] = document("copy.md", HARBOUR, "Wall again")
    questions = [q for q in propose_questions(folder, count=60) if q.facts]
    doubled = [q for q in questions if q.sentences[0].doc_id in {"harbour.md", "copy.md"}]
    assert doubled
    for question in doubled:
        assert len(question.facts) == 1
        assert {s.doc_id for s in question.sentences} == {"harbour.md", "copy.md"}
    quotes = [question.sentences[0].quote for question in questions]
    assert len(quotes) == len(set(quotes))


@pytest.mark.parametrize(
    "documents",
    [
        {},
        {"empty.txt": document("empty.txt", "")},
        {"short.txt": document("short.txt", "Sold out.")},
        {"list.txt": document("list.txt", "- one of many\n- two of many\n- three of many")},
        {"marks.txt": document("marks.txt", "?!? ... --- ***")},
    ],
)
def test_nothing_is_asked_when_there_is_nothing_to_ask(documents: dict[str, Document]) -> None:
    assert propose_questions(documents) == []


def test_nothing_is_asked_when_count_is_zero(folder: dict[str, Document]) -> None:
    assert propose_questions(folder, count=0) == []


def test_one_article_has_no_unanswerable_questions() -> None:
    questions = propose_questions({"oven.md": document("oven.md", OVEN)}, count=40)
    assert questions
    assert all(question.kind.answerable for question in questions)


@pytest.mark.parametrize(
    ("title", "text", "language"),
    [
        (
            "Sturm beschädigt die Mauer am Hafen",
            "Ein Sturm hat in der Nacht die alte Mauer am Hafen schwer beschädigt. Die Reparatur"
            " der Mauer kostet nach Angaben der Stadt drei Millionen Euro.",
            "de",
        ),
        (
            "Буря разрушила стену в порту",
            "Сильная буря ночью разрушила старую стену в порту. Ремонт стены обойдётся городу в"
            " три миллиона рублей.",
            "ru",
        ),
        (
            "台风毁坏海港防波堤",
            "昨天晚上的台风严重毁坏了海港的防波堤。市政府说，修复防波堤需要三百万元。",
            "zh",
        ),
    ],
)
def test_other_scripts_get_queries_of_words(title: str, text: str, language: str) -> None:
    folder = {"a.txt": document("a.txt", text, title, language=language)}
    questions = propose_questions(folder, count=20)
    assert questions
    assert {q.id.rsplit("-", 1)[0] for q in questions} <= {"headline", "keywords"}
    for question in questions:
        check_question(question, folder)


def test_trust_note_compares_with_people(folder: dict[str, Document]) -> None:
    questions = propose_questions(folder)
    overlap = mean_overlap(questions)
    assert overlap is not None
    assert 0.3 < overlap < 1
    assert f"{overlap:.0%}" in trust_note(questions)
    assert trust_note([]) == TRUST_NOTE
