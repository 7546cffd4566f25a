"""Benchmark of the checks: detection rate of corrupted sentences, false alarms on true ones.

True sentences are what people wrote from passages of ClapNQ in other words than theirs (see
`true_sentences`), cited to their own passage among others like it. Each is made false in several
ways (see `corrupting`). "Flagged" is a verdict other than `supported`; a swapped citation is caught
when it is flagged or replaced by the right one. The control flags whatever is not verbatim. Only
the reporting half counts; the tuning half, which set the thresholds, stands in the notes. Sentences
about invented reports, written by hand, stand beside them (see `written_cases`).
"""

from collections.abc import Sequence

from benchmarks.corruptions.cases import SWAPPED, TRUE, Case, Cases, build_cases, open_pool
from benchmarks.corruptions.true_sentences import letters
from benchmarks.corruptions.written_cases import measure_written
from benchmarks.shared.scratch_index import scratch_folder, with_progress
from benchmarks.shared.types import BenchOptions, BenchResult
from index.types import Document
from rag.checks.check import SentenceChecker
from rag.checks.replies import WrittenSentence
from rag.checks.verdicts import Passages
from rag.types import Hit, Sentence, SupportLevel

TOTAL = 2000
TARGETS = {
    "numbers": ">= 0.95",
    "dates": ">= 0.95",
    "quotes": ">= 0.95",
    "names": ">= 0.90",
    "swapped": ">= 0.90",
    "negation": "",
    "false_flags": "<= 0.05",
    "control_false_flags": "near 1: it must fail",
    "written_quotation": ">= 0.95",
    "written_agent": ">= 0.95",
    "written_cause": ">= 0.95",
    "written_roles": ">= 0.95",
    "written_figures": ">= 0.95",
    "written_negation": ">= 0.95",
    "written_deed": ">= 0.95",
    "written_false_flags": "<= 0.04",
    "control_written_false_flags": "near 1: it must fail",
    "control_accepts_all": "0: it must fail",
}


def run(options: BenchOptions) -> BenchResult:
    """Build the cases of both halves, check, count."""
    total = options.limit or TOTAL
    with scratch_folder() as scratch:
        index = open_pool(options.data, scratch)
        cases = build_cases(options.data, index, tuning=False, total=total)
        tuning = build_cases(options.data, index, tuning=True, total=total)
    values = {**measure(cases), **measure_written(cases.encoder, tuning=False)}
    by_words = measure(Cases(cases.cases, cases.documents, None))
    counts = {kind: sum(c.kind == kind for c in cases.cases) for kind in (TRUE, *TARGETS)}
    return BenchResult(
        values=values,
        targets=TARGETS,
        notes=(
            f"{len(cases.cases)} sentences: {_listed({k: n for k, n in counts.items() if n})}",
            f"by words alone, without an encoder: {_listed(by_words)}",
            f"tuning half: {_listed(measure(tuning))}",
            f"the later written ones: {_listed(measure_written(cases.encoder, later=True))}",
        ),
    )


def measure(cases: Cases) -> dict[str, float]:
    """The share caught of each kind, and the shares of true sentences flagged."""
    caught: dict[str, list[bool]] = {}
    checkers: dict[tuple[Hit, ...], SentenceChecker] = {}
    control: list[bool] = []
    for case in with_progress(cases.cases, "sentences"):
        checker = checkers.get(case.hits)
        if checker is None:
            sent = Passages(case.hits, cases.documents, encoder=cases.encoder)
            checker = SentenceChecker(sent)
            checkers[case.hits] = checker
        written = WrittenSentence(text=case.text, numbers=case.cited)
        caught.setdefault(case.kind, []).append(is_caught(case, checker.check_sentence(written)))
        if case.kind == TRUE:
            control.append(not _is_verbatim(case, cases.documents[_home(case)]))
    shares = {kind: sum(found) / len(found) for kind, found in caught.items()}
    shares["false_flags"] = shares.get(TRUE, 0.0)
    shares["control_false_flags"] = sum(control) / (len(control) or 1)
    return {key: shares[key] for key in TARGETS if key in shares}


def is_caught(case: Case, sentence: Sentence) -> bool:
    """Whether the sentence is flagged, or its wrong citation was put right."""
    if sentence.support.level is not SupportLevel.SUPPORTED:
        return True
    own = {case.hits[number - 1].passage.passage_id for number in case.home}
    cited = {citation.passage_id for citation in sentence.citations}
    return case.kind == SWAPPED and sentence.repaired and cited <= own


def _is_verbatim(case: Case, document: Document) -> bool:
    return letters(case.text) in letters(document.text)


def _home(case: Case) -> str:
    return case.hits[min(case.home) - 1].passage.doc_id


def _listed(values: dict[str, float] | dict[str, int]) -> str:
    shown: Sequence[str] = [f"{key} {value:.4g}" for key, value in values.items()]
    return ", ".join(shown)
