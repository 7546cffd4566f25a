from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.questions.__main__ import main
from eval.questions.overlap import word_overlap
from eval.questions.places import check_question, locate, located
from eval.questions.schema import (
    Question,
    QuestionFilters,
    QuestionKind,
    read_questions,
    write_questions,
)
from index.errors import UsageError
from index.types import Document, Filters
from rag.types import Turn

TEXT = "The wall fell. Nobody was hurt.\n\nIt cost £3 million\nto mend."


def document(text: str = TEXT) -> Document:
    return Document(doc_id="wall.md", version="1", text=text, title="Wall")


def question(**changes: object) -> dict[str, object]:
    sentence = {"doc_id": "wall.md", "quote": "Nobody was hurt."}
    asked: dict[str, object] = {"id": "q1", "question": "Any victims?", "kind": "answerable"}
    return asked | {"facts": [{"sentences": [sentence]}]} | changes


def gold(quote: str, **changes: object) -> list[dict[str, object]]:
    return [{"sentences": [{"doc_id": "wall.md", "quote": quote} | changes]}]


def write_lines(path: Path, *lines: object) -> Path:
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def test_read_questions_gives_questions_in_order_when_lines_are_blank_between(
    tmp_path: Path,
) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text(json.dumps(question()) + "\n\n" + json.dumps(question(id="q2")) + "\n")
    assert [q.id for q in read_questions(path)] == ["q1", "q2"]


def test_read_questions_streams_when_a_later_line_is_broken(tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text(json.dumps(question()) + "\n{broken\n")
    questions = read_questions(path)
    assert next(questions).id == "q1"
    with pytest.raises(UsageError, match=r"q\.jsonl, line 2: Invalid JSON"):
        next(questions)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"colour": "red"}, "line 1: colour: Extra inputs are not permitted"),
        ({"kind": "odd"}, "line 1: kind: Input should be"),
        ({"question": ""}, "line 1: question: String should have at least 1 character"),
        ({"facts": []}, "line 1: an answerable question needs facts"),
        ({"kind": "unanswerable_easy"}, "line 1: an unanswerable question has no facts"),
        ({"kind": "follow_up"}, "line 1: a follow_up needs a history"),
        ({"kind": "filtered"}, "line 1: a filtered question needs filters"),
        ({"kind": "two_articles"}, "line 1: one article holds all facts"),
        ({"filters": {"tags": ["a"]}}, "line 1: filters and filter_source go together"),
        ({"filter_source": "given"}, "line 1: filters and filter_source go together"),
        ({"facts": gold("Nobody was hurt.", start=15)}, "start and end go together"),
        ({"facts": gold("Nobody was hurt.", start=15, end=20)}, "do not fit the quote's length"),
        ({"facts": gold("Nobody was hurt.", start=-1, end=15)}, "greater than or equal to 0"),
    ],
)
def test_read_questions_names_file_and_line_when_a_line_is_malformed(
    tmp_path: Path, changes: dict[str, object], message: str
) -> None:
    path = write_lines(tmp_path / "q.jsonl", question(**changes))
    with pytest.raises(UsageError) as caught:
        list(read_questions(path))
    assert message in str(caught.value)
    assert str(caught.value).startswith(str(path))
    assert "\n" not in str(caught.value)


def test_read_questions_names_both_lines_when_an_id_comes_twice(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "q.jsonl", question(), question(id="q2"), question())
    with pytest.raises(UsageError, match="line 3: id 'q1' is taken by line 1"):
        list(read_questions(path))


def test_read_questions_fails_in_one_line_when_bytes_are_not_utf8(tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    path.write_bytes(b'{"id": "\xff"}\n')
    with pytest.raises(UsageError, match=r"q\.jsonl, line 1: "):
        list(read_questions(path))


def test_read_questions_says_so_when_there_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"none\.jsonl: cannot be read \(No such file"):
        list(read_questions(tmp_path / "none.jsonl"))


def test_write_questions_reads_back_equal_when_fields_are_left_at_their_defaults(
    tmp_path: Path,
) -> None:
    asked = Question.model_validate(
        question(filters={"published_from": "2024-01-01"}, filter_source="given")
    )
    write_questions(tmp_path / "q.jsonl", [asked])
    assert list(read_questions(tmp_path / "q.jsonl")) == [asked]
    assert "history" not in (tmp_path / "q.jsonl").read_text()
    assert [path.name for path in tmp_path.iterdir()] == ["q.jsonl"]


def test_kind_says_whether_the_articles_answer() -> None:
    unanswerable = {kind for kind in QuestionKind if not kind.answerable}
    assert unanswerable == {QuestionKind.UNANSWERABLE_EASY, QuestionKind.UNANSWERABLE_HARD}


def test_to_filters_gives_the_value_that_searches_take() -> None:
    filters = QuestionFilters(published_from=date(2024, 1, 1), authors=("Ann Lee",))
    expected = Filters(published_from=date(2024, 1, 1), authors=("Ann Lee",))
    assert filters.to_filters() == expected


