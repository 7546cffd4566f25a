"""Evaluation: measure Byline on your own folder, and find out whether a change helped.

>>> from eval import compare, evaluate, open_collection, RunSettings
>>> sample = open_collection("sample")
>>> shipped = evaluate(sample)  # doctest: +SKIP
>>> lexical = evaluate(sample, RunSettings(lexical_weight=1.0))  # doctest: +SKIP
>>> compare(shipped, lexical).difference("passage:nDCG@10")  # doctest: +SKIP

Write `from eval import ...`: `import eval` would hide Python's own function of that name. Names are
loaded when first used.
"""

from lazy_loader import attach_stub

__getattr__, __dir__, _ = attach_stub(__name__, __file__)

# In the order of the journey: what to ask, asking it, comparing, reporting.
__all__ = [  # noqa: RUF022
    "open_collection", "propose_questions", "Collection", "CorpusDocument", "Query", "evaluate",
    "score_run", "RunSettings", "Run", "RunInfo", "Outcome", "RunStore", "ablate", "compare",
    "Comparison", "gate", "GateResult", "write_html", "run_to_markdown", "comparison_to_markdown",
]  # fmt: skip
