"""The sentence ranker: a linear model over standardised features of the candidates.

Its weights, `ranker.npz`, are written by `python -m benchmarks calibrate`; `calibration.json` says
from what.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from index.text.scripts import holds_script, script_of
from index.text.sentences import CharSpan
from index.text.tables import is_row
from index.types import Document, Encoder
from rag.english.openings import is_boilerplate, is_fragment
from rag.english.question import DocumentFrequency, Question, read_question, without_names
from rag.extract.answer_finder import FINDER_ENCODER, AnswerFinder, shipped_finder
from rag.extract.candidates import PASSAGES_READ, particulars, read_candidates
from rag.extract.features import FEATURES, measure
from rag.extract.quoting import question_before
from rag.extract.semantic_similarity import QuestionTokens, weigh_tokens
from rag.extract.softmax import softmax
from rag.extract.types import Candidate, Matrix, Mode, PassageRead, Ranking, ScoredSentence, Tokens
from rag.search.retrieve import knows_script
from rag.search.token_cache import encode_hits
from rag.types import Hit

FINDER_PASSAGES = 6
"""How many hits the answer finder reads: of twelve it found no more, in twice the time."""


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """A question and the sentences that may answer it, in the order of the hits."""

    question: Question
    passages: tuple[PassageRead, ...]
    candidates: tuple[Candidate, ...]
    features: Matrix
    mode: Mode
    finder: AnswerFinder | None = None


def rank_sentences(case: Case) -> Ranking:
    """Rank the sentences of a case; ties go to the better hit, then to the earlier sentence."""
    scores = score_rows(case.features, case.mode)
    order = np.argsort(-scores, kind="stable")
    probabilities = softmax(scores)
    sentences = tuple(
        ScoredSentence(case.candidates[i], float(scores[i]), float(probabilities[i])) for i in order
    )
    return Ranking(case.question, case.passages, sentences, case.features[order], case.mode)


def read_case(
    question: str,
    hits: Sequence[Hit],
    documents: Mapping[str, Document],
    *,
    encoder: Encoder | None,
    document_frequency: DocumentFrequency,
    finder: AnswerFinder | None = None,
) -> Case:
    """The sentences of the first `PASSAGES_READ` hits, measured but not scored.

    Headings and other fragments are left out. Without an encoder the words alone decide. Without
    `finder` the shipped one is used, if it knows the encoder.
    """
    script = script_of(question)
    encoder = encoder if knows_script(encoder, script) else None
    hits = hits[:PASSAGES_READ]
    about = [name for hit in hits for name in particulars(documents[hit.passage.doc_id])]
    read = without_names(read_question(question, document_frequency), about)
    tokens = encode_hits(hits, documents, encoder) if encoder else None
    passages, found = read_candidates(hits, documents, tokens)
    candidates = tuple(
        candidate
        for candidate in found
        if (
            is_row(candidate.text)
            or not (is_fragment(candidate.text) or is_boilerplate(candidate.text))
            or question_before(documents[hits[candidate.hit].passage.doc_id], candidate.start)
            is not None
        )
        and holds_script(candidate.text, script)
    )
    finder = finder or (shipped_finder() if encoder and encoder.name == FINDER_ENCODER else None)
    asked, candidates = _find_answers(read, passages, candidates, encoder, finder)
    features = measure(read, asked, passages, candidates)
    mode = Mode.WORDS if encoder is None else Mode.FINDER if finder else Mode.VECTORS
    return Case(read, tuple(passages), candidates, features, mode, finder)


def _find_answers(
    question: Question,
    passages: Sequence[PassageRead],
    candidates: Sequence[Candidate],
    encoder: Encoder | None,
    finder: AnswerFinder | None,
) -> tuple[QuestionTokens | None, tuple[Candidate, ...]]:
    """The question's tokens, and the candidates as the answer finder sees them."""
    if encoder is None:
        return None, tuple(candidates)
    vectors, offsets = encoder.encode_tokens([question.text])[0]
    asked = weigh_tokens(question, vectors, offsets)
    if finder is None:
        return asked, tuple(candidates)
    by_hit: dict[int, list[Candidate]] = {}
    for candidate in candidates:
        by_hit.setdefault(candidate.hit, []).append(candidate)
    read = [(passages[hit], mine) for hit, mine in by_hit.items() if hit < FINDER_PASSAGES]
    found = finder.find(
        Tokens(vectors, offsets, question.words),
        question.weights,
        [passage.tokens for passage, _ in read if passage.tokens],
        [[_inside(candidate, passage) for candidate in mine] for passage, mine in read],
    )
    judged = [
        _judged(candidate, passage, float(score), answer)
        for (passage, mine), of_one in zip(read, found, strict=True)
        for candidate, score, answer in zip(mine, of_one.scores, of_one.answers, strict=True)
    ]
    return asked, (*judged, *(c for c in candidates if c.hit >= FINDER_PASSAGES))


def _inside(candidate: Candidate, passage: PassageRead) -> CharSpan:
    begin = passage.hit.passage.start
    return candidate.start - begin, candidate.end - begin


def _judged(
    candidate: Candidate, passage: PassageRead, score: float, answer: CharSpan | None
) -> Candidate:
    begin = passage.hit.passage.start
    place = (answer[0] + begin, answer[1] + begin) if answer else None
    return replace(candidate, evidence=score, answer=place)


def rank_part(
    ranking: Ranking,
    part: str,
    encoder: Encoder | None,
    document_frequency: DocumentFrequency,
    finder: AnswerFinder | None,
) -> list[ScoredSentence]:
    """The sentences of `ranking` by how well they answer one part of its question.

    A part such as "when did it open" names no subject, so the whole question counts as well.
    """
    read = read_question(part, document_frequency)
    ordered = sorted(ranking.sentences, key=lambda s: (s.candidate.hit, s.candidate.place))
    alone = [scored.candidate for scored in ordered]
    asked, candidates = _find_answers(read, ranking.passages, alone, encoder, finder)
    features = measure(read, asked, ranking.passages, candidates)
    scores = score_rows(features, ranking.mode)
    scores = scores + np.array([scored.score for scored in ordered], dtype=np.float32)
    shares = softmax(scores)
    order = np.argsort(-scores, kind="stable")
    return [ScoredSentence(candidates[i], float(scores[i]), float(shares[i])) for i in order]


Scores = NDArray[np.float32]


def score_rows(features: Matrix, mode: Mode) -> Scores:
    """A score for each row, higher is better, comparable only within one question."""
    model = load_weights()
    columns = [FEATURES.index(name) for name in model[f"{mode}_features"]]
    rows = (features[:, columns] - model[f"{mode}_mean"]) / model[f"{mode}_scale"]
    return np.asarray(rows @ model[f"{mode}_line"], dtype=np.float32)


@cache
def load_weights() -> dict[str, NDArray[np.float32]]:
    """The arrays of `ranker.npz`."""
    path = resources.files("rag.extract").joinpath("ranker.npz")
    with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
        return {name: stored[name] for name in stored.files}
