"""Temporal change: figures that later articles replace, the newest first, and how they changed."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from index.types import Document
from rag.extract.candidates import PASSAGES_READ
from rag.extract.disagreement import claims_of_hits, is_superseded
from rag.extract.numeric_claims import NumericClaim, read_numeric_claims
from rag.types import MAX_SENTENCES, Citation, Hit, Sentence


def newest_first(
    sentences: Sequence[Sentence], hits: Sequence[Hit], documents: Mapping[str, Document]
) -> tuple[tuple[Sentence, ...], str]:
    """The quotations with superseded figures in the order of their articles, newest first.

    What changed is the figure of the first sentence. It is looked for in the other hits too, so
    that an answer of one sentence is not an old one.

    Returns:
        The sentences, at most `MAX_SENTENCES` or as many as there were, numbered anew; and one
        line that says how the figure changed, "" where none did.
    """
    cited = [citation for sentence in sentences for citation in sentence.citations]
    asked = [claim for citation in cited[:1] for claim in read_numeric_claims(citation)]
    claims = asked + [claim for later in cited[1:] for claim in read_numeric_claims(later)]
    claims += claims_of_hits(claims, cited, hits[:PASSAGES_READ], documents) if claims else ()
    for one in claims[: len(asked)]:
        values = _values(one, claims)
        if len(values) > 1:
            return _in_order(sentences, values), _told(values)
    return tuple(sentences), ""


def _values(one: NumericClaim, claims: Sequence[NumericClaim]) -> list[NumericClaim]:
    """`one` and what supersedes it or is superseded by it, oldest first, an article once."""
    found = {one.citation.doc_id: one}
    for claim in claims:
        if all(is_superseded(claim, known) for known in found.values()):
            found[claim.citation.doc_id] = claim
    return sorted(found.values(), key=lambda claim: str(claim.citation.published))


def _told(values: Sequence[NumericClaim]) -> str:
    """ "It changed: £412 million (2023), £498 million (2024)"; days where a year comes twice."""
    days = [claim.citation.published for claim in values]
    years = [str(day.year) for day in days if day]
    dates = years if len(set(years)) == len(values) else [f"{day:%-d %B %Y}" for day in days if day]
    told = [f"{claim.quantity.text} ({day})" for claim, day in zip(values, dates, strict=True)]
    return f"It changed: {', '.join(told)}."


def _in_order(
    sentences: Sequence[Sentence], values: Sequence[NumericClaim]
) -> tuple[Sentence, ...]:
    quoted = {citation: sentence for sentence in sentences for citation in sentence.citations}
    dated = [
        quoted.get(claim.citation)
        or replace(sentences[0], text=claim.citation.quote, citations=(claim.citation,), focus=None)
        for claim in reversed(values)
    ]
    ordered = list(dict.fromkeys([*dated, *sentences]))[: max(MAX_SENTENCES, len(sentences))]
    numbers: dict[str, int] = {}

    def numbered(citation: Citation) -> Citation:
        marker = numbers.setdefault(citation.passage_id, len(numbers) + 1)
        return replace(citation, marker=marker)

    return tuple(
        replace(sentence, citations=tuple(map(numbered, sentence.citations)))
        for sentence in ordered
    )
