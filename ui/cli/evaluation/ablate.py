"""`byline eval ablate`: an ablation study."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from eval.comparing.compare import compare
from eval.running.ablation import ARMS, ablate, arms_for
from eval.running.plan import survey
from eval.types import RunSettings
from index.errors import UsageError
from ui.cli.evaluation.options import (
    CollectionOptions,
    ReportOptions,
    parse_arm,
    to_settings,
)
from ui.cli.evaluation.progress import progress_of
from ui.cli.evaluation.run import going_on
from ui.cli.evaluation.tables import print_ablation
from ui.cli.terminal import print_json


def ablate_settings(
    source: CollectionOptions,
    reports: ReportOptions,
    arms: list[str] | None = None,
    measures: list[str] | None = None,
    runs: Path | None = None,
    json: bool = False,
) -> None:
    """Run the arms and print them side by side, each compared with the first."""
    with going_on(), progress_of() as notify:
        collection = source.open()
        index = source.open_index()
        judges = survey(collection, source.limit, notify).judges_answers
        own_index = index is not None or collection.corpus is None
        chosen = _chosen(arms) if arms else arms_for(answers=judges, own_index=own_index)
        made = ablate(
            collection,
            chosen,
            index=index,
            measures=measures or (),
            limit=source.limit,
            runs=runs,
            notify=notify,
        )
    comparison = compare(made[0], *made[1:]) if len(made) > 1 else None
    reports.write(made, comparison, source.articles)
    if json:
        print_json((comparison or made[0].info).model_dump(mode="json"))
    else:
        print_ablation([run.info for run in made], comparison)


def _chosen(arms: Sequence[str]) -> dict[str, RunSettings]:
    chosen = {}
    for text in arms:
        name, changes = parse_arm(text)
        if changes is None and name not in ARMS:
            raise UsageError(
                f"--arm {name}: no such arm; there are {', '.join(ARMS)},"
                " or write NAME:SETTING=VALUE,..."
            )
        chosen[name] = to_settings(ARMS[name] if changes is None else changes, f"--arm {name}")
    return chosen
