"""A run or a comparison as JSON, for programs; the models of `eval.types` read it back."""

from __future__ import annotations

import json

from eval.comparing.types import Comparison
from eval.types import Run


def run_to_json(run: Run, outcomes: bool = False) -> str:
    """A run: the fields of `RunInfo` and, if asked for, `outcomes`, one object for each query."""
    fields = run.info.model_dump(mode="json")
    if outcomes:
        fields["outcomes"] = [outcome.model_dump(mode="json") for outcome in run.outcomes()]
    return _written(fields)


def comparison_to_json(comparison: Comparison) -> str:
    """A comparison: its fields, and for each difference whether it is significant and how."""
    fields = comparison.model_dump(mode="json")
    for written, difference in zip(fields["differences"], comparison.differences, strict=True):
        written["significant"] = difference.significant
        written["better"], written["worse"] = difference.better, difference.worse
    return _written(fields)


def _written(fields: dict[str, object]) -> str:
    """Sorted by nothing but the models' own order; control characters are escaped by JSON."""
    return json.dumps(fields, ensure_ascii=False, indent=2) + "\n"
