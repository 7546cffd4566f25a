"""Additions: words of a sentence that its passages hold neither as they are nor in other words.

Each content word is looked for by stem, lemma and concept, then among the words of the passages
that no other word of the sentence stands for, by the similarity of their token vectors. Where
causes, doers and companions are named, something is most easily added, and more is asked for.
"""

from collections.abc import Collection, Iterator, Sequence

import numpy as np

from index.types import Offsets
from rag.checks.evidence import Aligned, Array, Meanings, word_vectors
from rag.english.concepts import to_concept
from rag.english.frames import BECAUSE, lemmas_of, read_added, verb_places
from rag.english.grammar import Grammar
from rag.english.words import Word, find_words

_RE = Grammar("rag.checks", "additions")
_LIGHT = _RE.word_list("light")
SHORTEST = 3
LIKE_A_DEED = 0.37
LIKE_ONE_NAMED = 0.45
LIKE_ANY = 0.33
LIKE_A_VERB = 0.29
LIKE_NOTHING = 0.12
"""Cosines from which on a word is taken for a paraphrase; fitted on the tuning half of the
sentences written for `python -m benchmarks corruptions`. A single word elsewhere is too often one:
there two are wanted, or one like nothing."""


def find_added(
    text: str,
    checked: Sequence[tuple[int, int]],
    aligned: Sequence[Aligned],
    vectors: tuple[Array, Offsets] | None = None,
    meanings: Meanings | None = None,
) -> list[str]:
    """What the passages do not bear out, each in a few words.

    What stands in the spans `checked` is left to other checks.

    Without `vectors` (of the sentence's tokens, and their offsets) only causes and doers are
    looked at, by words alone.
    """
    held = frozenset[str]().union(*(one.evidence.forms for one in aligned))
    wanted = {word.start: word for word in _looked_for(text, checked) if not _forms(word) & held}
    if not wanted:
        return []
    bars = _bars(text, wanted.values())
    likeness = dict.fromkeys(wanted, 0.0)
    if vectors is not None and meanings is not None:
        likeness = _likeness(text, vectors, wanted, aligned, meanings)
    else:
        bars = {start: bar for start, bar in bars.items() if bar > LIKE_ANY}
    unlike = {start: bar for start, bar in bars.items() if likeness[start] < bar}
    elsewhere = [start for start, bar in unlike.items() if bar == LIKE_ANY]
    if len(elsewhere) == 1 and likeness[elsewhere[0]] >= LIKE_NOTHING:
        unlike.pop(elsewhere[0])
    found = [wanted[start].text for start in unlike]
    return [f"“{word}” is not borne out by the cited passage" for word in dict.fromkeys(found)]


def _looked_for(text: str, checked: Sequence[tuple[int, int]]) -> Iterator[Word]:
    """The content words that no other check looks at, and that say something."""
    for word in find_words(text):
        is_name = word.is_capitalised and word.start > 0
        is_light = bool(lemmas_of(word.text) & _LIGHT)
        tells = word.is_content and len(word.text) >= SHORTEST and not (is_name or is_light)
        if tells and not any(start <= word.start < end for start, end in checked):
            yield word


def _bars(text: str, wanted: Collection[Word]) -> dict[int, float]:
    """How like its like in the passages each word must be."""
    verbs = verb_places(text)
    bars = {word.start: LIKE_A_VERB if word.start in verbs else LIKE_ANY for word in wanted}
    starts = {word.start for word in wanted}
    for opened_by, words in read_added(text):
        for word in words:
            is_deed = opened_by == BECAUSE and word.start in verbs
            bar = LIKE_A_DEED if is_deed else LIKE_ONE_NAMED
            if word.start in starts:
                bars[word.start] = max(bar, bars.get(word.start, 0.0))
    return dict(sorted(bars.items()))


def _likeness(
    text: str,
    vectors: tuple[Array, Offsets],
    wanted: Collection[int],
    aligned: Sequence[Aligned],
    meanings: Meanings,
) -> dict[int, float]:
    """The best cosine of each wanted word with a word that nothing else in the sentence takes."""
    own = word_vectors(text, *vectors)
    taken = frozenset[str]().union(*(_forms(word) for word, _ in own if word.is_content))
    rows = [
        row
        for one in aligned
        for word, row in meanings.words(one.number)
        if word.is_content and not lemmas_of(word.text) & taken and word.stem not in taken
    ]
    if not rows:
        return dict.fromkeys(wanted, 0.0)
    free = np.array(rows)
    found = {word.start: float((free @ row).max()) for word, row in own if word.start in wanted}
    return {start: found.get(start, 1.0) for start in wanted}


def _forms(word: Word) -> frozenset[str]:
    return lemmas_of(word.text) | {word.stem, to_concept(word.stem)}
