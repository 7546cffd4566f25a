"""Retrieval measures (nDCG, recall, MRR ...) of documents and passages; of gold characters.

Passages are judged by what they hold, so that a setting that cuts them otherwise can be compared:
the relevant items are the gold facts, not the passages of some cut.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from eval.measures.registry import Level, Measure, parse_ranking_measure
from eval.measures.spans import Region, common, covers, size, union
from eval.types import DocumentSpan, GoldFact, Outcome

Qrels = dict[str, int]
Ranking = dict[str, float]
Value = TypeVar("Value")


def document_ranking(outcome: Outcome) -> Ranking:
    """doc_id -> score, best first; a document is as good as its best passage.

    Near-duplicates that are shown with a hit come right after it.
    """
    return _scored(name for hit in outcome.retrieved for name in (hit.doc_id, *hit.also_in))


def document_qrels(outcome: Outcome) -> Qrels:
    """doc_id -> grade; without a relevant one, the documents of the gold facts have grade 1."""
    if any(grade > 0 for grade in outcome.qrels.values()):
        return dict(outcome.qrels)
    held = {place.doc_id: 1 for fact in outcome.gold for place in fact.places}
    return {**outcome.qrels, **held}


def passage_ranking(outcome: Outcome) -> Ranking:
    """Item -> score, best first.

    A hit that is the first to hold at least half of a gold sentence of a fact stands as that
    fact ("fact-1"), or as several, one after the other; any other hit as its passage id.
    """
    missing = _facts(outcome)
    items: list[str] = []
    for hit in outcome.retrieved:
        found = [n for n, fact in missing.items() if any(covers([hit], p) for p in fact.places)]
        items += found or [hit.passage_id]
        missing = {name: fact for name, fact in missing.items() if name not in found}
    return _scored(items)


def passage_qrels(outcome: Outcome) -> Qrels:
    """Fact -> 1; a fact whose sentence is not in the indexed text counts and is never found."""
    return dict.fromkeys(_facts(outcome), 1)


def ranking_values(
    outcomes: Sequence[Outcome], measures: Sequence[Measure]
) -> list[dict[str, float]]:
    """For each outcome, the document and passage measures that apply to it, by name.

    They apply where something is relevant. Documents without a judgement are not relevant; a
    query without hits scores 0.
    """
    values: list[dict[str, float]] = [{} for _ in outcomes]
    for level in (Level.DOCUMENT, Level.PASSAGE):
        names = [measure.name for measure in measures if measure.level is level]
        for row, found in _calculate(outcomes, names, level).items():
            values[row].update(found)
    return values


def _calculate(
    outcomes: Sequence[Outcome], names: Sequence[str], level: Level
) -> dict[int, dict[str, float]]:
    """Row of an outcome -> name -> value."""
    on_passages = level is Level.PASSAGE
    qrels_of = passage_qrels if on_passages else document_qrels
    ranking_of = passage_ranking if on_passages else document_ranking
    qrels, run = {}, {}
    for row, outcome in enumerate(outcomes):
        judged = qrels_of(outcome)
        if any(grade > 0 for grade in judged.values()):
            qrels[row], run[row] = judged, ranking_of(outcome)
    return _evaluate(qrels, run, names)


def _evaluate(
    qrels: Mapping[int, Qrels], run: Mapping[int, Ranking], names: Sequence[str]
) -> dict[int, dict[str, float]]:
    values = {row: dict.fromkeys(names, 0.0) for row in qrels}
    if not qrels or not names:
        return values
    import ir_measures

    name_of = {parse_ranking_measure(name): name for name in names}
    # Plain numbers as ids: some of ir_measures' programs split lines at any space.
    numbers = {row: _numbered(qrels[row], run[row]) for row in qrels}
    found = ir_measures.iter_calc(
        list(name_of),
        {str(row): _renamed(qrels[row], numbers[row]) for row in qrels},
        {str(row): _renamed(run[row], numbers[row]) for row in qrels if run[row]},
    )
    for metric in found:
        values[int(metric.query_id)][name_of[metric.measure]] = float(metric.value)
    return values


def _numbered(*keyed: Mapping[str, object]) -> dict[str, str]:
    return {key: str(i) for i, key in enumerate(dict.fromkeys(k for m in keyed for k in m))}


def _renamed(values: Mapping[str, Value], names: Mapping[str, str]) -> dict[str, Value]:
    return {names[key]: value for key, value in values.items()}


def _scored(items: Iterable[str]) -> Ranking:
    # Whole numbers from the rank, all different: trec_eval keeps scores in single precision and
    # orders equal ones by id, which would put another order in place of ours.
    ranked = list(dict.fromkeys(items))
    return {item: float(len(ranked) - i) for i, item in enumerate(ranked)}


def _facts(outcome: Outcome) -> dict[str, GoldFact]:
    return {f"fact-{number}": fact for number, fact in enumerate(outcome.gold, start=1)}


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
