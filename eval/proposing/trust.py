"""Trust in generated questions: a note on their word overlap with articles, in plain words."""

from collections.abc import Sequence

from eval.questions.overlap import gold_overlap
from eval.questions.schema import Question

HUMAN_OVERLAP = 0.66
"""Mean share of the content words of people's questions that stand in the sentence that answers
them. Measured on 3,340 answerable questions of 20 SQuAD 2.0 articles; of the sentences of the
paragraph that hold an answer, the one that shares most counts."""

TRUST_NOTE = (
    "These questions were made from the articles' own sentences by rules, without a language model"
    " and without a reader. They reuse the articles' words more than people do, so search by words"
    " looks better than it will be with real readers. Use them to compare settings on this folder;"
    " do not quote the figures as how good search or answers are. The unanswerable ones are easy:"
    " the only article that answers is left out. Some questions read oddly or have more answers"
    " than the one named: edit the file, delete the bad ones, and add questions that your readers"
    " ask. Articles in other languages than English get search words only, no full questions."
)


def mean_overlap(questions: Sequence[Question]) -> float | None:
    """The mean share, 0 to 1, of questions' content words in their gold sentence.

    Of several gold sentences the one that shares most counts. None without answerable questions.
    """
    shares = [share for q in questions if (share := gold_overlap(q)) is not None]
    return sum(shares) / len(shares) if shares else None


def trust_note(questions: Sequence[Question]) -> str:
    """`TRUST_NOTE`, and how these questions' overlap compares with that of people's questions."""
    overlap = mean_overlap(questions)
    if overlap is None:
        return TRUST_NOTE
    return (
        f"{TRUST_NOTE} On average {overlap:.0%} of a question's words stand in the sentence that"
        f" answers it; in questions that people wrote (SQuAD) it is {HUMAN_OVERLAP:.0%}."
    )
