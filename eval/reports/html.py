"""Runs and their comparison as one HTML file that needs nothing else: no network, no script."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eval.comparing.types import Comparison
from eval.reports import formatting, queries, verdict
from eval.reports.plots.drawing import RUN_COLOURS
from eval.reports.verdict import TONES
from eval.reports.view_model import Links, Page, build_page
from eval.types import Run
from index.errors import UsageError
from index.files import replace_text, writing
from index.text.characters import visible

if TYPE_CHECKING:
    from jinja2 import Environment

_MARKS = "●■◆▲▼✚"
"""What `drawing.run_marker` draws, as characters."""


def write_html(
    path: Path,
    runs: Sequence[Run],
    comparison: Comparison | None = None,
    links: Links | None = None,
) -> None:
    """Write the report of `runs` to `path`, whole or not at all.

    Args:
        path: an existing file is replaced.
        runs: one or more over the same collection; where there is a comparison, its runs.
        comparison: adds the verdict, the differences and what moved.
        links: gives the address at which a passage can be read; only http, https and relative
            paths become links.

    Raises:
        UsageError: there are no runs, or the outcomes of one are damaged.
        StorageError: the file cannot be written.
    """
    if not runs:
        raise UsageError("a report needs at least one run")
    text = to_html(build_page(runs, comparison, links))
    with writing(path):
        replace_text(path, text)


def to_html(page: Page) -> str:
    """The HTML of a page; everything but the drawings is text."""
    return _environment().get_template("report.html").render(page=page)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    from markupsafe import Markup

    return make_environment(
        visible,
        tones=TONES,
        drawing=Markup,
        run_class=lambda at: f"run-{at % RUN_COLOURS}",
        mark=lambda at: _MARKS[at % RUN_COLOURS],
    )


if TYPE_CHECKING:
    from jinja2 import Environment

_FUNCTIONS = (
    *(formatting.number, formatting.signed, formatting.interval, formatting.p_value),
    *(formatting.run_title, formatting.clipped, formatting.changed_settings),
    *(formatting.value_words, formatting.direction, formatting.gaps),
    *(formatting.description, formatting.in_words, formatting.headline),
    *(verdict.verdicts, verdict.summary_of, verdict.how_sure),
    *(queries.why_right, queries.below, queries.marked),
)


def make_environment(finalize: Callable[[str], str], **names: Any) -> Environment:
    """Templates see `_FUNCTIONS` and `names`; `finalize` makes text fit to stand among markup."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("eval.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=lambda value: finalize(value) if type(value) is str else value,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {function.__name__: function for function in _FUNCTIONS} | names
    return environment
