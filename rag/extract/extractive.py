"""The writer without a language model: one to four quotations, best first.

rank the sentences -> choose those that add something -> quote each with what it needs
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.types import Document, Encoder
from rag.english.openings import tells_nothing
from rag.english.question import DocumentFrequency, split_parts
from rag.extract.confidence import THRESHOLD, confidence_of, is_answered
from rag.extract.quoting import choose_sentences, is_repeat, quote_from
from rag.extract.ranker import Ranking, ScoredSentence, rank_part, rank_sentences
from rag.types import Hit

__all__ = [
    "THRESHOLD",
    "Extract",
    "Span",
    "is_answered",
    "to_span",
    "without_overlaps",
    "write_extract",
]

LEAST_SHARE = 0.005
"""A further sentence must be this likely to answer, against the best one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of an article; `document.text[start:end] == text`.

    It ends with the sentence that was chosen (from `sentence_start`). What stands before that is
    needed to understand it.
    """

    doc_id: str
    passage_id: str
    start: int
    end: int
    text: str
    score: float
    sentence_start: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Extract:
    """What the articles say, and how sure it is (0 to 1) that they answer at all."""

    spans: tuple[Span, ...]
    confidence: float


def write_extract(
    question: str,
    hits: Sequence[Hit],
    documents: Mapping[str, Document],
    *,
    encoder: Encoder | None,
    document_frequency: DocumentFrequency,
    max_sentences: int = 4,
) -> Extract:
    """Choose the sentences that answer `question`.

    Args:
        question: the standalone question.
        hits: the fused hits, best first.
        documents: the article of each hit by `doc_id`.
        encoder: None when there is none; words alone decide then.
        document_frequency: the fraction of passages, 0 to 1, that hold a word as the lexical
            arm folds it.
        max_sentences: at most so many spans.

    Returns:
        Spans, best first; none when the hits hold no sentence.
    """
    ranking = rank_sentences(
        question, hits, documents, encoder=encoder, document_frequency=document_frequency
    )
    chosen = choose_sentences(ranking.question, ranking.sentences, max_sentences, LEAST_SHARE)
    for part in split_parts(question)[1:]:
        partly = rank_part(ranking, part, encoder, document_frequency)
        chosen = _with_part(chosen, partly, max_sentences)
    spans = without_overlaps([to_span(ranking, documents, sentence) for sentence in chosen])
    return Extract(spans=tuple(spans), confidence=confidence_of(ranking))


def _with_part(
    chosen: list[ScoredSentence], partly: Sequence[ScoredSentence], count: int
) -> list[ScoredSentence]:
    """`chosen` with the best sentence for one part of the question in second place."""
    partly = [sentence for sentence in partly if not tells_nothing(sentence.candidate.text)]
    if not partly or count < 2 or is_repeat(partly[0], chosen[0]):
        return chosen
    rest = [sentence for sentence in chosen[1:] if not is_repeat(sentence, partly[0])]
    return [chosen[0], partly[0], *rest][:count]


def to_span(ranking: Ranking, documents: Mapping[str, Document], sentence: ScoredSentence) -> Span:
    """The sentence as a span, with what stands before it where it cannot be understood alone."""
    candidate = sentence.candidate
    passage = ranking.passages[candidate.hit].hit.passage
    document = documents[passage.doc_id]
    start = quote_from(document, candidate.start, candidate.end)
    return Span(
        doc_id=passage.doc_id,
        passage_id=passage.passage_id,
        start=start,
        end=candidate.end,
        text=document.text[start : candidate.end],
        score=sentence.score,
        sentence_start=candidate.start,
    )


def without_overlaps(spans: Sequence[Span]) -> list[Span]:
    """No character twice: a later span gives up what an earlier one quotes already."""
    kept: list[Span] = []
    for span in spans:
        same = [other for other in kept if other.doc_id == span.doc_id]
        if any(o.start <= span.sentence_start < o.end for o in same):
            continue
        if any(o.start < span.end and span.start < o.end for o in same):
            span = _alone(span)
        kept.append(span)
    return kept


def _alone(span: Span) -> Span:
    cut = span.sentence_start - span.start
    return Span(
        doc_id=span.doc_id,
        passage_id=span.passage_id,
        start=span.sentence_start,
        end=span.end,
        text=span.text[cut:],
        score=span.score,
        sentence_start=span.sentence_start,
    )
