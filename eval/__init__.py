"""Evaluation: measure Byline on your own folder, and find out whether a change helped.

>>> from eval import compare, evaluate, open_collection, RunSettings
>>> sample = open_collection("sample")
>>> shipped = evaluate(sample)  # doctest: +SKIP
>>> lexical = evaluate(sample, RunSettings(lexical_weight=1.0))  # doctest: +SKIP
>>> compare(shipped, lexical).difference("passage:nDCG@10")  # doctest: +SKIP

Write `from eval import ...`: `import eval` would hide Python's own function of that name. Names are
loaded when first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from eval.collections import open_collection as open_collection
    from eval.comparing.compare import compare as compare
    from eval.comparing.gate import gate as gate
    from eval.comparing.types import Comparison as Comparison
    from eval.comparing.types import GateResult as GateResult
    from eval.proposing import propose_questions as propose_questions
    from eval.reports.html import write_html as write_html
    from eval.reports.markdown import comparison_to_markdown as comparison_to_markdown
    from eval.reports.markdown import run_to_markdown as run_to_markdown
    from eval.running.ablation import ablate as ablate
    from eval.running.evaluate import evaluate as evaluate
    from eval.running.score import score_run as score_run
    from eval.runs.store import RunStore as RunStore
    from eval.types import Collection as Collection
    from eval.types import CorpusDocument as CorpusDocument
    from eval.types import Outcome as Outcome
    from eval.types import Query as Query
    from eval.types import Run as Run
    from eval.types import RunInfo as RunInfo
    from eval.types import RunSettings as RunSettings

# In the order of the journey: what to ask, asking it, comparing, reporting.
_HOMES = {
    "open_collection": "eval.collections",
    "propose_questions": "eval.proposing",
    "Collection": "eval.types",
    "CorpusDocument": "eval.types",
    "Query": "eval.types",
    "evaluate": "eval.running.evaluate",
    "score_run": "eval.running.score",
    "RunSettings": "eval.types",
    "Run": "eval.types",
    "RunInfo": "eval.types",
    "Outcome": "eval.types",
    "RunStore": "eval.runs.store",
    "ablate": "eval.running.ablation",
    "compare": "eval.comparing.compare",
    "Comparison": "eval.comparing.types",
    "gate": "eval.comparing.gate",
    "GateResult": "eval.comparing.types",
    "write_html": "eval.reports.html",
    "run_to_markdown": "eval.reports.markdown",
    "comparison_to_markdown": "eval.reports.markdown",
}
__all__ = list(_HOMES)


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'eval' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
