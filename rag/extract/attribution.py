"""Attribution: who says what was just answered, out of the quoted sentences ("Who said so?").

To a search such a question is about anything that anybody said. What it asks for stands in the
sentence that was quoted or beside it.
"""

from collections.abc import Iterator, Mapping, Sequence

from index.text.sentences import CharSpan, split_sentences
from index.types import Document
from rag.english.answer_spans import find_answer
from rag.english.folding import fold_quoted
from rag.english.grammar import Grammar
from rag.english.quotations import is_verbatim
from rag.extract.confidence import sure, worth_showing
from rag.extract.types import Extract, QuotedSpan
from rag.types import MOST_UNSURE, Hit, Turn

LEAST_CHARS = 20
"""A shorter sentence may stand in any article."""

_RE = Grammar("rag.extract", "attribution")


def attribute(
    question: str, history: Sequence[Turn], hits: Sequence[Hit], documents: Mapping[str, Document]
) -> Extract | None:
    """The quotations of the last answer that name who says so; None when that is not asked.

    Where none does, those beside which somebody speaks, which is unsure. None as well when the
    last answer quotes none of `hits`.
    """
    if not history or not _RE.asks.fullmatch(question.strip()):
        return None
    told = fold_quoted(history[-1].answer)
    found = [one for hit in hits for one in _told(hit, documents[hit.passage.doc_id], told)]
    naming = [span for span, names in found if names]
    spans = list({(s.doc_id, s.start): s for s in naming or [span for span, _ in found]}.values())
    confidence = sure() if naming else worth_showing()
    return Extract(spans=tuple(spans[:MOST_UNSURE]), confidence=confidence) if spans else None


def _told(hit: Hit, document: Document, told: str) -> Iterator[tuple[QuotedSpan, bool]]:
    """Each sentence that was told, and whether it names who speaks; else with one that does."""
    passage = hit.passage
    places = list(split_sentences(passage.text, document.language))
    speaks = [_RE.speaks.search(passage.text[start:end]) is not None for start, end in places]
    for n, (start, end) in enumerate(places):
        text = passage.text[start:end]
        if len(text) < LEAST_CHARS or not is_verbatim(text, told):
            continue
        if speaks[n]:
            yield _span(hit, (start, end), start), True
        elif any(speaks[n + 1 : n + 2]):
            yield _span(hit, (start, places[n + 1][1]), places[n + 1][0]), False
        elif n and speaks[n - 1]:
            yield _span(hit, (places[n - 1][0], end), start), False


def _span(hit: Hit, place: CharSpan, sentence: int) -> QuotedSpan:
    passage = hit.passage
    text = passage.text[slice(*place)]
    return QuotedSpan(
        doc_id=passage.doc_id,
        passage_id=passage.passage_id,
        start=passage.start + place[0],
        end=passage.start + place[1],
        text=text,
        score=hit.score,
        sentence_start=passage.start + sentence,
        focus=find_answer("Who said so?", text),
    )
