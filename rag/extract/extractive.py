"""The extractive writer, without a language model: one to four quotations, best first.

rank the sentences -> choose those that add something -> quote each with what it needs
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from index.types import Document, Encoder
from rag.english.openings import tells_nothing
from rag.english.question import DocumentFrequency, split_parts
from rag.extract.confidence import confidence_of
from rag.extract.quoting import choose_sentences, is_repeat, to_span, without_overlaps
from rag.extract.ranker import rank_part, rank_sentences, read_case
from rag.extract.types import Extract, ScoredSentence
from rag.types import Hit

LEAST_SHARE = 0.005
"""A further sentence must be this likely to answer, against the best one."""


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
    case = read_case(
        question, hits, documents, encoder=encoder, document_frequency=document_frequency
    )
    ranking = rank_sentences(case)
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
