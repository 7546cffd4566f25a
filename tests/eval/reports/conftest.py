"""Runs and a comparison that look like real ones, made from a seed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from statistics import mean

import pytest

from eval.comparing.types import Comparison, MeasureDifference, MovedQuery
from eval.types import (
    AnsweredSentence,
    AnswerOutcome,
    CitedSpan,
    CodeInfo,
    CollectionInfo,
    DocumentSpan,
    GoldFact,
    MeasureSummary,
    Outcome,
    RetrievedPassage,
    Run,
    RunInfo,
    RunSettings,
)

MakeRuns = Callable[..., list[Run]]
MakeComparison = Callable[[Sequence[Run]], Comparison]

KINDS = ("answerable", "two_articles", "filtered", "follow_up", "unanswerable_hard")
SUBJECTS = ("the harbour wall", "the night ferry", "Lena Ortiz", "the school roof", "the lido")
PLACES = ("gazette/harbour-wall-breach.md", "herald/night-ferry.md", "gazette/school-roof.txt")
RETRIEVAL = ("passage:nDCG@10", "passage:RR@10", "passage:R@10", "nDCG@10", "CharRecall@5")
PER_QUERY = (*RETRIEVAL, "SentenceF1", "ContainsAnswer", "RefusalRight", "Brier")
LOWER = ("Brier", "LatencyP50", "LatencyP99")
LABELS = ("fused", "dense only", "lexical only", "fused, whole documents")
LEXICAL_WEIGHTS = (0.4, 0.0, 1.0, 0.5)


def _passage(random: Random, rank: int, gold: DocumentSpan | None) -> RetrievedPassage:
    where = gold or DocumentSpan(doc_id=random.choice(PLACES), start=40 * rank, end=40 * rank + 300)
    return RetrievedPassage(
        doc_id=where.doc_id,
        start=max(0, where.start - 20),
        end=where.end + 60,
        score=1 / rank,
        dense_rank=rank if random.random() < 0.8 else None,
        lexical_rank=rank + 1 if random.random() < 0.8 else None,
        excerpt="By morning the gap was 14 metres wide. Waves reached the doors of Capstan Row, "
        "and the council called the wall unsafe for the first time since 1953."
        if rank <= 5
        else "",
    )


def _retrieved(
    random: Random, rank: int | None, gold: DocumentSpan | None
) -> tuple[RetrievedPassage, ...]:
    return tuple(_passage(random, r, gold if r == rank else None) for r in range(1, 21))


def _answer(random: Random, place: DocumentSpan, answerable: bool, right: bool) -> AnswerOutcome:
    confidence = min(0.99, max(0.01, random.gauss(0.75 if answerable else 0.35, 0.18)))
    cited = CitedSpan(**place.model_dump(), marker=1, exact=True)
    sentence = AnsweredSentence(
        text="By morning the gap was 14 metres wide."
        if right
        else "The council met on Tuesday to hear the harbour master.",
        citations=(cited,),
        support="supported",
    )
    return AnswerOutcome(
        sentences=(sentence,), confidence=round(confidence, 3), refused=confidence < 0.5
    )


def _outcome(number: int, settings: int, answers: bool) -> Outcome:
    random = Random(number * 31 + settings * (1 if number % 3 else 0))
    kind = KINDS[number % len(KINDS)]
    answerable = kind != "unanswerable_hard"
    place = DocumentSpan(doc_id=PLACES[number % 3], start=335, end=373)
    rank = random.choice((1, 1, 1, 1, 2, 2, 3, 5, 12, None)) if answerable else None
    gain = 0.0 if rank is None or rank > 10 else 1 / rank
    measured = dict.fromkeys(RETRIEVAL, gain) if answerable else {}
    answer = _answer(random, place, answerable, rank == 1) if answers else None
    if answer:
        measured["RefusalRight"] = float(answer.refused != answerable)
        measured["Brier"] = (answer.confidence - answerable) ** 2
    if answer and answerable:
        measured["SentenceF1"] = 1.0 if rank == 1 else 0.2 * random.random()
        measured["ContainsAnswer"] = float(rank == 1)
    return Outcome(
        query_id=f"q{number:03d}",
        text=f"What did the paper say about {SUBJECTS[number % 5]} in {1990 + number}?",
        kind=kind,
        answerable=answerable,
        gold=(
            GoldFact(
                places=(place,),
                quotes=("By morning the gap was 14 metres wide.",),
                answers=("14 metres",),
            ),
        )
        if answerable
        else (),
        retrieved=_retrieved(random, rank, place),
        answer=answer,
        latency_s=round(random.lognormvariate(-3.2, 0.5), 4),
        values=measured,
    )


def _summary(name: str, values: Sequence[float]) -> MeasureSummary:
    value = mean(values) if values else 0.0
    half = 0.9 / len(values) ** 0.5 if len(values) > 1 else None
    return MeasureSummary(
        name=name,
        value=value,
        low=None if half is None else max(0.0, value - half),
        high=None if half is None else min(1.0, value + half),
        queries=len(values),
        higher_is_better=name not in LOWER,
    )


def _of_all(outcomes: Sequence[Outcome], answers: bool) -> list[MeasureSummary]:
    """Measures of all queries together."""
    taken = sorted(o.latency_s for o in outcomes)
    middle = taken[len(taken) // 2] if taken else 0.0
    found = [
        MeasureSummary(name="LatencyP50", value=middle, queries=len(taken), higher_is_better=False)
    ]
    if answers:
        found.insert(
            0, MeasureSummary(name="AUROC", value=0.91, low=0.86, high=0.95, queries=len(taken))
        )
    return found


def _info(number: int, outcomes: Sequence[Outcome], answers: bool) -> RunInfo:
    names = PER_QUERY if answers else RETRIEVAL
    values = {n: [o.values[n] for o in outcomes if n in o.values] for n in names}
    return RunInfo(
        name=f"run-{number}-20261122-0101{number:02d}",
        label=LABELS[number % 4],
        created=datetime(2026, 11, 22, 1, 1, number, tzinfo=UTC),
        collection=CollectionInfo(
            name="sample", digest="ab" * 32, corpus_digest="cd" * 32, documents=24, queries=110
        ),
        settings=RunSettings(lexical_weight=LEXICAL_WEIGHTS[number % 4]),
        fingerprint=f"{number}" * 64,
        encoder="e" * 64,
        code=CodeInfo(version="0.1.0", digest="0f" * 32),
        measures=(
            *(_summary(n, v) for n, v in values.items() if v),
            *_of_all(outcomes, answers),
        ),
        baselines={
            "always refuse": {"RefusalRight": 0.2, "AUROC": 0.5},
            "never refuse": {"RefusalRight": 0.8, "AUROC": 0.5},
        }
        if answers
        else {},
        seconds=7.25,
    )


def _run(number: int, outcomes: Sequence[Outcome], answers: bool = True) -> Run:
    return Run(
        info=_info(number, outcomes, answers),
        folder=Path("runs") / str(number),
        read_outcomes=lambda: outcomes,
    )


def _difference(name: str, baseline: Run, run: Run, p: float) -> MeasureDifference:
    before, after = baseline.values(name), run.values(name)
    changes = [after[q] - before[q] for q in before]
    change = mean(changes) if changes else 0.0
    return MeasureDifference(
        measure=name,
        run=run.info.name,
        label=run.info.label,
        baseline=mean(before.values()) if before else 0.0,
        value=mean(after.values()) if after else 0.0,
        difference=change,
        low=change - 0.02,
        high=change + 0.02,
        p=p / 2,
        p_holm=p,
        effect_size=0.21,
        wins=sum(c > 0 for c in changes),
        ties=sum(c == 0 for c in changes),
        losses=sum(c < 0 for c in changes),
        queries=len(changes),
        higher_is_better=name not in LOWER,
    )


def _moved(baseline: Run, run: Run) -> list[MovedQuery]:
    pairs = zip(baseline.outcomes(), run.outcomes(), strict=True)
    name = "passage:nDCG@10"
    found = [
        MovedQuery(
            run=run.info.name,
            query_id=a.query_id,
            text=a.text,
            kind=a.kind,
            measure=name,
            baseline=a.values[name],
            value=b.values[name],
            difference=b.values[name] - a.values[name],
            baseline_retrieved=a.retrieved[:3],
            retrieved=b.retrieved[:3],
            baseline_answer=a.answer,
            answer=b.answer,
            gold=a.gold,
            answerable=a.answerable,
        )
        for a, b in pairs
        if name in a.values and a.values[name] != b.values[name]
    ]
    return sorted(found, key=lambda m: -abs(m.difference))[:10]


@pytest.fixture(scope="session")
def make_run() -> Callable[..., Run]:
    """A run of the outcomes given."""
    return _run


@pytest.fixture(scope="session")
def make_runs() -> MakeRuns:
    """`make_runs(queries=110, runs=3, answers=True)`: the same queries under several settings."""

    def make(queries: int = 110, runs: int = 3, answers: bool = True) -> list[Run]:
        return [
            _run(r, tuple(_outcome(q, r, answers) for q in range(queries)), answers)
            for r in range(runs)
        ]

    return make


@pytest.fixture(scope="session")
def make_comparison() -> MakeComparison:
    """The comparison of the first run with the others; p is 0.001 for the second, else 0.5."""

    def make(runs: Sequence[Run]) -> Comparison:
        baseline, *others = runs
        names = [m.name for m in baseline.info.measures if m.name in PER_QUERY]
        before = baseline.info.settings.lexical_weight
        return Comparison(
            baseline=baseline.info,
            runs=tuple(run.info for run in others),
            differences=tuple(
                _difference(name, baseline, run, 0.5 if at else 0.001)
                for at, run in enumerate(others)
                for name in names
            ),
            moved=tuple(m for run in others for m in _moved(baseline, run)),
            settings_changed=tuple(
                {"lexical_weight": (before, run.info.settings.lexical_weight)} for run in others
            ),
        )

    return make
