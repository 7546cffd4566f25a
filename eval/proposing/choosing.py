"""Selects among generated questions: good and distinct ones, spread over articles and kinds."""

from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from random import Random

from eval.proposing.grammar import RE, TABLES
from eval.proposing.sources import Draft, Vocabulary, folded, stems, words_of

WEIGHTS: Mapping[str, float] = TABLES["weights"]
"""How often each way is wanted beside the others."""

SEARCHES = ("keywords", "headline")
_FEWEST_CONTENT_WORDS: Mapping[str, int] = TABLES["fewest_content_words"]
_MOST_WORDS = 22
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
    if len(words_of(draft.text)) > _MOST_WORDS or RE.unclear.search(draft.text):
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
    return {draft.text, folded(draft.sentence.text)}
