"""From an answer to the HTML of one chat message.

Whatever comes from an article, a question or a model passes through `to_text`. The chat
component reads a message as Markdown before it sanitises it, so every character that HTML or
Markdown could read as markup becomes a character reference, and no line ever ends inside a
message: what is left is one HTML block that Markdown passes on as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from urllib.parse import urlsplit

from index.types import Document
from rag.answerer import LONGEST_QUESTION_CHARS
from rag.types import (
    Answer,
    AnswerStatus,
    Citation,
    Disagreement,
    Hit,
    Sentence,
    SupportLevel,
)
from ui.understood import understood

NEAREST = 3
EXCERPT_CHARS = 220
LONGEST_UNBROKEN_CHARS = 20

_CODE = re.compile("&#96;(.+?)&#96;")  # `this`, once it has become text
_PLAIN = frozenset(" ,")
_JOINERS = frozenset("\u200c\u200d")  # invisible, but some scripts cannot be written without


def to_text(value: str) -> str:
    """`value` as text that neither HTML nor Markdown reads as anything else, on one line."""
    flat = " ".join(value.split())
    return "".join(
        character if character.isalnum() or character in _PLAIN else f"&#{ord(character)};"
        for character in flat
        if character.isprintable() or character in _JOINERS
    )


def to_link(uri: str | None) -> str | None:
    """`uri` when it is an http or https address with a host; else None: it is then no link."""
    try:
        parts = urlsplit(uri or "")
        usable = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return None
    return uri if usable else None


def to_day(day: date | None) -> str:
    """17 March 2025; "" when unknown."""
    return f"{day.day} {day:%B %Y}" if day else ""


def to_headline(title: str, *, derived: bool) -> str:
    """The headline, or the article's first words with dots when it has none of its own."""
    return f"{title} …" if derived else title


def render_question(question: str) -> str:
    """What was asked; of a question too long to be answered, its beginning."""
    return (
        f'<div class="byline-question">{to_text(excerpt(question, LONGEST_QUESTION_CHARS))}</div>'
    )


def render_pending() -> str:
    """What stands in the answer's place while it is made."""
    return '<div class="byline-pending">Reading the articles …</div>'


def render_problem(message: str) -> str:
    """An error in plain words."""
    return f'<div class="byline-problem">{_sentence(message)}</div>'


def render_answer(answer: Answer, key: str, documents: Mapping[str, Document]) -> str:
    """The answer with its markers, or a refusal; `key` names the answer in its markers' links.

    Args:
        answer: what is shown.
        key: letters, digits, - and _ only.
        documents: of the hits; only their headlines and bylines are used.
    """
    notices = "".join(
        f'<p class="byline-notice">{_sentence(notice)}</p>'
        for notice in (*understood(answer), *answer.notices)
    )
    if answer.status is AnswerStatus.NOT_IN_ARTICLES:
        return f'<div class="byline-answer">{notices}{_refusal(answer, key, documents)}</div>'
    sentences = _quotations(answer, key) if answer.model is None else _prose(answer, key)
    told = f"{notices}{sentences}{_differences(answer, key)}{_sources(answer, key)}"
    return f'<div class="byline-answer">{told}</div>'


def _quotations(answer: Answer, key: str) -> str:
    quotes = "".join(
        f'<p class="byline-quote">{_marked(answer, sentence, key, quoted=True)}</p>'
        for sentence in answer.sentences
    )
    return f'<p class="byline-kicker">In the articles’ own words</p>{quotes}'


def _prose(answer: Answer, key: str) -> str:
    sentences = " ".join(_marked(answer, sentence, key) for sentence in answer.sentences)
    kicker = f"Written by {to_text(answer.model or '')}, checked against the articles"
    return f'<p class="byline-kicker">{kicker}</p><p class="byline-prose">{sentences}</p>'


def _marked(answer: Answer, sentence: Sentence, key: str, *, quoted: bool = False) -> str:
    """The sentence, and its markers so that they never stand alone on a line."""
    places = answer.citations
    markers = "".join(_marker(c, key, places.index(c) + 1) for c in sentence.citations)
    text = " ".join(sentence.text.split())
    begun, space, last = (f"“{text}”" if quoted else text).rpartition(" ")
    if len(last) > LONGEST_UNBROKEN_CHARS:
        return f"{to_text(begun)}{space}{to_text(last)}{markers}{_badge(sentence)}"
    end = f'<span class="byline-last">{to_text(last)}{markers}</span>'
    return f"{to_text(begun)}{space}{end}{_badge(sentence)}"


