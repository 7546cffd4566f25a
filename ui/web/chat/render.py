"""Renders messages as HTML: sentences with citation markers, sources, refusal, filter chips."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from html import unescape
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from index.types import Document, Filters
from rag.export.view_model import paragraphs
from rag.export.wording import (
    around_focus,
    completed,
    differing,
    filter_words,
    headline,
    is_borne_out,
    nearest,
    on_page,
    origin,
    to_day,
    verdict,
    warning,
)
from rag.types import LONGEST_QUESTION_CHARS, Answer, Citation, Sentence
from ui.web.source.blocks import without_signs
from ui.web.text import excerpt, to_sentence, to_text
from ui.web.values import NEAREST, Exchange

LONGEST_UNBROKEN_CHARS = 20
FILTER_FIELDS = {
    "published": ("published_from", "published_to"),
    "authors": ("authors",),
    "outlets": ("outlets",),
    "sections": ("sections",),
    "tags": ("tags",),
}
"""What a chip is about -> the fields of `Filters` that it stands for."""

_BREAKS = re.compile(r"\n\s*")


def render_question(question: str) -> str:
    """What was asked; of a question too long to be answered, its beginning."""
    return _rendered("question", question)


def render_problem(message: str) -> str:
    """An error in plain words."""
    return _rendered("problem", message)


def render_outcome(
    exchange: Exchange, documents: Mapping[str, Document], ahead: int | None = None
) -> str:
    """What came of the question so far; `ahead` questions are answered before it."""
    return _rendered("outcome", exchange, documents, ahead)


def render_answer(answer: Answer, key: str, documents: Mapping[str, Document]) -> str:
    """The answer with its markers, or a refusal; `key` names the answer in its markers' links.

    Args:
        answer: what is shown.
        key: letters, digits, - and _ only.
        documents: of the hits; only their headlines and bylines are used.
    """
    return _rendered("answer", answer, Markup(key), documents)


def render_welcome(documents: Sequence[Document]) -> str:
    """The middle of an empty conversation; "" while there are no articles."""
    return _rendered("welcome", documents) if documents else ""


def _rendered(macro: str, *values: object) -> str:
    return _BREAKS.sub("", getattr(_macros(), macro)(*values))


@lru_cache(maxsize=1)
def _macros() -> Any:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_as_text,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        about=_about,
        by_article=_by_article,
        chips=_chips,
        completed=completed,
        differing=differing,
        excerpt=excerpt,
        headline=headline,
        known=_known,
        is_borne_out=is_borne_out,
        longest_question=LONGEST_QUESTION_CHARS,
        most_near=NEAREST,
        nearest=nearest,
        on_page=on_page,
        origin=origin,
        paragraphs=paragraphs,
        parts=_parts,
        sentence=lambda message: Markup(to_sentence(message)),
        span_of=_span_of,
        to_day=to_day,
        verdict=verdict,
        warning=warning,
        without_signs=without_signs,
    )
    return environment.get_template("messages.html").module


def _as_text(value: object) -> Markup:
    return value if isinstance(value, Markup) else Markup(to_text(str(value)))


def _chips(answer: Answer) -> Iterator[tuple[str, str, bool]]:
    """The filters that an answer went by, in words; the question's own can be taken away."""
    for field, names in FILTER_FIELDS.items():
        part = Filters(**{name: getattr(answer.filters, name) for name in names})
        if part:
            is_read = all(getattr(answer.read_filters, n) == getattr(part, n) for n in names)
            yield field, " ".join(filter_words(part, Filters())), is_read


def _parts(answer: Answer, sentence: Sentence) -> tuple[Markup, Markup, bool]:
    """A sentence up to its last word, that word, and whether it is short enough to be kept whole.

    The words that answer are bold.
    """
    before, focus, after = around_focus(
        sentence, lambda text: to_text(without_signs(text)), quoted=answer.is_quoted
    )
    bold = f"<strong>{focus}</strong>" if focus else ""
    if not bold:
        before, after = "", before + after
    between, space, last = after.rpartition(" ")
    begun, end = (before + bold + between + space, last) if space else (before, bold + last)
    is_short = len(unescape(last if space else focus + last)) <= LONGEST_UNBROKEN_CHARS
    return Markup(begun), Markup(end), is_short


def _by_article(answer: Answer) -> list[list[tuple[int, Citation]]]:
    """The first place of each marker, those that point into one article together."""
    found: dict[str, dict[int, tuple[int, Citation]]] = {}
    for place, citation in enumerate(answer.citations, start=1):
        found.setdefault(citation.doc_id, {}).setdefault(citation.marker, (place, citation))
    return [list(places.values()) for places in found.values()]


def _known(article: Citation | Document, page: str) -> list[str]:
    parts = [", ".join(article.authors), article.outlet or "", to_day(article.published)]
    return [part for part in (*parts, page) if part]


def _about(citation: Citation) -> str:
    known = [headline(citation), citation.outlet or "", to_day(citation.published)]
    return " · ".join(part for part in known if part)


def _span_of(documents: Sequence[Document]) -> str:
    days = sorted(document.published for document in documents if document.published)
    if not days:
        return ""
    if days[0] == days[-1]:
        return f", of {to_day(days[0])}"
    return f", from {to_day(days[0])} to {to_day(days[-1])}"
