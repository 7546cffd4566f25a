"""Ranking features of a candidate sentence (words, answer type, place), in plain NumPy."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import log1p

import numpy as np

from rag.english.answer_types import count_answers, new_names, new_numbers
from rag.english.openings import depends_on_previous, is_question
from rag.english.question import AnswerType, Question
from rag.english.words import find_words
from rag.extract.semantic_similarity import MEANING_FEATURES, QuestionTokens, measure_meaning
from rag.extract.types import Candidate, Matrix, Mode, PassageRead

PASSAGE_FEATURES = (
    "fused", "dense", "often", "lexical_share", "rank", "behind_first", "document_share",
)  # fmt: skip
WORD_FEATURES = (
    "cover", "cover_near", "cover_passage", "cover_title", "cover_any", "pairs", "order",
    "names_held", "names_missed_passage", "rarest_held", "extra_words",
)  # fmt: skip
ANSWER_FEATURES = (
    "typed", "typed_missing", "typed_many", "names_new", "numbers_new", "missing_person",
    "missing_date", "missing_number", "typed_cover", "missing_cover",
)  # fmt: skip
PLACE_FEATURES = ("first", "place", "length", "short", "leans", "asks")
FINDER_FEATURES = ("evidence", "evidence_behind", "evidence_all")
RELATIVE = ("cover", "maxsim", "cosine", "pairs")
FEATURES = (
    PASSAGE_FEATURES + WORD_FEATURES + ANSWER_FEATURES + PLACE_FEATURES + MEANING_FEATURES
    + tuple(f"{name}_behind" for name in RELATIVE) + FINDER_FEATURES
)  # fmt: skip

_OF_VECTORS = frozenset(
    name for name in FEATURES if name.removesuffix("_behind") in (*MEANING_FEATURES, "dense")
)
FEATURES_OF: Mapping[Mode, tuple[str, ...]] = {
    Mode.FINDER: FEATURES,
    Mode.VECTORS: tuple(name for name in FEATURES if name not in FINDER_FEATURES),
    Mode.WORDS: tuple(name for name in FEATURES if name not in {*_OF_VECTORS, *FINDER_FEATURES}),
}


def measure(
    question: Question,
    tokens: QuestionTokens | None,
    passages: Sequence[PassageRead],
    candidates: Sequence[Candidate],
) -> Matrix:
    """The features of every candidate: shape (candidates, `FEATURES`), float32.

    What needs an encoder is 0 where `tokens` is None.
    """
    matrix = np.zeros((len(candidates), len(FEATURES)), dtype=np.float32)
    per_passage = _measure_passages(question, passages)
    stems = [frozenset(word.stem for word in candidate.words) for candidate in candidates]
    for row, candidate in enumerate(candidates):
        values = dict(per_passage[candidate.hit])
        near = _neighbour_stems(candidates, stems, row)
        values |= _measure_words(question, candidate, stems[row], near)
        values |= _measure_answer(question, candidate)
        values |= _measure_place(candidate)
        values["typed_cover"] = values["typed"] * values["cover_near"]
        values["missing_cover"] = values["typed_missing"] * values["cover_near"]
        matrix[row] = [values.get(name, 0.0) for name in FEATURES]
    if tokens is not None:
        first = FEATURES.index(MEANING_FEATURES[0])
        matrix[:, first : first + len(MEANING_FEATURES)] = measure_meaning(tokens, candidates)
        matrix[:, -len(FINDER_FEATURES) :] = _measure_evidence(candidates)
    return _add_relative(matrix)


def _measure_evidence(candidates: Sequence[Candidate]) -> Matrix:
    """What the answer finder says: of the sentence, behind the best one, of all together."""
    own = np.array([candidate.evidence for candidate in candidates], dtype=np.float32)
    if not len(own):
        return np.zeros((0, len(FINDER_FEATURES)), dtype=np.float32)
    together = np.full_like(own, np.logaddexp.reduce(own))
    return np.stack([own, own - own.max(), together], axis=1)


def _add_relative(matrix: Matrix) -> Matrix:
    for name in RELATIVE:
        column = matrix[:, FEATURES.index(name)]
        if len(column):
            matrix[:, FEATURES.index(f"{name}_behind")] = column - column.max()
    return matrix


def _measure_passages(
    question: Question, passages: Sequence[PassageRead]
) -> list[dict[str, float]]:
    best_lexical = max((p.hit.lexical_score or 0.0 for p in passages), default=0.0) or 1.0
    best = max((p.hit.score for p in passages), default=0.0)
    total = sum(p.hit.score for p in passages) or 1.0
    shares: dict[str, float] = {}
    for passage in passages:
        name = passage.hit.passage.doc_id
        shares[name] = shares.get(name, 0.0) + passage.hit.score / total
    measured = []
    for position, passage in enumerate(passages):
        hit = passage.hit
        counts = Counter(word.stem for word in passage.words)
        stems = frozenset(counts)
        title = frozenset(word.stem for word in find_words(passage.title))
        values = {
            "fused": hit.score,
            "dense": hit.dense_score or 0.0,
            "often": _often(question, counts),
            "lexical_share": (hit.lexical_score or 0.0) / best_lexical,
            "rank": 1.0 / (1 + position),
            "behind_first": hit.score - best,
            "document_share": shares[hit.passage.doc_id],
            "cover_passage": _cover(question, stems | title),
            "cover_title": _cover(question, title),
            "names_missed_passage": _share_missing(question.names, stems | title),
        }
        measured.append(values)
    return measured


def _cover(question: Question, stems: frozenset[str]) -> float:
    """The share of the question's weight whose words are among `stems`."""
    total = sum(question.weights.values()) or 1.0
    return sum(weight for stem, weight in question.weights.items() if stem in stems) / total


