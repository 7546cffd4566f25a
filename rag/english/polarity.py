"""Negation and antonyms: whether a sentence denies what its passage affirms.

A cue with a window, in the manner of NegEx (Chapman et al., 2001): no parser, so it sees the plain
cases only.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rag.english.grammar import Grammar
from rag.english.overlaps import Taken
from rag.english.words import find_words, stem

_RE = Grammar("rag.english", "polarity")
REACH = 3
"""How many content words after a cue it denies."""

_CLAUSE_END = re.compile(r"[,;:.!?]")
_ADVERBS = frozenset(("yet", "even", "ever", "longer", "really", "still"))

_OPPOSITE_OF: dict[str, set[str]] = {}
for _pair in sorted(_RE.word_list("opposites")):
    _one, _other = (stem(word) for word in _pair.split("/"))
    _OPPOSITE_OF.setdefault(_one, set()).add(_other)
    _OPPOSITE_OF.setdefault(_other, set()).add(_one)


@dataclass(frozen=True, slots=True)
class Polarity:
    """The stems of a text: all of them, and those that stand denied."""

    stems: frozenset[str]
    denied: frozenset[str]
    first_denied: frozenset[str]  # the two right after each cue
    leads: frozenset[str]  # the first right after each cue that is no adverb
    words: dict[str, str]  # stem -> the first word written so
    is_loose: bool  # it says without a cue that something is not so: "ignored", "had trouble"


def read_polarity(text: str) -> Polarity:
    """What `text` says, and what of it stands after a negation, up to `REACH` content words."""
    words = find_words(text)
    content = [word for word in words if word.is_content or word.stem in _OPPOSITE_OF]
    starts = [word.start for word in content]
    ignored = Taken(len(text), (match.span() for match in _RE.not_denying.finditer(text)))
    denied: list[list[str]] = []
    for cue in _RE.negation.finditer(text):
        if ignored.holds(cue.start(), cue.start() + 1):
            continue
        first = bisect_left(starts, cue.end())
        after = content[first : first + REACH]
        stop = _CLAUSE_END.search(text, cue.end(), after[-1].start) if after else None
        limit = stop.start() if stop else len(text)
        denied.append([word.stem for word in after if word.start < limit])
    written: dict[str, str] = {}
    for word in words:
        written.setdefault(word.stem, word.text)
    return Polarity(
        frozenset(written),
        frozenset(stem for stems in denied for stem in stems),
        frozenset(stem for stems in denied for stem in stems[:2]),
        frozenset(lead for stems in denied if (lead := _lead(stems, written))),
        written,
        bool(_RE.loosely.search(text)),
    )


def _lead(stems: Sequence[str], written: dict[str, str]) -> str:
    """The first of `stems` that is no adverb."""
    words = ((stem, written[stem].lower()) for stem in stems)
    return next((s for s, word in words if word not in _ADVERBS and not word.endswith("ly")), "")


def disagreement(claim: Polarity, spans: Iterable[Polarity]) -> str | None:
    """In plain words, how `claim` and the sentences that it rests on contradict; None if not."""
    said = list(spans)
    stems = frozenset().union(*(span.stems for span in said)) if said else frozenset[str]()
    denied = frozenset().union(*(span.denied for span in said)) if said else frozenset[str]()
    shared = (claim.stems & stems) - {"not", "no"}
    nearest = max(said, key=lambda span: len(span.stems & claim.stems), default=None)
    if nearest and (led := (claim.leads & nearest.stems) - denied):
        return f"denies “{claim.words[min(led)]}”; the passage does not"
    if claim.denied & shared and not denied and not any(span.is_loose for span in said):
        word = claim.words[min(claim.denied & shared)]
        return f"denies “{word}”; the passage does not"
    # The best sentence alone decides, and only when the claim takes up most of it: "This is not the
    # same as the number, which denotes ..." denies nothing of what denotes.
    if nearest and not claim.denied and not claim.is_loose:
        affirmed = nearest.first_denied & claim.stems
        if (
            affirmed == nearest.first_denied
            and affirmed
            and not any(affirmed <= span.stems - span.denied for span in said)
        ):
            return f"does not deny “{claim.words[min(affirmed)]}”; the passage does"
    for word in sorted(claim.stems - stems):
        opposite = next(iter(sorted((_OPPOSITE_OF.get(word, set()) & stems) - claim.stems)), None)
        if opposite:
            other = next(span.words[opposite] for span in said if opposite in span.words)
            return f"says “{claim.words[word]}”; the passage says “{other}”"
    return None
