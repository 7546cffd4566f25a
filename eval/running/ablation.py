"""Ablation study: the same queries under one changed setting after another."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from eval.running.evaluate import evaluate
from eval.running.progress import Notify, RunProgress
from eval.types import Collection, Run, RunSettings
from index.index import Index
from index.settings import IndexSettings

ARMS: Mapping[str, Mapping[str, object]] = {
    "fused": {},
    "lexical": {"lexical_weight": 1.0, "late_weight": 0.0},
    "dense": {"lexical_weight": 0.0, "late_weight": 0.0},
    "fused-alone": {"late_weight": 0.0},
    "even": {"lexical_weight": 0.5},
    "few-candidates": {"candidates": 20},
    "few-hits": {"hits": 5},
    "one-sentence": {"max_sentences": 1},
    "whole-documents": {"whole_documents": True},
}
"""Name -> what differs from the shipped settings. The first is the baseline of comparisons."""

SEARCH_ARMS = ("fused", "lexical", "dense")
ANSWER_SETTINGS = {"hits", "max_sentences"}
INDEX_SETTINGS = set(IndexSettings.model_fields)


def arms_for(*, answers: bool, own_index: bool) -> dict[str, RunSettings]:
    """The built-in arms that can make a difference.

    Without answers those that only change answers are left out, and over the user's own index
    those that need another index.
    """
    idle = (set() if answers else ANSWER_SETTINGS) | (INDEX_SETTINGS if own_index else set())
    return {
        name: RunSettings.model_validate(changes)
        for name, changes in ARMS.items()
        if not idle & set(changes)
    }


def ablate(
    collection: Collection,
    arms: Mapping[str, RunSettings],
    *,
    index: Index | None = None,
    measures: Sequence[str] = (),
    limit: int | None = None,
    runs: Path | None = None,
    notify: Notify = lambda progress: None,
) -> list[Run]:
    """One run for each arm, in their order; see `evaluate` for arguments and errors."""

    def told(number: int, name: str) -> Notify:
        def tell(progress: RunProgress) -> None:
            doing = f"{name} ({number} of {len(arms)}): {progress.doing}"
            notify(RunProgress(doing=doing, done=progress.done, total=progress.total))

        return tell

    return [
        evaluate(
            collection,
            settings,
            index=index,
            label=name,
            measures=measures,
            limit=limit,
            runs=runs,
            notify=told(number, name),
        )
        for number, (name, settings) in enumerate(arms.items(), start=1)
    ]