def _often(question: Question, counts: Counter[str]) -> float:
    """As `_cover`, but a word counts for more the more often it occurs, as in BM25; 0 to 1."""
    total = sum(question.weights.values()) or 1.0
    return sum(w * counts[s] / (counts[s] + 1.0) for s, w in question.weights.items()) / total


def _share_missing(wanted: frozenset[str], stems: frozenset[str]) -> float:
    return len(wanted - stems) / len(wanted) if wanted else 0.0


def _neighbour_stems(
    candidates: Sequence[Candidate], stems: Sequence[frozenset[str]], row: int
) -> frozenset[str]:
    here = candidates[row].hit
    around = [
        stems[other]
        for other in (row - 1, row + 1)
        if 0 <= other < len(candidates) and candidates[other].hit == here
    ]
    return stems[row].union(*around)


def _measure_words(
    question: Question, candidate: Candidate, stems: frozenset[str], near: frozenset[str]
) -> dict[str, float]:
    content = [word.stem for word in candidate.words if word.is_content]
    held = sum(1 for stem in question.weights if stem in stems)
    rarest = max(question.weights, key=lambda stem: question.weights[stem], default="")
    new = sum(1 for stem in content if stem not in question.stems)
    return {
        "cover": _cover(question, stems),
        "cover_near": _cover(question, near),
        "cover_any": held / (len(question.weights) or 1),
        "pairs": _pair_share(question, content),
        "order": _in_order_share(question, content),
        "names_held": 1.0 - _share_missing(question.names, stems) if question.names else 0.5,
        "rarest_held": float(rarest in stems),
        "extra_words": log1p(new),
    }


def _pair_share(question: Question, content: Sequence[str]) -> float:
    if not question.pairs:
        return 0.0
    return len(question.pairs & set(pairwise(content))) / len(question.pairs)


def _in_order_share(question: Question, content: Sequence[str]) -> float:
    """The longest common subsequence of content words, as a share of the question's."""
    asked = [word.stem for word in question.content]
    row = [0] * (len(asked) + 1)
    wanted = frozenset(asked)
    for stem in content:
        if stem not in wanted:
            continue
        before = row
        row = [0]
        for position, other in enumerate(asked):
            longer = before[position] + 1 if stem == other else max(before[position + 1], row[-1])
            row.append(longer)
    return row[-1] / (len(asked) or 1)


def _measure_answer(question: Question, candidate: Candidate) -> dict[str, float]:
    count = count_answers(question, candidate.text, candidate.words)
    kind = question.answer_type
    return {
        "typed": float(bool(count)),
        "typed_missing": float(count == 0),
        "typed_many": log1p(count or 0),
        "names_new": log1p(len(new_names(question, candidate.words))),
        "numbers_new": log1p(len(new_numbers(question, candidate.words))),
        "missing_person": float(count == 0 and kind is AnswerType.PERSON),
        "missing_date": float(count == 0 and kind is AnswerType.DATE),
        "missing_number": float(count == 0 and kind is AnswerType.NUMBER),
    }


def _measure_place(candidate: Candidate) -> dict[str, float]:
    return {
        "first": float(candidate.place == 0),
        "place": log1p(candidate.place),
        "length": log1p(len(candidate.words)),
        "short": float(len(candidate.words) < 6),
        "leans": float(depends_on_previous(candidate.text)),
        "asks": float(is_question(candidate.text)),
    }
