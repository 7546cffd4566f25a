"""Measures of answers without a language model: exact match, F1, citation precision and recall.

A refused answer is an empty one: what the reader would have seen is measured. Sentence and citation
measures follow ALCE (Gao et al., EMNLP 2023) with known sentences in place of its entailment
model.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from eval.measures.registry import Level, Measure
from eval.measures.short_answers import exact_match, harmonic, holds_answer, word_f1
from eval.measures.spans import Piece, Stretch, covers, touches
from eval.types import AnsweredSentence, CitedSpan, GoldFact, Outcome
from index.text.sentences import split_sentences
from rag.types import SupportLevel

Sentences = Sequence[AnsweredSentence]


def answer_values(outcome: Outcome, measures: Sequence[Measure]) -> dict[str, float]:
    """The answer measures that apply to this query, by name; none without an answer."""
    if outcome.answer is None:
        return {}
    names = [measure.name for measure in measures if measure.level is Level.ANSWER]
    found = {name: ANSWER_MEASURES[name](outcome) for name in names}
    return {name: value for name, value in found.items() if value is not None}


def contained_answers(outcome: Outcome, sentences: Sentences) -> float | None:
    """Share of the facts one of whose short answers stands in `sentences`; None without any."""
    wanted = _short_answers(outcome)
    text = _text(sentences)
    return _share(sum(holds_answer(text, answers) for answers in wanted), len(wanted))


def covered_facts(outcome: Outcome, sentences: Sentences) -> float | None:
    """Share of the facts of which `sentences` quote half of a gold sentence; None without any."""
    quoted = quoted_pieces(sentences)
    held = [_holds(quoted, fact) for fact in outcome.gold]
    return _share(sum(held), len(held))


def quoted_pieces(sentences: Sentences) -> list[Piece]:
    """The sentences of the articles that are quoted or cited, each once."""
    pieces = [piece for sentence in sentences for piece in _pieces(sentence)]
    return list(dict.fromkeys(pieces))


def _contains_answer(outcome: Outcome) -> float | None:
    return contained_answers(outcome, _shown(outcome)) if _is_answerable(outcome) else None


def _squad(outcome: Outcome, score: Callable[[str, Sequence[str]], float]) -> float | None:
    """As SQuAD 2.0: an unanswerable question is right when refused."""
    if not _is_answerable(outcome):
        return float(not _shown(outcome))
    answers = [answer for group in _short_answers(outcome) for answer in group]
    if not answers:
        return None
    return score(_text(_shown(outcome)), answers) if _shown(outcome) else 0.0


def _first_sentence(outcome: Outcome) -> float | None:
    if not _has_gold(outcome):
        return None
    cited = [citation for sentence in _shown(outcome)[:1] for citation in sentence.citations]
    return float(any(_is_cited(cited, fact) for fact in outcome.gold))


def _sentence_recall(outcome: Outcome) -> float | None:
    return covered_facts(outcome, _shown(outcome)) if _has_gold(outcome) else None


def _sentence_f1(outcome: Outcome) -> float | None:
    precision = _gold_share(outcome, quoted_pieces(_shown(outcome)))
    recall = _sentence_recall(outcome)
    if precision is None or recall is None:
        return None
    return harmonic(precision, recall)


def _citation_exact(outcome: Outcome) -> float | None:
    # Also what a refused answer would have cited: a wrong offset is a fault at any confidence.
    citations = _citations(outcome.answer.sentences) if outcome.answer else []
    return _share(sum(citation.exact for citation in citations), len(citations))


def _citation_recall(outcome: Outcome) -> float | None:
    if not _has_gold(outcome):
        return None
    cited = _citations(_shown(outcome))
    return _share(sum(_is_cited(cited, fact) for fact in outcome.gold), len(outcome.gold))


def _support_rate(outcome: Outcome) -> float | None:
    # A quotation always bears itself out: that is no quality. Neither is an answer not given.
    if outcome.answer is None or outcome.answer.model is None:
        return None
    shown = _shown(outcome)
    return _share(sum(s.support == SupportLevel.SUPPORTED for s in shown), len(shown))


def _repeated_mistake(outcome: Outcome) -> float | None:
    cited = _citations(_shown(outcome))
    repeated = [any(covers([citation], wrong) for citation in cited) for wrong in outcome.wrong]
    return _share(sum(repeated), len(repeated))


ANSWER_MEASURES: Mapping[str, Callable[[Outcome], float | None]] = {
    "ContainsAnswer": _contains_answer,
    "EM": partial(_squad, score=exact_match),
    "F1": partial(_squad, score=word_f1),
    "FirstSentence": _first_sentence,
    "SentencePrecision": lambda outcome: _gold_share(outcome, quoted_pieces(_shown(outcome))),
    "SentenceRecall": _sentence_recall,
    "SentenceF1": _sentence_f1,
    "CitationExact": _citation_exact,
    "CitationPrecision": lambda outcome: _gold_share(outcome, _citations(_shown(outcome))),
    "CitationRecall": _citation_recall,
    "SupportRate": _support_rate,
    "Judge": lambda outcome: outcome.answer.mark if outcome.answer else None,
    "RepeatedMistake": _repeated_mistake,
}
"""For an outcome that has an answer; None where the measure does not apply."""


def _shown(outcome: Outcome) -> Sentences:
    answer = outcome.answer
    return () if answer is None or answer.refused else answer.sentences


def _is_answerable(outcome: Outcome) -> bool:
    return outcome.answerable is not False


def _has_gold(outcome: Outcome) -> bool:
    return _is_answerable(outcome) and bool(outcome.gold)


def _short_answers(outcome: Outcome) -> list[list[str]]:
    """For each fact that has short answers, these; else those of the whole query."""
    groups = [fact.answers for fact in outcome.gold if fact.answers] or [outcome.answers]
    wanted = [[answer for answer in group if answer.strip()] for group in groups]
    return [group for group in wanted if group]


def _text(sentences: Sentences) -> str:
    return " ".join(sentence.text for sentence in sentences)


def _citations(sentences: Sentences) -> list[CitedSpan]:
    return [citation for sentence in sentences for citation in sentence.citations]


def _pieces(sentence: AnsweredSentence) -> list[Piece]:
    """Several sentences quoted as one are told apart; what a model wrote is where it cites."""
    cited = [Piece(c.doc_id, c.start, c.end) for c in sentence.citations]
    if len(cited) != 1 or cited[0].end - cited[0].start != len(sentence.text):
        return cited
    doc_id, offset, _ = cited[0]
    spans = split_sentences(sentence.text)
    return [Piece(doc_id, offset + start, offset + end) for start, end in spans]


def _gold_share(outcome: Outcome, cited: Sequence[Stretch]) -> float | None:
    """Share of `cited` that share a character with gold; 0 without any; None without gold."""
    if not _has_gold(outcome):
        return None
    places = [place for fact in outcome.gold for place in fact.places]
    right = sum(any(touches(stretch, place) for place in places) for stretch in cited)
    return _share(right, len(cited)) or 0.0


def _holds(pieces: Sequence[Stretch], fact: GoldFact) -> bool:
    return any(covers(pieces, place) for place in fact.places)


def _is_cited(citations: Sequence[Stretch], fact: GoldFact) -> bool:
    return any(_holds([citation], fact) for citation in citations)


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
