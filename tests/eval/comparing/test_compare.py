"""Comparing runs that are small enough to work out by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from eval.comparing.compare import changed_settings, compare
from eval.comparing.gate import gate, noticeable_difference
from eval.comparing.types import Comparison
from eval.types import (
    AnswerOutcome,
    CodeInfo,
    CollectionInfo,
    MeasureSummary,
    Outcome,
    RetrievedPassage,
    Run,
    RunInfo,
    RunSettings,
)
from index.errors import UsageError

LOWER = {"Brier", "LatencyP50", "ECE"}


def hit(doc_id: str) -> RetrievedPassage:
    return RetrievedPassage(doc_id=doc_id, start=0, end=9, score=1.0)


def outcome(query_id: str, *, latency_s: float = 0.1, **values: float) -> Outcome:
    named = {name.replace("at", "@"): value for name, value in values.items()}
    return Outcome(
        query_id=query_id,
        text=f"What is {query_id}?",
        retrieved=tuple(hit(name) for name in "abcd"),
        latency_s=latency_s,
        values=named,
    )


def judged(query_id: str, answerable: bool, confidence: float) -> Outcome:
    answer = AnswerOutcome(sentences=(), confidence=confidence, refused=confidence < 0.5)
    return Outcome(query_id=query_id, text="?", answerable=answerable, answer=answer)


def make_run(
    name: str,
    outcomes: Sequence[Outcome],
    *,
    extra: Sequence[str] = (),
    digest: str = "queries",
    corpus_digest: str = "articles",
    settings: Mapping[str, float] | None = None,
) -> Run:
    names = list(dict.fromkeys(n for o in outcomes for n in o.values)) + list(extra)
    info = RunInfo(
        name=name,
        created=datetime(2026, 1, 1, tzinfo=UTC),
        collection=CollectionInfo(
            name="sample",
            digest=digest,
            corpus_digest=corpus_digest,
            documents=4,
            queries=len(outcomes),
        ),
        settings=RunSettings.model_validate(settings or {}),
        fingerprint="",
        encoder="",
        code=CodeInfo(version="1", digest="c"),
        measures=tuple(
            MeasureSummary(name=n, value=0.0, queries=1, higher_is_better=n not in LOWER)
            for n in names
        ),
    )
    return Run(info=info, folder=Path(name), read_outcomes=lambda: outcomes)


def scored(name: str, values: Sequence[float], measure: str = "RRat10") -> Run:
    return make_run(name, [outcome(f"q{i}", **{measure: v}) for i, v in enumerate(values)])


def test_compare_when_three_queries_gain() -> None:
    comparison = compare(scored("old", [0.0, 0.5, 0.25]), scored("new", [0.25, 1.0, 1.0]))
    (found,) = comparison.differences
    assert (found.measure, found.run, found.queries) == ("RR@10", "new", 3)
    assert (found.baseline, found.value, found.difference) == (0.25, 0.75, 0.5)
    assert (found.p, found.p_holm) == (0.25, 0.25)
    assert found.effect_size == pytest.approx(2.0)  # differences 0.25, 0.5, 0.75
    assert (found.wins, found.ties, found.losses) == (3, 0, 0)
    assert found.low is not None
    assert 0.25 <= found.low < 0.5
    assert not found.significant


def test_compare_when_run_is_the_baseline_itself() -> None:
    run = scored("old", [0.0, 0.5, 1.0])
    (found,) = compare(run, run).differences
    assert (found.difference, found.low, found.high, found.p) == (0.0, 0.0, 0.0, 1.0)
    assert (found.wins, found.ties, found.losses) == (0, 3, 0)
    assert compare(run, run).moved == ()
    assert gate(run, run).passed
    assert gate(run, run).noticeable_loss is None


def test_compare_when_there_is_one_query() -> None:
    (found,) = compare(scored("old", [0.0]), scored("new", [1.0])).differences
    assert (found.p, found.low, found.effect_size) == (1.0, None, None)


def test_compare_when_lower_is_better() -> None:
    old, new = scored("old", [0.9] * 20, "Brier"), scored("new", [0.1] * 20, "Brier")
    (found,) = compare(old, new).differences
    assert (found.wins, found.losses, found.better, found.worse) == (20, 0, True, False)
    assert found.gain == pytest.approx(0.8)


def test_compare_when_several_runs_corrects_over_all() -> None:
    old = scored("old", [0.0] * 5)
    comparison = compare(old, scored("one", [1.0] * 5), scored("two", [0, 0, 0, 0, 1.0]))
    one, two = comparison.differences
    assert (one.p, one.p_holm) == (2 / 32, 4 / 32)
    assert (two.p, two.p_holm) == (1.0, 1.0)
    assert comparison.difference("RR@10") == one
    assert comparison.difference("RR@10", "two") == two
    assert comparison.difference("AP") is None


def test_compare_when_a_measure_differs_nowhere_is_no_test() -> None:
    old = make_run("old", [outcome(f"q{i}", P=0.0, AP=0.5) for i in range(5)])
    new = make_run("new", [outcome(f"q{i}", P=1.0, AP=0.5) for i in range(5)])
    moved, same = compare(old, new).differences
    assert (moved.p, moved.p_holm) == (2 / 32, 2 / 32)
    assert (same.p, same.p_holm) == (1.0, 1.0)


def test_compare_when_a_measure_applies_to_other_queries_counts_the_shared() -> None:
    old = make_run("old", [outcome("a", F1=1.0), outcome("b", F1=0.0), outcome("c", P=1.0)])
    new = make_run("new", [outcome("a", P=1.0), outcome("b", F1=0.5), outcome("c", F1=1.0)])
    (found,) = compare(old, new).differences
    assert (found.measure, found.queries, found.baseline, found.value) == ("F1", 1, 0.0, 0.5)


def test_compare_when_latency_is_shown_and_not_tested() -> None:
    old = make_run("old", [outcome(f"q{i}", latency_s=0.1) for i in range(9)], extra=["LatencyP50"])
    new = make_run("new", [outcome(f"q{i}", latency_s=0.4) for i in range(9)], extra=["LatencyP50"])
    (found,) = compare(old, new).differences
    assert found.difference == pytest.approx(0.3)
    assert (found.p, found.p_holm, found.worse) == (None, None, False)
    assert gate(old, new).passed


def test_compare_when_auroc_is_turned_round() -> None:
    kinds = [i % 2 == 0 for i in range(24)]
    old = [judged(f"q{i}", kind, 0.9 if kind else 0.1) for i, kind in enumerate(kinds)]
    new = [judged(f"q{i}", kind, 0.1 if kind else 0.9) for i, kind in enumerate(kinds)]
    names = ("AUROC", "RefusalRecall")
    comparison = compare(make_run("old", old, extra=names), make_run("new", new, extra=names))
    auroc, recall = comparison.differences
    assert (auroc.baseline, auroc.value, auroc.low, auroc.high) == (1.0, 0.0, -1.0, -1.0)
    assert auroc.p == 1 / 4000
    assert auroc.worse
    assert auroc.wins is auroc.effect_size is None
    assert (recall.difference, recall.queries) == (-1.0, 24)


def test_compare_when_queries_moved_largest_first() -> None:
    old, new = scored("old", [0.5, 1.0, 0.0, 0.5]), scored("new", [0.5, 0.0, 0.2, 0.6])
    moved = compare(old, new, moved=2).moved
    assert [(m.query_id, m.difference) for m in moved] == [("q1", -1.0), ("q2", 0.2)]
    assert [passage.doc_id for passage in moved[0].retrieved] == ["a", "b", "c"]
    assert moved[0].text == "What is q1?"


def test_compare_when_moved_by_the_measure_that_says_most() -> None:
    old = make_run("old", [outcome("a", P=0.0, nDCGat10=0.0), outcome("b", P=0.0, nDCGat10=0.0)])
    new = make_run("new", [outcome("a", P=1.0, nDCGat10=0.0), outcome("b", P=0.0, nDCGat10=1.0)])
    assert [m.query_id for m in compare(old, new).moved] == ["b"]
    assert [m.query_id for m in compare(old, new, moved_by="P").moved] == ["a"]
    old = make_run("old", [outcome(q, FirstSentence=0.0, nDCGat10=0.0) for q in "ab"])
    new = make_run("new", [outcome(q, FirstSentence=q == "a", nDCGat10=0.5) for q in "ab"])
    assert compare(old, new, moved=1).moved[0].measure == "FirstSentence"
    assert compare(old, new, moved=2).moved[0].measure == "nDCG@10"
    with pytest.raises(UsageError, match="old and new do not both have 'AP' for single queries"):
        compare(old, new, moved_by="AP")


def test_compare_when_settings_changed() -> None:
    old = scored("old", [1.0])
    new = make_run("new", [outcome("q0", RRat10=1.0)], settings={"lexical_weight": 1.0})
    before = old.info.settings.lexical_weight
    assert changed_settings(old.info, new.info) == {"lexical_weight": (before, 1.0)}
    assert compare(old, new).settings_changed == ({"lexical_weight": (before, 1.0)},)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"digest": "others"}, "old and new cannot be compared: different queries or judgements"),
        ({"corpus_digest": "others"}, "old and new cannot be compared: different articles"),
    ],
)
def test_compare_when_collections_differ(changed: dict[str, str], message: str) -> None:
    new = make_run("new", [outcome("q0", RRat10=1.0)], **changed)  # type: ignore[arg-type]
    with pytest.raises(UsageError, match=message):
        compare(scored("old", [1.0]), new)


def test_compare_when_queries_differ() -> None:
    with pytest.raises(UsageError, match="2 and 1 queries, 1 in both \\(only old has 'q1'\\)"):
        compare(scored("old", [1.0, 1.0]), scored("new", [1.0]))


def test_compare_when_no_measure_is_shared_or_one_is_unknown() -> None:
    old = scored("old", [1.0])
    with pytest.raises(UsageError, match="old and new have no measure in common"):
        compare(old, scored("new", [1.0], "AP"))
    with pytest.raises(UsageError, match=r"do not both have 'AP'; both have RR@10"):
        compare(old, scored("new", [1.0]), measures=["AP"])


def test_compare_when_arguments_are_senseless() -> None:
    old = scored("old", [1.0])
    with pytest.raises(UsageError, match="name one run or more"):
        compare(old)
    with pytest.raises(UsageError, match="alpha 5"):
        compare(old, old, alpha=5)
    with pytest.raises(UsageError, match="resamples 0"):
        compare(old, old, resamples=0)
    with pytest.raises(UsageError, match="tolerance -1"):
        gate(old, old, tolerance=-1)


def test_compare_when_saved_is_read_back() -> None:
    comparison = compare(scored("old", [0.0, 0.5]), scored("new", [1.0, 0.5]))
    assert Comparison.model_validate_json(comparison.model_dump_json()) == comparison


def test_gate_when_every_query_loses() -> None:
    old, new = scored("old", [1.0] * 12), scored("new", [0.5] * 12)
    result = gate(old, new)
    assert not result.passed
    assert [loss.measure for loss in result.losses] == ["RR@10"]
    assert gate(old, new, tolerance=0.6).passed
    assert gate(new, old).passed


def test_gate_when_passed_says_what_would_have_been_noticed() -> None:
    old, new = scored("old", [0.5] * 100), scored("new", [0.4, 0.6] * 50)
    result = gate(old, new)
    assert (result.passed, result.measure) == (True, "RR@10")
    # (1.960 + 0.842) * 0.1 / 10, the deviation with n - 1
    assert result.noticeable_loss == pytest.approx(0.0282, abs=2e-4)


def test_noticeable_difference_when_queries_are_too_few() -> None:
    assert noticeable_difference([0.1, -0.1, 0.2, 0.1, 0.0], 0.05) is None