def _differences(answer: Answer, key: str) -> str:
    """Articles that give different figures for one claim, side by side with their dates."""
    return "".join(
        f'<p class="byline-notice">The articles differ: {_sides(answer, differ, key)}.</p>'
        for differ in answer.disagreements
    )


def _sides(answer: Answer, differ: Disagreement, key: str) -> str:
    return " against ".join(
        f"{to_text(figure)}{_marker(citation, key, answer.citations.index(citation) + 1)}"
        f"{f' ({to_day(citation.published)})' if citation.published else ''}"
        for figure, citation in zip(differ.figures, differ.citations, strict=True)
    )


def _marker(citation: Citation, key: str, place: int) -> str:
    about = to_text(_about_citation(citation))
    return (
        f'<a class="byline-marker" href="#byline/{key}/{place}" title="{about}">'
        f'<span class="byline-hidden">Source </span>[{citation.marker}]</a>'
    )


def _badge(sentence: Sentence) -> str:
    level = sentence.support.level
    if level is SupportLevel.SUPPORTED:
        return ""
    label = "partly supported" if level is SupportLevel.PARTIAL else "not supported"
    reasons = to_text("; ".join(sentence.support.reasons))
    return f' <span class="byline-badge byline-{level.value}" title="{reasons}">{label}</span>'


def _sources(answer: Answer, key: str) -> str:
    """The articles in the order of first use, each with the markers that point into it."""
    by_article: dict[str, dict[int, tuple[int, Citation]]] = {}
    for place, citation in enumerate(answer.citations, start=1):
        by_article.setdefault(citation.doc_id, {}).setdefault(citation.marker, (place, citation))
    rows = "".join(_source_row(list(places.values()), key) for places in by_article.values())
    return f'<ul class="byline-sources">{rows}</ul>' if rows else ""


def _source_row(places: list[tuple[int, Citation]], key: str) -> str:
    markers = "".join(_marker(citation, key, place) for place, citation in places)
    place, first = places[0]
    return (
        f'<li><span class="byline-last">{markers}</span>'
        f'<a class="byline-source" href="#byline/{key}/{place}">'
        f'<span class="byline-title">{to_text(_headline(first))}</span>'
        f"{_meta(first.authors, first.outlet, first.published, first.page)}</a></li>"
    )


def _refusal(answer: Answer, key: str, documents: Mapping[str, Document]) -> str:
    title = '<p class="byline-refusal-title">The articles do not say.</p>'
    if not answer.hits:
        return f'<div class="byline-unsaid">{title}</div>'
    near = "".join(
        _near(hit, key, place, documents.get(hit.passage.doc_id))
        for place, hit in enumerate(answer.hits[:NEAREST], start=1)
    )
    return (
        f'<div class="byline-unsaid">{title}<p>Nothing in them answers this well enough. '
        "These are the nearest passages; they do not answer the question.</p></div>"
        f'<ul class="byline-near">{near}</ul>'
    )


def _near(hit: Hit, key: str, place: int, document: Document | None) -> str:
    title = (
        to_headline(document.title, derived=document.title_derived)
        if document
        else hit.passage.doc_id
    )
    meta = _meta(document.authors, document.outlet, document.published, None) if document else ""
    return (
        f'<li><a class="byline-source" href="#byline/{key}/near-{place}">'
        f'<span class="byline-title">{to_text(title)}</span>{meta}'
        f'<span class="byline-excerpt">{to_text(excerpt(hit.passage.text))}</span></a></li>'
    )


def excerpt(text: str, limit_chars: int = EXCERPT_CHARS) -> str:
    """The start of `text` on one line, cut between words."""
    flat = " ".join(text.split())
    if len(flat) <= limit_chars:
        return flat
    return flat[:limit_chars].rsplit(" ", 1)[0] + " …"


def _meta(
    authors: tuple[str, ...], outlet: str | None, published: date | None, page: int | None
) -> str:
    known = [", ".join(authors), outlet or "", to_day(published), f"page {page}" if page else ""]
    line = " · ".join(to_text(part) for part in known if part)
    return f' <span class="byline-meta">{line}</span>' if line else ""


def _about_citation(citation: Citation) -> str:
    known = [_headline(citation), citation.outlet or "", to_day(citation.published)]
    return " · ".join(part for part in known if part)


def _headline(citation: Citation) -> str:
    return to_headline(citation.title, derived=citation.title_derived)


def _sentence(message: str) -> str:
    """A message of ours as a sentence: a capital first, a full stop last, `this` as code."""
    flat = " ".join(message.split())
    whole = flat[:1].upper() + flat[1:]
    closed = whole if whole.endswith((".", "!", "?", "”")) else f"{whole}."
    return _CODE.sub(r"<code>\1</code>", to_text(closed))
