"""Re-ranking by what a question states exactly: a time, a quotation, a figure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from index.types import Document
from rag.english.folding import fold_quoted
from rag.english.grammar import Grammar
from rag.english.labels import find_labels, names_another
from rag.english.quantities import Quantity, bears_out, find_quantities
from rag.english.quotations import find_quotations, is_verbatim
from rag.english.words import find_words, stems_in
from rag.extract.quoting import question_before
from rag.extract.softmax import softmax
from rag.extract.types import Ranking, ScoredSentence
from rag.search.filters.reading import DateRange

DATE_BONUS = 2.0
"""Score of a sentence whose article is of the time asked for: the lead of the first sentence over
the second, in the median of the tuning questions, so that it decides between what fits alike. What
was published after that time, and does not name its year, loses as much."""

EXACT_BONUS = 4.0
"""Score of a sentence that says all that the question says, word for word or figure for figure."""

ANSWER_BONUS = 10.0
"""Score of what stands under the very question in an interview: its words are all in the question,
which scores so much more than the sentences that only resemble it."""


_RE = Grammar("rag.extract", "preferences")


def prefer_dates(
    ranking: Ranking, documents: Mapping[str, Document], periods: Sequence[DateRange]
) -> Ranking:
    """`ranking` with what was published in the periods that a question names before its like."""

    def bonus(sentence: ScoredSentence) -> float:
        hit = ranking.passages[sentence.candidate.hit].hit
        day = documents[hit.passage.doc_id].published
        if day is None:
            return 0.0
        if any((p.first or day) <= day <= (p.last or day) for p in periods):
            return DATE_BONUS
        later = all(p.last is not None and p.last < day for p in periods)
        return -DATE_BONUS if later and not _names_a_year(sentence, periods) else 0.0

    return _reranked(ranking, [bonus(s) for s in ranking.sentences]) if periods else ranking


def _names_a_year(sentence: ScoredSentence, periods: Iterable[DateRange]) -> bool:
    years = {day.year for period in periods for day in (period.first, period.last) if day}
    return any(re.search(rf"\b{year}\b", sentence.candidate.text) for year in years)


def avoid_others(ranking: Ranking) -> Ranking:
    """`ranking` with what is told of another Route, Bill or 2044-2 than is asked about behind."""
    if not find_labels(ranking.question.text):
        return ranking
    losses = [-ANSWER_BONUS if missed_label(ranking, s) else 0.0 for s in ranking.sentences]
    return _reranked(ranking, losses) if any(losses) else ranking


def missed_label(ranking: Ranking, sentence: ScoredSentence) -> str:
    """The identifier asked about, where the sentence or its passage is about another; else ""."""
    asked, passage = ranking.question.text, ranking.passages[sentence.candidate.hit]
    around = f"{passage.title}\n{passage.hit.passage.text}"
    return names_another(asked, sentence.candidate.text) or names_another(asked, around)


def prefer_answers(ranking: Ranking, documents: Mapping[str, Document]) -> tuple[Ranking, bool]:
    """`ranking` with the answer first that stands under the same question in an interview."""
    asked = stems_in(ranking.question.text)

    def bonus(sentence: ScoredSentence) -> float:
        document = documents[ranking.passages[sentence.candidate.hit].hit.passage.doc_id]
        start = question_before(document, sentence.candidate.start)
        if start is None:
            return 0.0
        stems = stems_in(document.text[start : sentence.candidate.start])
        return ANSWER_BONUS if len(asked) > 1 and asked <= stems else 0.0

    gains = [bonus(sentence) for sentence in ranking.sentences]
    return (_reranked(ranking, gains), True) if any(gains) else (ranking, False)


def prefer_exact(ranking: Ranking) -> tuple[Ranking, bool]:
    """`ranking` with what holds the question's quotations and figures first, and whether it does.

    "Who said “better than new”?" and "What costs £310,000?" ask for a sentence that they know a
    part of. Only a sentence that says the rest of the question, too, is that one.
    """
    text = ranking.question.text
    quoted = [phrase for phrase in find_quotations(text) if len(phrase.split()) > 1]
    bare = text
    for phrase in quoted:
        bare = bare.replace(phrase, " ")
    figures = [quantity for quantity in find_quantities(bare) if _is_telling(quantity)]
    if not quoted and not figures:
        return ranking, False
    for figure in reversed(figures):
        bare = f"{bare[: figure.start]} {bare[figure.end :]}"
    rest = frozenset(
        word.stem
        for word in find_words(bare)
        if word.is_content and not (quoted and _RE.saying.fullmatch(word.text))
    )
    held = [_holds(ranking, sentence, quoted, figures, rest) for sentence in ranking.sentences]
    return _reranked(ranking, [EXACT_BONUS * holds for holds in held]), any(held)


def _is_telling(quantity: Quantity) -> bool:
    """A figure that hardly stands in two sentences by chance; a year does."""
    if quantity.hedge or quantity.is_loose or quantity.is_ordinal:
        return False
    is_year = re.fullmatch(r"1[5-9]\d\d|20\d\d", quantity.text.strip()) is not None
    return not is_year and (quantity.value >= 1000 or (bool(quantity.unit) and quantity.value > 4))


def _holds(
    ranking: Ranking,
    sentence: ScoredSentence,
    quoted: Sequence[str],
    figures: Sequence[Quantity],
    rest: frozenset[str],
) -> bool:
    candidate = sentence.candidate
    stems = {word.stem for word in candidate.words}
    title = ranking.passages[candidate.hit].title
    if not rest <= stems | {word.stem for word in find_words(title)}:
        return False
    folded = fold_quoted(candidate.text)
    if not all(is_verbatim(phrase, folded) for phrase in quoted):
        return False
    found = find_quantities(candidate.text) if figures else []
    return all(
        any(bears_out(own, asked) and own.value == asked.value for own in found)
        for asked in figures
    )


def _reranked(ranking: Ranking, bonuses: Sequence[float]) -> Ranking:
    scores = np.array(
        [s.score + bonus for s, bonus in zip(ranking.sentences, bonuses, strict=True)],
        dtype=np.float32,
    )
    shares = softmax(scores)
    order = np.argsort(-scores, kind="stable")
    sentences = tuple(
        replace(ranking.sentences[i], score=float(scores[i]), probability=float(shares[i]))
        for i in order
    )
    return replace(ranking, sentences=sentences, features=ranking.features[order])
