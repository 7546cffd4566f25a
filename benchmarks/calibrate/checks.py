"""Calibration of the support score (logistic regression) of the checks on generated sentences.

    tuning halves of ClapNQ and of benchmarks/corruptions/written
                          -> written sentences beside their own passage and beside others
                          -> features -> logistic regression -> bars -> rag/checks/support.json

A sentence is borne out by the passage that its writer had, and by no other. The bars are quantiles
of the probabilities that fits without the sentence's question give.
"""

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import rag.checks
from benchmarks.calibrate.fit import fit_logistic
from benchmarks.corruptions.cases import TRUE, Case, Cases, build_cases, open_pool
from benchmarks.corruptions.written_cases import written_as_cases
from benchmarks.shared.auroc import auroc
from benchmarks.shared.scratch_index import say, scratch_folder, with_progress
from rag.checks.evidence import Meanings, read_evidence
from rag.checks.particulars import Particulars
from rag.checks.support import (
    FEATURES,
    WORD_FEATURES,
    align,
    encode_claim,
    measure,
    read_claim,
)

FOLDS = 5
DECAY = 1e-3
PASSED_SHARES = {"supported": 0.015, "partial": 0.05, "clear": 0.003}
"""Share of true sentences beside another passage that each bar lets pass. What a sentence says
beyond its passage is for the fact checks and the additions to find."""
SOURCES = ("clapnq/questions.jsonl", "clapnq/pool.jsonl")

Array = NDArray[np.float64]


def calibrate(data: Path) -> None:
    """Collect, cross-validate, fit, write."""
    with scratch_folder() as scratch:
        cases = build_cases(data, open_pool(data, scratch), tuning=True, total=0)
    documents, written = written_as_cases(tuning=True)
    both = Cases(cases.cases + written, {**cases.documents, **documents}, cases.encoder)
    write(fit(both), data)


def fit(cases: Cases) -> dict[str, dict[str, object]]:
    """The constants with an encoder and without, in the shape that is stored."""
    rows, labels, groups = collect(cases)
    names = {"full": FEATURES, "words": WORD_FEATURES}
    return {kind: _fit_one(kind, rows, labels, groups, chosen) for kind, chosen in names.items()}


def collect(cases: Cases) -> tuple[Array, NDArray[np.bool_], list[str]]:
    """Every true sentence beside each article: features, whether it is the writer's, question."""
    rows: list[Array] = []
    labels: list[bool] = []
    groups: list[str] = []
    encoder = cases.encoder
    assert encoder is not None
    for case in with_progress([c for c in cases.cases if c.kind == TRUE], "true sentences"):
        sources = read_evidence(case.hits, cases.documents)
        meanings = Meanings(case.hits, sources, cases.documents, encoder)
        claim = encode_claim(
            read_claim(case.text, Particulars(case.text).counted), encoder, meanings
        )
        for numbers in _by_article(case):
            rows.append(measure(claim, [align(claim, sources[n - 1], n - 1) for n in numbers]))
            labels.append(set(numbers) == set(case.home))
            groups.append(case.question_id)
    return np.array(rows), np.array(labels), groups


def _by_article(case: Case) -> list[list[int]]:
    articles: dict[str, list[int]] = {}
    for number, hit in enumerate(case.hits, start=1):
        articles.setdefault(hit.passage.doc_id, []).append(number)
    return list(articles.values())


def _fit_one(
    kind: str,
    rows: Array,
    labels: NDArray[np.bool_],
    groups: Sequence[str],
    names: Sequence[str],
) -> dict[str, object]:
    rows = rows[:, [FEATURES.index(name) for name in names]]
    unseen = _cross_validate(rows, labels, groups)
    bars = {
        name: float(np.quantile(unseen[~labels], 1 - share))
        for name, share in PASSED_SHARES.items()
    }
    flagged = float(np.mean(unseen[labels] < bars["supported"]))
    say(
        f"{kind}: AUROC {auroc(unseen[labels], unseen[~labels]):.4f}, {labels.sum()} true, of which"
        f" flagged {flagged:.4f}; {(~labels).sum()} beside another passage; bars {bars}"
    )
    mean, scale = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    line = _fit_line((rows - mean) / scale, labels)
    return {
        "features": list(names),
        "mean": _rounded(mean),
        "scale": _rounded(scale),
        "line": _rounded(line[:-1]),
        "intercept": round(float(line[-1]), 6),
        **{name: round(bar, 6) for name, bar in bars.items()},
    }


def _cross_validate(rows: Array, labels: NDArray[np.bool_], groups: Sequence[str]) -> Array:
    """The probability of every row under a fit that has not seen its question."""
    order = sorted(set(groups), key=lambda name: sha256(name.encode()).hexdigest())
    fold_of = np.array([order.index(group) % FOLDS for group in groups])
    unseen = np.zeros(len(rows))
    for fold in range(FOLDS):
        held = fold_of == fold
        mean, scale = rows[~held].mean(axis=0), rows[~held].std(axis=0) + 1e-6
        line = _fit_line((rows[~held] - mean) / scale, labels[~held])
        logits = (rows[held] - mean) / scale @ line[:-1] + line[-1]
        unseen[held] = 1.0 / (1.0 + np.exp(-np.clip(logits, -30, 30)))
    return unseen


def _fit_line(rows: Array, labels: NDArray[np.bool_]) -> Array:
    """Both kinds count the same in all, however many there are of each."""
    shares = np.where(labels, 0.5 / labels.sum(), 0.5 / (~labels).sum())
    return fit_logistic(rows, labels, shares, DECAY)


def _rounded(values: Array) -> list[float]:
    return [round(float(value), 6) for value in values]


def write(models: Mapping[str, Mapping[str, object]], data: Path) -> None:
    """Put the constants where `rag.checks.support` reads them."""
    origin = {
        "script": "python -m benchmarks calibrate",
        "data": {name: sha256((data / name).read_bytes()).hexdigest() for name in SOURCES},
        "licence": "weights learned from the tuning halves of ClapNQ (Apache 2.0) and of"
        " benchmarks/corruptions/written",
    }
    path = Path(rag.checks.__file__).with_name("support.json")
    path.write_text(json.dumps({"origin": origin, **models}, indent=1) + "\n", encoding="utf-8")
