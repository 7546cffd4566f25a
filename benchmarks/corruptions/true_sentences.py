"""True sentences that paraphrase: what people wrote from a passage of ClapNQ.

A written answer is split into sentences. Left out is a sentence that its passage holds word for
word (letters and digits alone compared, without regard to case), and a second copy. Nothing else
is: what the writers got wrong or took from elsewhere counts as true, since any filter that knew
better would be a checker itself.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.shared.clapnq import places_in
from eval.collections.clapnq import read_clapnq
from eval.splits import is_tuning
from index.text.sentences import split_sentences


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueSentence:
    """A written sentence and the place of its passage in the pool."""

    text: str
    place: int
    question_id: str


def read_true_sentences(folder: Path, *, tuning: bool) -> list[TrueSentence]:
    """Those of the answerable questions of one half, in the order of the file."""
    pool, questions = read_clapnq(folder)
    places = places_in(pool)
    found: list[TrueSentence] = []
    for question in questions:
        if question.answerable and is_tuning(question.id) == tuning:
            place = places[question.passage_id]
            for text in _new_sentences(question.answers, letters(pool[place].text)):
                found.append(TrueSentence(text=text, place=place, question_id=question.id))
    return found


def letters(text: str) -> str:
    """`text` without anything but letters and digits, in lower case."""
    return re.sub(r"[\W_]+", "", text).lower()


def _new_sentences(answers: Sequence[str], passage: str) -> list[str]:
    seen: dict[str, str] = {}
    for answer in answers:
        for start, end in split_sentences(answer):
            text = " ".join(answer[start:end].split())
            if letters(text) and letters(text) not in passage:
                seen.setdefault(letters(text), text)
    return list(seen.values())
