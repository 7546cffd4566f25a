"""Query expansion from the conversation, without a language model: the search plan.

The question is searched for as it is, and once more with the words of the turns before it; both
searches are fused (`HybridRetriever.retrieve_any`). The more the question leans on the history,
the more the second search counts; a question that stands alone is searched for alone. One that
may stand alone keeps what it finds by itself (`rag.search.follow_ups.topic_shift`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from rag.english.names import find_names
from rag.english.words import find_terms, find_words
from rag.search.follow_ups.context_dependence import PERHAPS, STANDS_ALONE, context_dependence
from rag.search.types import WeightedQuery
from rag.types import Turn

MOST_TURNS = 4
"""Turns that are looked back on."""

MOST_WORDS = 120
"""Words that are carried: about what an encoder of 256 tokens takes in beside the question."""

ANSWER_WORDS = 60
MOST_TERMS = 2

LEAST_TOLD_CHARS = 20
"""A shorter sentence, such as "He did.", is not the same one because it is spelt the same."""

CARRIED_WEIGHT = 2.0
"""Weight of the carried search beside the question's own, when the question wholly leans."""

EMPTY_WEIGHT = 4.0
"""The same for a question with one word of meaning or none, such as "Why not?"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPlan:
    """What to search for.

    `standalone` is the question with its topic behind it, for the sentence ranker and the reader;
    the question itself when it stands alone. `leans` is 0 (stands alone) to 1. `rewritten` says
    that a model put the question in its own words.
    """

    standalone: str
    queries: tuple[WeightedQuery, ...]
    leans: float
    rewritten: bool = False

    @property
    def is_doubtful(self) -> bool:
        """Whether the question may as well stand alone; a model that rewrote it has decided."""
        return self.leans == PERHAPS and not self.rewritten


def plan_search(
    question: str,
    history: Sequence[Turn],
    *,
    searched: str | None = None,
    rewritten: str | None = None,
) -> SearchPlan:
    """The searches for `question` after `history`, oldest turn first; old turns are left out.

    Args:
        question: as it was asked.
        history: the turns before it.
        searched: what to search for in its place, such as the question without its filters.
        rewritten: the question as a model put it (`rewrite`): it takes the place of the words
            that would be carried, and of the standalone question.
    """
    recent = tuple(history)[-MOST_TURNS:]
    own = searched or question
    leans = context_dependence(question, recent)
    if leans == STANDS_ALONE:
        return SearchPlan(standalone=question, queries=(WeightedQuery(text=own),), leans=leans)
    return SearchPlan(
        standalone=rewritten or _with_topic(question, recent),
        queries=(
            WeightedQuery(text=own),
            WeightedQuery(
                text=rewritten or f"{own} {carry(recent)}".strip(),
                weight=_carried_weight(own) * (1.0 if rewritten else leans),
            ),
        ),
        leans=leans,
        rewritten=rewritten is not None,
    )


def _carried_weight(question: str) -> float:
    content = [word for word in find_words(question) if word.is_content]
    return CARRIED_WEIGHT if len(content) > 1 else EMPTY_WEIGHT


def carry(history: Sequence[Turn]) -> str:
    """The words of the history, those of the last turn first, at most `MOST_WORDS`.

    The last turn is taken whole; of older ones the question and the names in the answer.
    """
    parts: list[str] = []
    for age, turn in enumerate(reversed(history)):
        answer = turn.answer if age == 0 else " ".join(_names(turn.answer))
        parts += [turn.question, *answer.split()[:ANSWER_WORDS]]
    return " ".join(" ".join(parts).split()[:MOST_WORDS])


def _with_topic(question: str, history: Sequence[Turn]) -> str:
    terms = topic_terms(question, history)
    return f"{question} ({', '.join(terms)})" if terms else question


def topic_terms(question: str, history: Sequence[Turn]) -> list[str]:
    """What the last turns were about, in at most `MOST_TERMS` names; not what the question says.

    The longest term of the last question that stood alone, then the names of that question, of
    the last one and of its answer. More words would make sentences that were quoted before look
    like answers to this question too.
    """
    ages = range(len(history) - 1, -1, -1)
    first = next((n for n in ages if context_dependence(history[n].question, history[:n]) == 0), 0)
    opening, last = history[first], history[-1]
    longest = sorted(find_terms(opening.question), key=lambda term: -len(term.split()))[:1]
    names = [*_names(opening.question), *_names(last.question), *_names(last.answer)]
    said = question.casefold()
    fresh = [term for term in dict.fromkeys([*longest, *names]) if term.casefold() not in said]
    return fresh[:MOST_TERMS]


def _names(text: str) -> list[str]:
    return list(dict.fromkeys(name.text for name in find_names(text, greedy=True)))


def already_told(sentence: str, history: Sequence[Turn]) -> bool:
    """Whether an earlier answer holds the sentence: a follow-up seldom asks for it again."""
    told = _fold(sentence)
    return len(told) >= LEAST_TOLD_CHARS and any(told in _fold(turn.answer) for turn in history)


def _fold(text: str) -> str:
    return " ".join(word.text.casefold() for word in find_words(text))
