"""Benchmark of disagreement between sources: false boxes, recall, and false "same story" links.

200 pairs of statements that resemble each other and do not contradict, 60 that do, and 100 reports
made in templates, all different stories. Half of the pairs, by hash of their names, were never
looked at while the rules were written.
"""

from collections.abc import Callable, Sequence

from benchmarks.disagreement.pairs import StatementPair, read_pairs
from benchmarks.disagreement.reports import build_reports
from benchmarks.duplicates.main import candidate_links, link_stories
from benchmarks.shared.types import BenchOptions, BenchResult
from rag.english.quantities import find_quantities
from rag.extract.disagreement import find_disagreements
from rag.extract.numeric_claims import content_stems


def run(options: BenchOptions) -> BenchResult:
    """Pairs wrongly and rightly said to differ in both halves, and reports wrongly linked."""
    pairs, reports = read_pairs(), build_reports()
    values: dict[str, float] = {}
    for half in ("tuning", "reporting"):
        values |= _figures(half, [pair for pair in pairs if pair.half == half], differ)
    control = _figures("control", pairs, differ_by_words)
    return BenchResult(
        values={**values, "false_stories": len(link_stories(reports))},
        targets={
            "false_tuning": "0",
            "false_reporting": "0",
            "recall_reporting": ">= 0.8",
            "false_stories": "0",
        },
        notes=(
            *(
                f"tuning half, {'missed' if pair.differs else 'false'}: {pair.name}"
                for pair in pairs
                if pair.half == "tuning" and differ(pair) != pair.differs
            ),
            f"control, other figures in half the same words: {control['false_control']:.0f} false,"
            f" recall {control['recall_control']:.2f}",
            f"control, reports that share a key: {len(candidate_links(reports))} links",
        ),
    )


def _figures(
    name: str, pairs: Sequence[StatementPair], says_so: Callable[[StatementPair], bool]
) -> dict[str, float]:
    told = [pair for pair in pairs if says_so(pair)]
    right = sum(pair.differs for pair in told)
    return {
        f"false_{name}": len(told) - right,
        f"recall_{name}": right / max(1, sum(pair.differs for pair in pairs)),
    }


def differ(pair: StatementPair) -> bool:
    """Whether an answer that quotes both says that the articles differ."""
    return bool(find_disagreements(pair.sentences))


def differ_by_words(pair: StatementPair) -> bool:
    """The control: half of the words in common, and other numbers."""
    one, other = (sentence.text for sentence in pair.sentences)
    shared = len(content_stems(one) & content_stems(other))
    least = min(len(content_stems(one)), len(content_stems(other)))
    values = [{quantity.value for quantity in find_quantities(text)} for text in (one, other)]
    return 2 * shared >= least and values[0] != values[1]
