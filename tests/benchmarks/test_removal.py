"""Taking the answer out of an article."""

from __future__ import annotations

from benchmarks.answers.removal import choose, cut, gone_from
from eval.collections.squad import SquadArticle, SquadQuestion

TEXT = "Rain fell. The dam cost 9 million. Nobody was hurt."
ARTICLE = SquadArticle(title="Dam", paragraphs=(TEXT, "It cost 9 million."))


def asked(number: int, paragraph: int = 0) -> SquadQuestion:
    return SquadQuestion(
        question_id=f"q{number}",
        text="What did it cost?",
        article=ARTICLE,
        paragraph=paragraph,
        answers=("9 million",),
    )


def test_removal_takes_out_what_answers_and_the_control_something_else():
    left = [cut(TEXT, gone_from(asked(1), answering=answering)) for answering in (True, False)]
    assert left == ["Rain fell. Nobody was hurt.", "Rain fell. The dam cost 9 million."]


def test_choose_takes_one_question_of_each_paragraph_that_has_more_than_the_answer():
    assert len(choose([asked(1), asked(2), asked(3, paragraph=1)])) == 1
