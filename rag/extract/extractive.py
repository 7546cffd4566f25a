"""The extractive writer, without a language model: one to four quotations, best first.

rank the sentences -> choose as many as the question needs -> quote each with what it needs
-> mark the words that answer
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from index.text.tables import is_row
from index.types import Document, Encoder
from rag.english.answer_spans import asked_type, find_answer, holds_kind, lacking
from rag.english.grammar import Grammar
from rag.english.openings import tells_nothing
from rag.english.question import AnswerType, DocumentFrequency, read_question, split_parts
from rag.english.words import stems_in
from rag.extract.answer_finder import AnswerFinder
from rag.extract.confidence import confidence_of, status_of, sure
from rag.extract.preferences import (
    avoid_others,
    missed_label,
    prefer_answers,
    prefer_dates,
    prefer_exact,
)
from rag.extract.quoting import choose_sentences, is_repeat, stems_of, to_spans
from rag.extract.ranker import rank_part, rank_sentences, read_case
from rag.extract.table_rows import fit_rows, has_cell, prefer_rows, row_confidence
from rag.extract.types import Extract, QuotedSpan, Ranking, ScoredSentence
from rag.search.filters.reading import DateRange
from rag.types import LONGEST_QUESTION_CHARS, MAX_SENTENCES, MOST_UNSURE, AnswerStatus, Hit

LEAST_SHARE = 0.005
"""A further sentence must be this likely to answer, against the best one."""

LEAST_SHARE_OF_KIND = 0.03
"""So likely one must be that is brought in since the best one lacks the kind asked for."""

_NEEDED = {AnswerType.REASON: (3, 0.1), AnswerType.MANNER: (3, 0.1), AnswerType.OTHER: (2, 0.3)}
"""How many sentences, and from which share of the best one's probability on, a question is told in;
one for other kinds. On tuning articles one is right for 82 % of these, four for 90 %, of which
then one in three is right."""
_RE = Grammar("rag.extract", "extractive")
_NEEDED_OPEN = (MAX_SENTENCES, 0.05)


def write_extract(
    question: str,
    hits: Sequence[Hit],
    documents: Mapping[str, Document],
    *,
    encoder: Encoder | None,
    document_frequency: DocumentFrequency,
    max_sentences: int = 4,
    only_needed: bool = True,
    periods: Sequence[DateRange] = (),
    finder: AnswerFinder | None = None,
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
        only_needed: False takes all of these where fewer would do.
        periods: times that the question names; what was published then comes first.
        finder: see `read_case`.

    Returns:
        Spans, best first; none when the hits hold no sentence.
    """
    question = question[: 2 * LONGEST_QUESTION_CHARS]  # with what was carried over
    case = read_case(
        question,
        hits,
        documents,
        encoder=encoder,
        document_frequency=document_frequency,
        finder=finder,
    )
    ranking = prefer_rows(rank_sentences(case), documents)
    confidence = row_confidence(question, ranking.sentences, confidence_of(ranking))
    ranking, is_exact = prefer_exact(prefer_dates(ranking, documents, periods))
    ranking, is_asked = prefer_answers(avoid_others(ranking), documents)
    confidence = max(confidence, sure()) if is_exact or is_asked else confidence
    count, share = _needed(question, confidence) if only_needed else (MAX_SENTENCES, LEAST_SHARE)
    count = min(count, max_sentences)
    chosen = choose_sentences(ranking.question, ranking.sentences, count, share)
    if only_needed and max_sentences > 1:
        chosen += _of_kind(question, ranking.sentences, chosen)
        if _lacking(ranking, chosen, [s.candidate.text for s in chosen]):
            chosen = choose_sentences(ranking.question, ranking.sentences, MOST_UNSURE, LEAST_SHARE)
    parts = split_parts(question)
    for part in parts if len(parts) > 1 else ():
        partly = rank_part(ranking, part, encoder, document_frequency, case.finder)
        asked = read_question(part, document_frequency)
        partly = fit_rows(ranking, asked, partly, documents)
        partly.sort(key=lambda sentence: -sentence.score)
        chosen = _with_part(chosen, partly, max_sentences)
    spans = to_spans(ranking, documents, chosen)
    lacks = _lacking(ranking, chosen, [span.text for span in spans])
    spans = [_marked(span, question) for span in spans]
    return Extract(spans=tuple(spans), confidence=confidence, lacks=lacks)


def _needed(question: str, confidence: float) -> tuple[int, float]:
    if status_of(confidence) is not AnswerStatus.ANSWERED:
        return MAX_SENTENCES, LEAST_SHARE
    if _RE.open.search(question):
        return _NEEDED_OPEN
    return _NEEDED.get(asked_type(question), (1, 1.0))


def _of_kind(
    question: str, ranked: Sequence[ScoredSentence], chosen: Sequence[ScoredSentence]
) -> list[ScoredSentence]:
    """One more sentence, which holds the kind asked for, where those that are chosen do not."""
    if not chosen or any(has_cell(s) or holds_kind(question, s.candidate.text) for s in chosen):
        return []
    share = LEAST_SHARE if asked_type(question) is AnswerType.REASON else LEAST_SHARE_OF_KIND
    stems = stems_in(question)
    likely = (s for s in ranked if s.probability >= share * chosen[0].probability)
    if lacking(question, [s.candidate.text for s in chosen]):  # £75, but for something else
        likely = (s for s in likely if stems_of(s) & stems)
    return [s for s in likely if holds_kind(question, s.candidate.text)][:1]


def _lacking(ranking: Ranking, chosen: Sequence[ScoredSentence], texts: Sequence[str]) -> str:
    missed = missed_label(ranking, chosen[0]) if chosen else ""
    if missed:
        return f"“{missed}”"
    return "" if any(map(has_cell, chosen)) else lacking(ranking.question.text, texts)


def _marked(span: QuotedSpan, question: str) -> QuotedSpan:
    """The span with the answer in its sentence marked; of a row only the cell that it asks for."""
    cut = span.sentence_start - span.start
    if is_row(span.text[cut:]):
        return span
    found = find_answer(question, span.text[cut:])
    return replace(span, focus=(cut + found[0], cut + found[1])) if found else span


def _with_part(
    chosen: list[ScoredSentence], partly: Sequence[ScoredSentence], count: int
) -> list[ScoredSentence]:
    """`chosen` with the best sentence for one part of the question in second place."""
    partly = [sentence for sentence in partly if not tells_nothing(sentence.candidate.text)]
    if not partly or count < 2 or is_repeat(partly[0], chosen[0]):
        return chosen
    rest = [sentence for sentence in chosen[1:] if not is_repeat(sentence, partly[0])]
    return [chosen[0], partly[0], *rest][:count]
