"""Summary of one article in its own sentences: the first, then those that hold its commonest words.

A sentence counts by its words' frequencies in the article; the words of a chosen one count less
from then on, so that the next tells something else.

Source: Nenkova and Vanderwende, "The Impact of Frequency on Summarization", 2005 (SumBasic).
"""

from collections import Counter

from index.text.sentences import split_sentences
from index.text.tables import is_row
from index.types import Document
from rag.english.openings import depends_on_previous, is_boilerplate, is_fragment, tells_nothing
from rag.english.words import stems_in


def summarise(document: Document, most: int, told: str = "") -> list[tuple[int, int]]:
    """At most `most` sentences of the article, in its order, as places in its text.

    `told` is what the reader knows already: sentences that stand in it are left out.
    """
    spans = [
        (start, end)
        for start, end in split_sentences(document.text, document.language)
        if not _is_unfit(document.text[start:end]) and document.text[start:end] not in told
    ]
    stems = [stems_in(document.text[start:end]) for start, end in spans]
    frequency = Counter(stem for held in stems for stem in held)
    chosen: list[int] = []
    while len(chosen) < min(most, len(spans)):
        left = [place for place in range(len(spans)) if place not in chosen]
        means = {n: sum(map(frequency.__getitem__, stems[n])) / (len(stems[n]) + 5) for n in left}
        best = max(left, key=lambda n: means[n]) if chosen else left[0]
        chosen.append(best)
        for stem in stems[best]:
            frequency[stem] //= 2
    return [spans[place] for place in sorted(chosen)]


def _is_unfit(sentence: str) -> bool:
    """Whether the sentence says nothing by itself."""
    return (
        is_row(sentence)
        or is_fragment(sentence)
        or is_boilerplate(sentence)
        or tells_nothing(sentence)
        or depends_on_previous(sentence)
    )
