"""What a run or a comparison says, for people (Markdown, HTML) and for programs (JSON)."""

from eval.reports.html import write_html
from eval.reports.markdown import comparison_to_markdown, run_to_markdown
from eval.reports.plain import comparison_to_json, run_to_json

__all__ = [
    "comparison_to_json",
    "comparison_to_markdown",
    "run_to_json",
    "run_to_markdown",
    "write_html",
]
