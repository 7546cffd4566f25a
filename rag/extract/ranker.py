"""The sentence ranker: a linear model over standardised features of the candidates.

Its weights, `ranker.npz`, are written by `python -m benchmarks calibrate`; `calibration.json` says
from what.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from index.types import Document, Encoder
from rag.english.openings import is_boilerplate, is_fragment
from rag.english.question import DocumentFrequency, Question, read_question, without_names
from rag.extract.candidates import PASSAGES_READ, particulars, read_candidates
from rag.extract.features import FEATURES, measure
from rag.extract.semantic_similarity import weigh_tokens
from rag.extract.token_cache import encode_hits
from rag.extract.types import Candidate, Matrix, PassageRead, Ranking, ScoredSentence
from rag.types import Hit


def rank_sentences(case: Case) -> Ranking:
    """Rank the sentences of a case; ties go to the better hit, then to the earlier sentence."""
    scores = score_rows(case.features, with_encoder=case.with_encoder)
    order = np.argsort(-scores, kind="stable")
    probabilities = softmax(scores)
    sentences = tuple(
        ScoredSentence(case.candidates[i], float(scores[i]), float(probabilities[i])) for i in order
    )
    return Ranking(case.question, case.passages, sentences, case.features[order], case.with_encoder)


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """A question and the sentences that may answer it, in the order of the hits."""

    question: Question
    passages: tuple[PassageRead, ...]
    candidates: tuple[Candidate, ...]
    features: Matrix
    with_encoder: bool


def read_case(
    question: str,
    hits: Sequence[Hit],
    documents: Mapping[str, Document],
    *,
    encoder: Encoder | None,
    document_frequency: DocumentFrequency,
) -> Case:
    """The sentences of the first `PASSAGES_READ` hits, measured but not scored.

    Headings and other fragments are left out. Without an encoder the words alone decide.
    """
    hits = hits[:PASSAGES_READ]
    about = [name for hit in hits for name in particulars(documents[hit.passage.doc_id])]
    read = without_names(read_question(question, document_frequency), about)
    tokens = encode_hits(hits, documents, encoder) if encoder else None
    passages, found = read_candidates(hits, documents, tokens)
    candidates = tuple(
        candidate
        for candidate in found
        if not is_fragment(candidate.text) and not is_boilerplate(candidate.text)
    )
    asked = weigh_tokens(read, *encoder.encode_tokens([question])[0]) if encoder else None
    features = measure(read, asked, passages, candidates)
    return Case(read, tuple(passages), candidates, features, encoder is not None)


def softmax(scores: np.ndarray) -> np.ndarray:
    """Scores as shares of 1."""
    if not len(scores):
        return scores
    raised = np.exp(scores - scores.max())
    return np.asarray(raised / raised.sum())


def rank_part(
    ranking: Ranking,
    part: str,
    encoder: Encoder | None,
    document_frequency: DocumentFrequency,
) -> list[ScoredSentence]:
    """The sentences of `ranking` by how well they answer one part of its question.

    A part such as "when did it open" names no subject, so the whole question counts as well.
    """
    read = read_question(part, document_frequency)
    asked = weigh_tokens(read, *encoder.encode_tokens([part])[0]) if encoder else None
    ordered = sorted(ranking.sentences, key=lambda s: (s.candidate.hit, s.candidate.place))
    candidates = [scored.candidate for scored in ordered]
    features = measure(read, asked, ranking.passages, candidates)
    scores = score_rows(features, with_encoder=encoder is not None)
    scores = scores + np.array([scored.score for scored in ordered], dtype=np.float32)
    shares = softmax(scores)
    order = np.argsort(-scores, kind="stable")
    return [ScoredSentence(candidates[i], float(scores[i]), float(shares[i])) for i in order]


Scores = NDArray[np.float32]


def score_rows(features: Matrix, *, with_encoder: bool) -> Scores:
    """A score for each row, higher is better, comparable only within one question."""
    model = load_weights()
    kind = "full" if with_encoder else "words"
    columns = [FEATURES.index(name) for name in model[f"{kind}_features"]]
    rows = (features[:, columns] - model[f"{kind}_mean"]) / model[f"{kind}_scale"]
    return np.asarray(rows @ model[f"{kind}_line"], dtype=np.float32)


@cache
def load_weights() -> dict[str, NDArray[np.float32]]:
    """The arrays of `ranker.npz`."""
    path = resources.files("rag.extract").joinpath("ranker.npz")
    with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
        return {name: stored[name] for name in stored.files}
