"""Character-level precision and recall of retrieved passages against the gold spans."""

from __future__ import annotations

from collections.abc import Sequence

from eval.measures.intervals import Region, common, size, union
from eval.measures.registry import Level, Measure
from eval.types import DocumentSpan, GoldFact, Outcome


def span_values(outcome: Outcome, measures: Sequence[Measure]) -> dict[str, float]:
    """The span measures by name; none for a query without gold facts."""
    names = [measure.name for measure in measures if measure.level is Level.SPAN]
    return {name: _value(outcome, name) for name in names} if outcome.gold else {}


def character_overlap(outcome: Outcome, k: int) -> tuple[float, float, float]:
    """Recall, precision and intersection over union of the first `k` hits; 0 where nothing is.

    Of a fact that stands in several places, the one that the hits hold the largest share of
    counts; the first of equals.
    """
    held = union(outcome.retrieved[:k])
    gold = union(place for fact in outcome.gold for place in _best_place(fact, held))
    shared, held_size, gold_size = common(held, gold), size(held), size(gold)
    either = held_size + gold_size - shared
    return _share(shared, gold_size), _share(shared, held_size), _share(shared, either)


def _value(outcome: Outcome, name: str) -> float:
    kind, k = name.split("@")
    recall, precision, iou = character_overlap(outcome, int(k))
    return {"CharRecall": recall, "CharPrecision": precision, "CharIoU": iou}[kind]


def _best_place(fact: GoldFact, held: Region) -> list[DocumentSpan]:
    """One place, or none of a fact that has none."""
    return [max(fact.places, key=lambda place: _recall(place, held))] if fact.places else []


def _recall(place: DocumentSpan, held: Region) -> float:
    whole = union([place])
    return _share(common(held, whole), size(whole))


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
