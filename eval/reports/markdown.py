"""A run or a comparison as Markdown, for a pull request or a notebook."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from eval.comparing.types import Comparison
from eval.reports.formatting import clipped, run_title
from eval.reports.html import make_environment
from eval.reports.view_model import baseline_table, measure_levels
from eval.types import Run, RunInfo
from index.files import replace_text, writing
from rag.export.escaping import escape_markdown

if TYPE_CHECKING:
    from jinja2 import Environment

_QUESTION_CHARS = 300


def escaped(text: str, limit: int = _QUESTION_CHARS) -> str:
    """Text of users and articles on one line, none of which acts as Markdown or HTML."""
    return escape_markdown(clipped(text, limit))


def write_markdown(path: Path, runs: Sequence[Run], comparison: Comparison | None = None) -> None:
    """Write the comparison to `path`, or without one each of `runs`.

    Raises:
        StorageError: the file cannot be written.
    """
    parts = [comparison_to_markdown(comparison)] if comparison else map(run_to_markdown, runs)
    with writing(path):
        replace_text(path, "\n".join(parts))


def run_to_markdown(run: Run) -> str:
    """Headline, what was measured, each measure with its interval, refusal beside its lines."""
    return _render([run.info], None)


def comparison_to_markdown(comparison: Comparison) -> str:
    """A verdict for each run, the differences, refusal beside its lines, what moved most."""
    return _render([comparison.baseline, *comparison.runs], comparison)


def _render(infos: Sequence[RunInfo], comparison: Comparison | None) -> str:
    text = (
        _environment()
        .get_template("report.md")
        .render(
            infos=infos,
            comparison=comparison,
            levels=measure_levels(infos, comparison),
            baselines=baseline_table(infos),
            titles={info.name: run_title(info) for info in infos},
        )
    )
    return text.rstrip("\n") + "\n"


@lru_cache(maxsize=1)
def _environment() -> Environment:
    from markupsafe import Markup

    def safe(text: str, limit: int = _QUESTION_CHARS) -> Markup:
        return Markup(escaped(text, limit))

    return make_environment(safe, escaped=safe)
