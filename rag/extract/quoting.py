"""Selects quotations from ranked sentences: no repeats, nothing that cannot be read alone."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from index.text.sentences import is_question, split_sentences
from index.types import Document
from rag.english.openings import (
    is_boilerplate,
    lead_in_chars,
    needs_previous,
    opens_with_pronoun,
    tells_nothing,
)
from rag.english.question import Question
from rag.extract.types import QuotedSpan, Ranking, ScoredSentence

REPEAT_SHARE = 0.8
"""Sentences that share this much of the longer one's content words say the same."""

NEW_WORDS_BONUS = 1.0
"""Score that a sentence gains for holding all of the question that is not yet quoted."""

MOST_BEFORE = 2
LONGEST_BEFORE_CHARS = 500


def choose_sentences(
    question: Question, ranked: Sequence[ScoredSentence], count: int, least_share: float
) -> list[ScoredSentence]:
    """At most `count` sentences: the best, then those that add something.

    Every further one must have at least `least_share` of the best one's probability. Words of the
    question that nothing quoted holds yet raise a sentence, so that both sides of a comparison
    are heard. Sentences that ask, or say that nobody answered, are passed over while others tell.
    """
    rest = [s for s in ranked if not tells_nothing(s.candidate.text)] or list(ranked)
    chosen = rest[:1]
    while chosen and len(chosen) < count:
        held = {stem for scored in chosen for stem in stems_of(scored)}
        rest = [s for s in rest if not any(is_repeat(s, other) for other in chosen)]
        rest = [s for s in rest if s.probability >= least_share * chosen[0].probability]
        if not rest:
            break
        chosen.append(max(rest, key=lambda s: s.score + _bonus(question, held, s)))
    return chosen


def _bonus(question: Question, held: set[str], scored: ScoredSentence) -> float:
    total = sum(question.weights.values()) or 1.0
    stems = stems_of(scored)
    new = sum(w for stem, w in question.weights.items() if stem in stems and stem not in held)
    return NEW_WORDS_BONUS * new / total


def stems_of(scored: ScoredSentence) -> frozenset[str]:
    """The content stems of a sentence."""
    return frozenset(word.stem for word in scored.candidate.words if word.is_content)


def is_repeat(sentence: ScoredSentence, other: ScoredSentence) -> bool:
    """Whether the two are one sentence, or share nearly all their content words."""
    one, two = stems_of(sentence), stems_of(other)
    if not one or not two:
        return sentence.candidate.text == other.candidate.text
    return len(one & two) >= REPEAT_SHARE * max(len(one), len(two))


def quote_from(document: Document, start: int, end: int) -> int:
    """Where a quotation of the sentence at `start` should begin.

    A sentence that opens with "He" or "However" is quoted with the one before it, and with
    the one before that when it opens with a pronoun, too; never across a heading, and not when
    that would be long. An answer in an interview is quoted with its question. A dateline or credit
    in front of the sentence is no part of it.
    """
    asked = question_before(document, start)
    if asked is not None:
        return asked
    first = start
    for step in range(MOST_BEFORE):
        needs = needs_previous if step == 0 else opens_with_pronoun
        if not needs(document.text[first:end]):
            break
        before = _sentence_before(document, first)
        if before is None or start - before > LONGEST_BEFORE_CHARS:
            break
        first = before
    return first + lead_in_chars(document.text[first:end])


def question_before(document: Document, start: int) -> int | None:
    """Where the question begins on the line above; None where there is none, or no line begins."""
    above = document.text[max(0, start - LONGEST_BEFORE_CHARS) : start]
    line = above.rstrip().rpartition("\n")[2].lstrip("# ")
    if (start and not above.endswith("\n")) or not is_question(line):
        return None
    return start - len(above) + above.rindex(line)


def _sentence_before(document: Document, start: int) -> int | None:
    """The start of the sentence before `start`; None where a section or the article begins."""
    section = max((h.start for h in document.headings if h.start <= start), default=0)
    earliest = max(section, start - 2 * LONGEST_BEFORE_CHARS)
    text = document.text[earliest:start]
    spans = split_sentences(text, document.language)
    # What has no stop is a heading, a caption or a credit.
    if not spans or (len(spans) == 1 and earliest > section):
        return None
    first, last = spans[-1]
    is_told = text[first:last].rstrip("\"'”’)] ").endswith((".", "!", "?", "…"))
    return earliest + first if is_told and not is_boilerplate(text[first:last]) else None


def to_spans(
    ranking: Ranking, documents: Mapping[str, Document], chosen: Sequence[ScoredSentence]
) -> list[QuotedSpan]:
    """The sentences, each with what stands before it where it cannot be understood alone.

    No character comes twice: a later span gives up what an earlier one quotes already. It then
    follows that one at once, since without it nobody knows who "she" is.
    """
    kept: list[QuotedSpan] = []
    for span in (_to_span(ranking, documents, sentence) for sentence in chosen):
        same = [other for other in kept if other.doc_id == span.doc_id]
        if any(o.start <= span.sentence_start < o.end for o in same):
            continue
        shared = [o for o in same if o.start < span.end and span.start < o.end]
        if shared:
            cut = span.sentence_start - span.start
            alone = replace(span, start=span.sentence_start, text=span.text[cut:])
            kept.insert(kept.index(shared[-1]) + 1, alone)
        else:
            kept.append(span)
    return kept


def _to_span(
    ranking: Ranking, documents: Mapping[str, Document], sentence: ScoredSentence
) -> QuotedSpan:
    candidate = sentence.candidate
    passage = ranking.passages[candidate.hit].hit.passage
    document = documents[passage.doc_id]
    cell = sentence.row.cell if sentence.row else None
    start = (
        candidate.start if sentence.row else quote_from(document, candidate.start, candidate.end)
    )
    return QuotedSpan(
        doc_id=passage.doc_id,
        passage_id=passage.passage_id,
        start=start,
        end=candidate.end,
        text=document.text[start : candidate.end],
        score=sentence.score,
        sentence_start=max(start, candidate.start),
        focus=cell,
    )
