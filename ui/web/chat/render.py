"""Renders an answer as HTML: sentences with citation markers, sources, refusal, filter chips."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from html import unescape

from index.types import Document, Filters
from rag.export.wording import (
    around_focus,
    differing,
    filter_words,
    headline,
    nearest,
    origin,
    to_day,
)
from rag.types import (
    Answer,
    AnswerStatus,
    Citation,
    Hit,
    Sentence,
    SupportLevel,
)
from ui.web.source.blocks import without_signs
from ui.web.text import excerpt, to_sentence, to_text
from ui.web.values import NEAREST

LONGEST_UNBROKEN_CHARS = 20
SEARCHED_CHARS = 100
FILTER_FIELDS = {
    "published": ("published_from", "published_to"),
    "authors": ("authors",),
    "outlets": ("outlets",),
    "sections": ("sections",),
    "tags": ("tags",),
}
"""What a chip is about -> the fields of `Filters` that it stands for."""

_LABELS = {
    SupportLevel.SUPPORTED: "source found by Byline",
    SupportLevel.PARTIAL: "partly supported",
    SupportLevel.UNSUPPORTED: "not supported",
}


def render_answer(answer: Answer, key: str, documents: Mapping[str, Document]) -> str:
    """The answer with its markers, or a refusal; `key` names the answer in its markers' links.

    Args:
        answer: what is shown.
        key: letters, digits, - and _ only.
        documents: of the hits; only their headlines and bylines are used.
    """
    read = f"{_searched(answer)}{_understood(answer, key)}{render_chips(answer, key)}"
    notices = read + "".join(
        f'<p class="byline-notice">{to_sentence(notice)}</p>' for notice in answer.notices
    )
    if answer.status is AnswerStatus.NOT_IN_ARTICLES:
        return f'<div class="byline-answer">{notices}{_refusal(answer, key, documents)}</div>'
    if not answer.sentences:
        return f'<div class="byline-answer">{notices}</div>'
    sentences = _prose(answer, key) if answer.model else _quotations(answer, key)
    told = f"{notices}{sentences}{_differences(answer, key)}{_sources(answer, key)}"
    return f'<div class="byline-answer">{told}</div>'


def render_chips(answer: Answer, key: str) -> str:
    """The filters that this answer went by; those that the question set can be taken away."""
    read, chips = answer.read_filters, []
    for field, names in FILTER_FIELDS.items():
        part = Filters(**{name: getattr(answer.filters, name) for name in names})
        words = to_text(" ".join(filter_words(part, Filters())))
        if part and all(getattr(read, name) == getattr(part, name) for name in names):
            chips.append(
                f'<a class="byline-chip" role="button" href="#do/plain/{key}/{field}"'
                f' title="The question says so. Ask again without it">{words}'
                '<span class="byline-hidden">, read in the question; ask again without it</span>'
                " &#215;</a>"
            )
        elif part:
            chips.append(f'<span class="byline-chip">{words}</span>')
    return f'<p class="byline-chips">Only articles: {" ".join(chips)}</p>' if chips else ""


def render_welcome(documents: Sequence[Document]) -> str:
    """The middle of an empty conversation; "" while there are no articles."""
    if not documents:
        return ""
    return (
        '<div class="byline-welcome"><h1>What do the articles say?</h1>'
        f"<p>{_count(len(documents))}{_dates(documents)}. Every sentence of an answer leads "
        "to the place in the article that it rests on. What the articles do not say, Byline "
        "does not say.</p></div>"
    )


def _quotations(answer: Answer, key: str) -> str:
    quotes = "".join(
        f'<p class="byline-quote">{_marked(answer, place, key)}</p>'
        for place in range(len(answer.sentences))
    )
    if answer.status is AnswerStatus.UNSURE:
        title = f'<p class="byline-refusal-title">{to_text(nearest(answer))}</p>'
        return f'<div class="byline-unsaid">{title}</div>{quotes}'
    return f'<p class="byline-kicker">{to_text(origin(answer).rstrip("."))}</p>{quotes}'


def _prose(answer: Answer, key: str) -> str:
    sentences = " ".join(_marked(answer, place, key) for place in range(len(answer.sentences)))
    kicker = f"Written by {to_text(answer.model or '')}, checked against the articles"
    return f'<p class="byline-kicker">{kicker}</p><p class="byline-prose">{sentences}</p>'


def _marked(answer: Answer, number: int, key: str) -> str:
    """A sentence, counted from 0, and its markers so that they never stand alone on a line."""
    sentence, places = answer.sentences[number], answer.citations
    markers = "".join(
        _marker(citation, key, places.index(citation) + 1, number + 1)
        for citation in sentence.citations
    )
    before, focus, after = around_focus(
        sentence, lambda text: to_text(without_signs(text)), quoted=answer.is_quoted
    )
    bold = f"<strong>{focus}</strong>" if focus else ""
    if not bold:
        before, after = "", before + after
    between, space, last = after.rpartition(" ")
    begun, end = (before + bold + between + space, last) if space else (before, bold + last)
    if len(unescape(last if space else focus + last)) > LONGEST_UNBROKEN_CHARS:
        return f"{begun}{end}{markers}{_badge(sentence)}"
    return f'{begun}<span class="byline-last">{end}{markers}</span>{_badge(sentence)}'


def _differences(answer: Answer, key: str) -> str:
    """One table of the articles that give different figures for a claim, with their dates."""
    rows = "".join(
        f"<tr><td>{to_text(figure)}{_marker(citation, key, answer.citations.index(citation) + 1)}"
        f"</td><td>{to_day(citation.published)}</td></tr>"
        for figure, citation in differing(answer)
    )
    return (
        f'<div class="byline-notice">The articles differ:<table>{rows}</table></div>'
        if rows
        else ""
    )


def _marker(citation: Citation, key: str, place: int, sentence: int = 0) -> str:
    """The link to the `place`-th source; `sentence`, from 1, says where in the answer it stands."""
    about = to_text(_about_citation(citation))
    address = f"#byline/{key}/{place}/{sentence}" if sentence else f"#byline/{key}/{place}"
    return (
        f'<a class="byline-marker" href="{address}" title="{about}">'
        f'<span class="byline-hidden">Source </span>[{citation.marker}]</a>'
    )


def _badge(sentence: Sentence) -> str:
    """What a reader must know before believing the sentence; the reason on hover and on focus."""
    level, reasons = sentence.support.level, list(sentence.support.reasons)
    if sentence.repaired:
        reasons.append("the source was found by Byline, not named by the model")
    if level is SupportLevel.SUPPORTED and not sentence.repaired:
        return ""
    why = to_text("; ".join(reasons))
    return (
        f' <span class="byline-badge byline-{level.value}" tabindex="0" role="note"'
        f' title="{why}">{_LABELS[level]}<span class="byline-hidden">: {why}</span></span>'
    )


def _searched(answer: Answer) -> str:
    """What was searched for, when that is more than the question."""
    if not answer.searched:
        return ""
    said = " / ".join(excerpt(query, SEARCHED_CHARS) for query in answer.searched)
    return f'<p class="byline-searched">Searched for: {to_text(said)}</p>'


def _understood(answer: Answer, key: str) -> str:
    """How a question about the articles themselves was read; a click asks it as any other."""
    if not answer.understood:
        return ""
    return (
        '<p class="byline-chips">Understood: <a class="byline-chip" role="button"'
        f' href="#do/plain/{key}/understood" title="Ask again what the articles say">'
        f"{to_text(answer.understood)}"
        '<span class="byline-hidden">; ask again what the articles say</span> &#215;</a></p>'
    )


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
        f'<span class="byline-title">{to_text(headline(first))}</span>'
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
    title = headline(document) if document else hit.passage.doc_id
    meta = _meta(document.authors, document.outlet, document.published, None) if document else ""
    begun = to_text(excerpt(without_signs(hit.passage.text)))
    return (
        f'<li><a class="byline-source" href="#byline/{key}/near-{place}">'
        f'<span class="byline-title">{to_text(title)}</span>{meta}'
        f'<span class="byline-excerpt">{begun}</span></a></li>'
    )


def _meta(
    authors: tuple[str, ...], outlet: str | None, published: date | None, page: int | None
) -> str:
    known = [", ".join(authors), outlet or "", to_day(published), f"page {page}" if page else ""]
    line = " · ".join(f'<span class="byline-part">{to_text(part)}</span>' for part in known if part)
    return f' <span class="byline-meta">{line}</span>' if line else ""


def _about_citation(citation: Citation) -> str:
    known = [headline(citation), citation.outlet or "", to_day(citation.published)]
    return " · ".join(part for part in known if part)


def _count(articles: int) -> str:
    return "1 article" if articles == 1 else f"{articles:,} articles"


def _dates(documents: Sequence[Document]) -> str:
    days = sorted(document.published for document in documents if document.published)
    if not days:
        return ""
    if days[0] == days[-1]:
        return f", of {to_day(days[0])}"
    return f", from {to_day(days[0])} to {to_day(days[-1])}"
