"""The writer without a language model: one to four sentences, word for word, best first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.types import Document, Encoder
from rag.confidence import THRESHOLD, confidence_of, is_answered
from rag.question import DocumentFrequency
from rag.ranker import Ranking, ScoredSentence, rank_sentences
from rag.types import Hit

__all__ = ["THRESHOLD", "Extract", "Span", "is_answered", "write_extract"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of an article; `document.text[start:end] == text`."""

    doc_id: str
    passage_id: str
    start: int
    end: int
    text: str
    score: float


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
    spans = [to_span(ranking, sentence) for sentence in choose(ranking, max_sentences)]
    return Extract(spans=tuple(spans), confidence=confidence_of(ranking))


def choose(ranking: Ranking, max_sentences: int) -> list[ScoredSentence]:
    """The best sentences, without repeats."""
    chosen: list[ScoredSentence] = []
    for sentence in ranking.sentences:
        if len(chosen) == max_sentences:
            break
        if not any(is_repeat(sentence, other) for other in chosen):
            chosen.append(sentence)
    return chosen


REPEAT_SHARE = 0.8
"""Sentences that share this much of the shorter one's words say the same."""


def is_repeat(sentence: ScoredSentence, other: ScoredSentence) -> bool:
    """Whether the two sentences share nearly all their content words."""
    one, two = (
        {word.stem for word in scored.candidate.words if word.is_content}
        for scored in (sentence, other)
    )
    smaller, larger = sorted((len(one), len(two)))
    if not smaller:
        return sentence.candidate.text == other.candidate.text
    return len(one & two) >= REPEAT_SHARE * larger


def to_span(ranking: Ranking, sentence: ScoredSentence) -> Span:
    """Where a ranked sentence stands in its article."""
    candidate = sentence.candidate
    passage = ranking.passages[candidate.hit].hit.passage
    return Span(
        doc_id=passage.doc_id,
        passage_id=passage.passage_id,
        start=candidate.start,
        end=candidate.end,
        text=candidate.text,
        score=sentence.score,
    )
