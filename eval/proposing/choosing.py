"""Selects among generated questions: good and distinct ones, spread over articles and kinds."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from random import Random

from eval.proposing.drafts import Draft
from eval.proposing.sources import WORD, Vocabulary, stems

WEIGHTS = {
    "what": 2.5,
    "event": 2.0,
    "when": 3.0,
    "who": 3.0,
    "how_many": 4.0,
    "where": 3.0,
    "how_much": 2.0,
    "topics": 0.7,
    "why": 2.0,
    "statement": 2.0,
    "keywords": 0.7,
    "who_said": 2.0,
    "percentage": 1.0,
    "definition": 3.0,
    "headline": 1.0,
}
"""How often each way is wanted beside the others."""

SEARCHES = ("keywords", "headline")
_FEWEST_CONTENT_WORDS = {
    "definition": 1,
    "event": 2,
    "keywords": 1,
    "headline": 1,
    "statement": 2,
    "topics": 2,
}
_MOST_WORDS = 22
_UNCLEAR = re.compile(
    r"\b(?:he|she|it|they|him|them|this|these|those|we|us|i|me|you|my|our|your|here|former|latter|"
    r"above|below|such|another|respectively)\b|[\"“”;()]|\s[-–—]\s"
    r"|\b(?:is|are|was|were|has|have|had|will|would|can|could|the|a|an|and|that)\?\Z",
    re.IGNORECASE,
)
_COMMON_SHARE = 0.04


def is_good(draft: Draft, vocabulary: Vocabulary) -> bool:
    """Whether the question can be understood alone, is distinct, and does not hold its answer."""
    if any(answer not in draft.sentence.text for answer in draft.answers):
        return False
    if any(stems(answer) & stems(draft.text) for answer in draft.answers):
        return False
    asked = stems(draft.text)
    if len(asked) < _FEWEST_CONTENT_WORDS.get(draft.way, 3):
        return False
    if draft.way in SEARCHES:
        return True
    if len(WORD.findall(draft.text)) > _MOST_WORDS or _UNCLEAR.search(draft.text):
        return False
    return _is_distinct(draft, vocabulary)


def _is_distinct(draft: Draft, vocabulary: Vocabulary) -> bool:
    shared = stems(draft.text) & stems(draft.sentence.text)
    needed = 1 if draft.way == "definition" else 2
    return sum(vocabulary.is_rare(word, _COMMON_SHARE) for word in shared) >= needed


def choose(
    doc_ids: Sequence[str],
    drafts_of: Callable[[str], Sequence[Draft]],
    count: int,
    random: Random,
    taken: set[str],
) -> Iterator[Draft]:
    """At most `count` drafts, one from each article in turn, the rarest way first.

    `taken` holds the `keys` of earlier drafts; every draft adds its own.
    """
    turns = deque(random.sample(list(doc_ids), len(doc_ids)))
    used: Counter[str] = Counter()
    while turns and count > 0:
        doc_id = turns.popleft()
        fresh = [d for d in drafts_of(doc_id) if taken.isdisjoint(keys(d))]
        if fresh:
            draft = min(fresh, key=lambda d: (used[d.way] + 1) / WEIGHTS[d.way])
            used[draft.way] += 1
            taken |= keys(draft)
            turns.append(doc_id)
            count -= 1
            yield draft


def keys(draft: Draft) -> set[str]:
    """The question, and the words of its sentence: neither is asked or asked about twice."""
    sentence = " ".join(match.group().casefold() for match in WORD.finditer(draft.sentence.text))
    return {draft.text, sentence}
