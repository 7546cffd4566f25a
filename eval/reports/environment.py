"""The environment of the templates of reports: jinja2, with the formatting that reports share."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from eval.reports import formatting, queries, verdict

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
