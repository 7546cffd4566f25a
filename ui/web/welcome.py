"""What the page says before anything is asked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from shlex import quote

from index.location import find_index
from index.types import Document
from ui.web.render import render_problem, to_day, to_text


def render_header(documents: Sequence[Document], model_name: str) -> str:
    """The name, and what is asked how."""
    how = f"answers by {to_text(model_name)}" if model_name else "quotations only"
    about = f"{_count(len(documents))} &#183; {how}" if documents else ""
    return (
        '<div class="byline-masthead"><span class="byline-name">Byline</span> '
        f'<span class="byline-about">{about}</span></div>'
    )


def render_welcome(path: Path, documents: Sequence[Document], problem: str) -> str:
    """The middle of an empty conversation: how to begin, or what is in the way."""
    if documents:
        return _ready(documents)
    if problem:
        return f'<div class="byline-welcome">{render_problem(problem)}</div>'
    return _first_steps(path)


def _ready(documents: Sequence[Document]) -> str:
    return (
        '<div class="byline-welcome"><h1>What do the articles say?</h1>'
        f"<p>{_count(len(documents))}{_dates(documents)}. Every sentence of an answer leads "
        "to the place in the article that it rests on. What the articles do not say, Byline "
        "does not say.</p></div>"
    )


def _first_steps(path: Path) -> str:
    return (
        '<div class="byline-welcome"><h1>There are no articles yet</h1>'
        "<p>Byline reads a folder of Markdown, text, HTML, PDF and Word files. They stay on this "
        "machine. In a terminal, type this, with your folder in place of FOLDER:</p>"
        f'<p class="byline-command"><code>{to_text(_command(path))}</code></p>'
        "<p>When it has finished, reload this page.</p></div>"
    )


def _command(path: Path) -> str:
    named = "" if find_index() == path else f" --index {quote(str(path))}"
    return f"byline sync FOLDER{named}"


def _count(articles: int) -> str:
    return "1 article" if articles == 1 else f"{articles:,} articles"


def _dates(documents: Sequence[Document]) -> str:
    days = sorted(document.published for document in documents if document.published)
    if not days:
        return ""
    if days[0] == days[-1]:
        return f", of {to_day(days[0])}"
    return f", from {to_day(days[0])} to {to_day(days[-1])}"
