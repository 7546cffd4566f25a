"""Questions to begin with."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from index.types import Document

MOST_EXAMPLES = 4


def example_questions(documents: Sequence[Document]) -> list[str]:
    """Questions about the sample when its articles are indexed; for others there are none.

    Each is about another article, so that a first look shows the range.
    """
    known = {document.doc_id for document in documents}
    fitting = [question for doc_id, question in _of_the_sample() if doc_id in known]
    step = max(1, len(fitting) // MOST_EXAMPLES)
    return fitting[::step][:MOST_EXAMPLES]


@cache
def _of_the_sample() -> tuple[tuple[str, str], ...]:
    """For each sample article, its first whole question."""
    from eval.questions import QuestionKind, read_questions
    from eval.sample import sample_questions

    first: dict[str, str] = {}
    for question in read_questions(sample_questions()):
        if question.kind is QuestionKind.ANSWERABLE and question.question.endswith("?"):
            first.setdefault(question.facts[0].sentences[0].doc_id, question.question)
    return tuple(first.items())
