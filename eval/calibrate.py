"""`python -m eval.calibrate [--data FOLDER] [--cases FILE]`: fits the ranker and the confidence.

    tuning questions -> real sync and retrieval -> features -> cross-validation -> fit -> rag/

Writes `rag/ranker.npz` and `rag/calibration.json`. Only tuning data is read for it: all articles of
squad/v1-visible.json, the training questions of TREC QA, and those articles of
squad/dev-visible.json and questions of ClapNQ that `eval.splits.is_tuning` names. With `--cases`
the features are kept in a file, so that a second run only fits.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np

import rag
from eval.calibrate_cases import ANSWERABLE, EASY, HARD, Judged, load_cases, save_cases
from eval.calibrate_collect import (
    collect_clapnq,
    collect_paragraphs,
    collect_squad,
    collect_trecqa,
)
from eval.calibrate_models import Models, fit_models
from eval.workshop import say, scratch_folder

SOURCES = (
    "squad/v1-visible.json",
    "squad/dev-visible.json",
    "clapnq/questions.jsonl",
    "trecqa/train.jsonl",
)
V1_COUNTS = {ANSWERABLE: 1000, EASY: 330}
DEV_COUNTS = {ANSWERABLE: 1000, EASY: 330, HARD: 325}
V1_SMALL, DEV_SMALL, PARAGRAPHS = 200, 100, 600


def main(argv: Sequence[str] | None = None) -> int:
    """Collect, cross-validate, fit, write; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m eval.calibrate")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--cases", type=Path, help="keep the features here, or read them")
    arguments = parser.parse_args(argv)
    cases = _read_or_collect(arguments.data, arguments.cases)
    if not any(case.with_encoder for case in cases):
        raise SystemExit("calibration needs the encoder: see `byline doctor`")
    models, figures = fit_models(cases)
    for name, value in figures.items():
        say(f"cross-validated by article: {name} {value:.4f}")
    write(models, _origin(arguments.data, cases, figures))
    return 0


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
            *collect_trecqa(data, scratch),
        ]
    if kept is not None:
        save_cases(kept, cases)
    return cases


def _origin(data: Path, cases: Sequence[Judged], figures: Mapping[str, float]) -> dict[str, object]:
    kinds = [f"{case.collection} {case.kind}" for case in cases if case.with_encoder]
    return {
        "script": "python -m eval.calibrate",
        "data": {
            name: sha256((data / name).read_bytes()).hexdigest()
            for name in SOURCES
            if (data / name).is_file()
        },
        "questions": {kind: kinds.count(kind) for kind in sorted(set(kinds))},
        "licence": "weights learned from SQuAD (CC BY-SA 4.0), ClapNQ (Apache 2.0) and TREC QA",
        "cross_validated_by_article": {name: round(v, 4) for name, v in figures.items()},
    }


def write(models: Models, origin: Mapping[str, object]) -> None:
    """Put the constants where `rag` reads them."""
    folder = Path(rag.__file__).parent
    np.savez(folder / "ranker.npz", allow_pickle=False, **models.ranker)
    content = json.dumps({"origin": origin, **models.confidence}, indent=1)
    (folder / "calibration.json").write_text(content + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
