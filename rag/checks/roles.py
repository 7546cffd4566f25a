"""Role check: whether a sentence tells who did what to whom as its passage does."""

from collections.abc import Iterable, Sequence
from itertools import combinations

from rag.english.frames import DATIVE, OBJECT, SYMMETRIC, Frame

_MOVED_FROM = frozenset((OBJECT, "from", "to", "by", "into"))
"""Roles whose holder is not the doer, however a sentence is turned."""


def turned_round(claim: Sequence[Frame], passages: Iterable[Frame]) -> str | None:
    """In a few words, what the claim tells the other way round; None where nothing is.

    A verb counts that the passages have, too, and only where each of its places there contradicts.
    """
    said = list(passages)
    of_verb = {frame.verb: [s for s in said if s.verb == frame.verb] for frame in claim}
    for frame in claim:
        same = of_verb[frame.verb]
        if frame.verb not in SYMMETRIC and same and all(_contradicts(frame, s) for s in same):
            return _told(frame)
    for one, other in combinations(claim, 2):
        if any(
            _exchanged(one, other, first, second)
            for first in of_verb[one.verb]
            for second in of_verb[other.verb]
        ):
            return _told(one)
    return None


def _told(frame: Frame) -> str:
    return f"who did what is not as the passage tells it (“{frame.text}”)"


def _contradicts(claim: Frame, said: Frame) -> bool:
    if claim.doer & said.doer:
        return False
    if claim.doer & said.others and said.doer & claim.others:
        return True
    goes_with = claim.others & said.doer if said.doer else claim.others
    if goes_with and claim.doer & _moved(said) and not claim.others <= said.others:
        return True
    if said.doer & (_moved(claim) if claim.doer else _object(claim) if _object(said) else set()):
        return True
    if _swapped(claim, said):
        return True
    both_named = claim.is_named and said.is_named and bool(claim.doer) and bool(said.doer)
    return both_named and bool(_object(claim) & _object(said))


def _moved(frame: Frame) -> frozenset[str]:
    return frozenset[str]().union(*(v for role, v in frame.roles.items() if role in _MOVED_FROM))


def _swapped(claim: Frame, said: Frame) -> bool:
    """Whether what goes with the verb has changed places: "the lamp is run from the room"."""
    if claim.verb in DATIVE:
        return False
    own, theirs = _object(claim), _object(said)
    return any(
        theirs & claim.roles.get(role, frozenset()) and own & held and not own & theirs
        for role, held in said.roles.items()
        if role != OBJECT
    )


def _exchanged(one: Frame, other: Frame, first: Frame, second: Frame) -> bool:
    """Whether two verbs have exchanged their doers."""
    crossed = bool(one.doer & second.doer) and bool(other.doer & first.doer)
    return crossed and not one.doer & first.doer and not other.doer & second.doer


def _object(frame: Frame) -> frozenset[str]:
    return frame.roles.get(OBJECT, frozenset())
