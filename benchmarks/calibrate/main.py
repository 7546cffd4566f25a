"""`calibrate`: fits all weights that `rag/` ships: ranker, confidence, support of sentences.

    tuning questions -> real sync and retrieval -> features -> cross-validation -> fit -> rag/

Writes `ranker.npz` and `calibration.json` in `rag/extract/`, and `support.json` in `rag/checks/`
(see `benchmarks.calibrate.checks`), all in one run. Only tuning data is read for it (all articles
of squad/v1-visible.json, and of squad/dev-visible.json, ClapNQ and the made-up news what
`eval.splits.is_tuning` names), and of that only what the answer finder was not trained on
(`benchmarks.reader.split`). With `--cases`
the features are kept in a file, so that a second run only fits.
"""

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np

import rag.extract
from benchmarks.calibrate import checks
from benchmarks.calibrate.cases import ANSWERABLE, EASY, HARD, Judged, load_cases, save_cases
from benchmarks.calibrate.collect import (
    collect_clapnq,
    collect_news,
    collect_paragraphs,
    collect_squad,
)
from benchmarks.calibrate.models import Models, fit_models
from benchmarks.shared.scratch_index import scratch_folder
from benchmarks.shared.types import BenchOptions, BenchResult
from index.errors import EncoderError

SOURCES = (
    "squad/v1-visible.json",
    "squad/dev-visible.json",
    "clapnq/questions.jsonl",
)
V1_COUNTS = {ANSWERABLE: 500, EASY: 200}
DEV_COUNTS = {ANSWERABLE: 400, EASY: 200, HARD: 300}
V1_SMALL, DEV_SMALL, PARAGRAPHS = 120, 60, 240


def run(options: BenchOptions) -> BenchResult:
    """Collect, cross-validate, fit, write; the figures are cross-validated by article."""
    cases = _read_or_collect(options.data, options.cases)
    if not any(case.with_encoder for case in cases):
        raise EncoderError("calibration needs the encoder: see `byline doctor`")
    models, figures = fit_models(cases)
    write(models, _origin(options.data, cases, figures))
    checks.calibrate(options.data)
    return BenchResult(values=figures)


def _read_or_collect(data: Path, kept: Path | None) -> list[Judged]:
    if kept is not None and kept.exists():
        return load_cases(kept)
    with scratch_folder() as scratch:
        v1, dev = data / "squad" / "v1-visible.json", data / "squad" / "dev-visible.json"
        cases = [
            *collect_squad(v1, scratch, counts=V1_COUNTS, small=V1_SMALL, halve=False),
            *collect_squad(dev, scratch, counts=DEV_COUNTS, small=DEV_SMALL, halve=True),
            *collect_paragraphs(v1, scratch, count=PARAGRAPHS),
            *collect_clapnq(data, scratch),
            *collect_news(scratch),
        ]
    if kept is not None:
        save_cases(kept, cases)
    return cases


def _origin(data: Path, cases: Sequence[Judged], figures: Mapping[str, float]) -> dict[str, object]:
    kinds = [f"{case.collection} {case.kind}" for case in cases if case.with_encoder]
    return {
        "script": "python -m benchmarks calibrate",
        "data": {
            name: sha256((data / name).read_bytes()).hexdigest()
            for name in SOURCES
            if (data / name).is_file()
        },
        "questions": {kind: kinds.count(kind) for kind in sorted(set(kinds))},
        "licence": "learned from SQuAD (CC BY-SA 4.0), ClapNQ (Apache 2.0) and our own news",
        "cross_validated_by_article": {name: round(v, 4) for name, v in figures.items()},
    }


def write(models: Models, origin: Mapping[str, object]) -> None:
    """Put the constants where `rag` reads them."""
    folder = Path(rag.extract.__file__).parent
    np.savez(folder / "ranker.npz", allow_pickle=False, **models.ranker)
    content = json.dumps(
        {"origin": origin, "thresholds": models.thresholds, **models.confidence}, indent=1
    )
    (folder / "calibration.json").write_text(content + "\n", encoding="utf-8")