def test_turns_are_what_answer_takes() -> None:
    asked = Question.model_validate(question(history=[{"question": "What fell?", "answer": "It."}]))
    assert asked.turns == (Turn(question="What fell?", answer="It."),)


def test_locate_finds_a_quote_when_its_white_space_differs() -> None:
    start, end = locate("It cost £3 million to mend.", TEXT)
    assert TEXT[start:end] == "It cost £3 million\nto mend."


@pytest.mark.parametrize(
    ("quote", "problem"), [("Missing.", "does not occur"), ("l", "occurs 6 times")]
)
def test_locate_fails_when_a_quote_does_not_occur_once(quote: str, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        locate(quote, TEXT)


@given(st.text(alphabet="ab \n", max_size=10), st.text(alphabet="ab \n", max_size=10))
def test_locate_gives_the_quotes_own_words_when_it_stands_between_others(
    before: str, after: str
) -> None:
    text = f"{before} Some (odd) quote. {after}"
    start, end = locate("Some (odd) quote.", text)
    assert text[start:end] == "Some (odd) quote."


def test_located_fills_in_offsets_and_the_texts_own_white_space() -> None:
    asked = Question.model_validate(question(facts=gold("It cost £3 million to mend.")))
    (sentence,) = located(asked, {"wall.md": document()}).sentences
    assert (sentence.start, sentence.end) == (33, 60)
    assert sentence.quote == TEXT[33:60]


def test_located_keeps_offsets_when_they_tell_two_places_apart() -> None:
    asked = Question.model_validate(question(facts=gold("Yes.", start=5, end=9)))
    assert located(asked, {"wall.md": document("Yes. Yes.")}) == asked


def test_located_finds_a_quote_again_when_the_article_has_changed() -> None:
    asked = Question.model_validate(question(facts=gold("Yes.", start=5, end=9)))
    (sentence,) = located(asked, {"wall.md": document("Oh, and yes! Yes.")}).sentences
    assert (sentence.start, sentence.end) == (13, 17)


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        (gold("Nobody was hurt.", start=14, end=30), "is not at 14-30 of 60 characters"),
        (gold("Nobody was hurt.", start=90, end=106), "is not at 90-106 of 60 characters"),
        (gold("Somebody was hurt."), "does not occur"),
        (gold("Nobody was hurt.", doc_id="other.md"), "other.md is not among the documents"),
    ],
)
def test_check_question_names_the_place_when_a_quote_is_not_there(
    facts: object, message: str
) -> None:
    asked = Question.model_validate(question(facts=facts))
    with pytest.raises(UsageError, match=f"question q1: .*{message}"):
        check_question(asked, {"wall.md": document()})


def test_check_question_passes_when_the_quote_is_at_its_offsets_or_occurs_once() -> None:
    for facts in (gold("Nobody was hurt.", start=15, end=31), gold("Nobody was hurt.")):
        check_question(Question.model_validate(question(facts=facts)), {"wall.md": document()})


@pytest.mark.parametrize(
    ("asked", "sentence", "share"),
    [
        ("Who mended the walls?", "The wall was mended.", 1.0),  # mend, wall
        ("How much did the repair cost?", "The bill for repairs came to £5.", 0.5),  # repair
        ("Who was it?", "It was Ann.", 0.0),
        ("What did Ann's brother say?", "Ann spoke.", 1 / 3),  # ann, of ann, brother, say
    ],
)
def test_word_overlap_is_the_share_of_asked_content_words(
    asked: str, sentence: str, share: float
) -> None:
    assert word_overlap(asked, sentence) == pytest.approx(share)


@given(st.text(), st.text())
def test_word_overlap_lies_between_0_and_1(asked: str, sentence: str) -> None:
    assert 0.0 <= word_overlap(asked, sentence) <= 1.0


def test_command_fills_in_offsets_and_then_finds_every_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "wall.md").write_text("---\ntitle: Wall\n---\n\nThe wall fell. Nobody was hurt.\n")
    path = write_lines(tmp_path / "q.jsonl", question())
    assert main(["fill", str(path), str(folder)]) == 0
    assert main(["check", str(path), str(folder)]) == 0
    (asked,) = read_questions(path)
    assert (asked.sentences[0].start, asked.sentences[0].end) == (15, 31)
    assert "1 questions, 1 documents" in capsys.readouterr().out


def test_command_goes_on_when_an_article_without_gold_cannot_be_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "wall.md").write_text(TEXT)
    (tmp_path / "torn.pdf").write_bytes(b"%PDF-1.7 torn")
    path = write_lines(tmp_path / "q.jsonl", question())
    assert main(["check", str(path), str(tmp_path)]) == 0
    assert "left out: torn.pdf" in capsys.readouterr().err


def test_command_ends_with_one_line_and_1_when_the_file_is_malformed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_lines(tmp_path / "q.jsonl", {"id": 1})
    assert main(["overlap", str(path)]) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_command_prints_the_overlap_of_each_question(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_lines(tmp_path / "q.jsonl", question(question="Were they hurt by it?"))
    assert main(["overlap", str(path)]) == 0
    out = capsys.readouterr().out
    assert out == "1.00  q1  Were they hurt by it?\nmean 1.000 over 1 questions\n"
