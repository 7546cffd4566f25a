"""Contract tests for what you plug in: each raises an `AssertionError` of one sentence.

>>> from rag.testing import check_encoder
>>> check_encoder(MyEncoder())  # doctest: +SKIP
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np

from index.errors import ModelError, reason_of
from index.types import Encoder, Filters
from rag.english.words import find_words
from rag.extract.answer_finder import AnswerFinder
from rag.extract.types import Tokens
from rag.types import Hit, LanguageModel, Retriever

_TEXTS = ("The ferry runs again from Monday.", "Zoë’s café: £4.7 m – why?", "pier", "")
_ALIKE = 2e-3
"""How far vectors of one text may differ by what is encoded beside it."""


def check_encoder(encoder: Encoder) -> None:
    """Names, shapes, lengths of vectors, and that one text always has one vector."""
    for name in ("name", "fingerprint"):
        value = _got(name, partial(getattr, encoder, name))
        _expect(isinstance(value, str) and value, f"{name} must be a text, not {value!r}")
    dimension, most = encoder.dimension, encoder.max_tokens
    _expect(
        isinstance(dimension, int) and dimension > 0, f"dimension must be 1 or more: {dimension!r}"
    )
    _expect(isinstance(most, int) and most > 2, f"max_tokens must be 3 or more: {most!r}")
    counts = _got("count_tokens", lambda: encoder.count_tokens(_TEXTS))
    _expect(
        len(counts) == len(_TEXTS) and all(isinstance(count, int) for count in counts),
        "count_tokens must give an int for each text",
    )
    long = _got("count_tokens", lambda: encoder.count_tokens(["word " * 5000]))
    _expect(long[0] > most, "count_tokens must count all of a text, beyond max_tokens, too")
    for method in ("encode_passages", "encode_queries"):
        _check_vectors(method, getattr(encoder, method), dimension)
    _check_tokens(encoder, dimension)


def _check_vectors(method: str, encode: Callable[[Sequence[str]], Any], dimension: int) -> None:
    together = _got(method, lambda: encode(_TEXTS))
    _check_rows(method, together, (len(_TEXTS), dimension))
    for text, row in zip(_TEXTS, together, strict=True):
        alone = encode([text])[0]
        _expect(np.array_equal(alone, encode([text])[0]), f"{method} must give one text one vector")
        _expect(np.abs(alone - row).max() < _ALIKE, f"{method} must not depend on the texts beside")


def _check_tokens(encoder: Encoder, dimension: int) -> None:
    found = _got("encode_tokens", lambda: encoder.encode_tokens(_TEXTS))
    _expect(len(found) == len(_TEXTS), "encode_tokens must give a pair for each text")
    for text, (vectors, offsets) in zip(_TEXTS, found, strict=True):
        _check_rows("encode_tokens", vectors, (len(offsets), dimension))
        _expect(
            offsets.shape == (len(vectors), 2),
            "encode_tokens must give a start and an end for each token",
        )
        inside = all(0 <= start <= end <= len(text) for start, end in offsets.tolist())
        _expect(inside, "encode_tokens must give offsets that lie in the text")


def _check_rows(method: str, rows: Any, shape: tuple[int, int]) -> None:
    is_right = isinstance(rows, np.ndarray) and rows.dtype == np.float32 and rows.shape == shape
    _expect(is_right, f"{method} must give a float32 array of shape {shape}")
    lengths = np.linalg.norm(rows, axis=1)
    _expect(bool(np.all(np.abs(lengths - 1) < 1e-3)), f"{method} must give rows of length 1")


def check_language_model(model: LanguageModel) -> None:
    """Asks the model once: it must stream text, and may be stopped after its first piece."""
    name = _got("name", lambda: model.name)
    _expect(isinstance(name, str) and name, f"name must be a text, not {name!r}")
    messages = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Say yes."}]
    pieces = _got("stream", lambda: list(model.stream(messages)), (ModelError,))
    _expect(all(isinstance(piece, str) for piece in pieces), "stream must give pieces of text")
    _expect("".join(pieces).strip(), "stream must give a reply that is not empty")
    begun = model.stream(messages)
    _expect(hasattr(begun, "__next__"), "stream must give an iterator")
    next(begun)
    _got("closing the iterator of stream", getattr(begun, "close", lambda: None))


def check_retriever(retriever: Retriever, question: str = "What happened?") -> None:
    """Asks it `question`, to which its index must hold some passage."""

    def retrieve(k: int, filters: Filters = Filters()) -> Sequence[Hit]:  # noqa: B008
        hits: Sequence[Hit] = _got(
            "retrieve", lambda: retriever.retrieve(question, k=k, filters=filters)
        )
        _expect(all(isinstance(hit, Hit) for hit in hits), "retrieve must give hits (rag.Hit)")
        _expect(len(hits) <= k, f"retrieve must give at most k hits, not {len(hits)} for {k}")
        ranks = [hit.rank for hit in hits]
        _expect(ranks == list(range(1, len(hits) + 1)), f"ranks must be 1, 2, 3, not {ranks}")
        scores = [hit.score for hit in hits]
        _expect(scores == sorted(scores, reverse=True), "scores must fall from hit to hit")
        return hits

    hits = retrieve(5)
    _expect(hits, f"retrieve must find something for {question!r}: give a question that it answers")
    for passage in (hit.passage for hit in hits):
        spans = passage.end - passage.start == len(passage.text)
        _expect(spans, f"the passage {passage.passage_id} must be one of the index, word for word")
    _expect(list(retrieve(5)) == list(hits), "retrieve must give one question the same hits")
    retrieve(1)
    first = hits[0].passage.doc_id
    only = {hit.passage.doc_id for hit in retrieve(5, Filters(doc_ids=(first,)))}
    _expect(only == {first}, "retrieve must give what the filters let through, and nothing else")
    others = {hit.passage.doc_id for hit in retrieve(5, Filters(excluded_doc_ids=(first,)))}
    _expect(first not in others, "retrieve must leave out what the filters exclude")


def check_answer_finder(finder: AnswerFinder, dimension: int = 384) -> None:
    """Gives it made-up token vectors of `dimension`, that of the encoder which it is made for."""
    question = _tokens("Who opened the pier?", dimension)
    texts = ["Ann Lee opened the pier. It rained.", "The ferry is late.", ""]
    passages = [_tokens(text, dimension) for text in texts]
    spans = [[(0, 24), (25, 35)], [(0, 18)], []]
    weights = {word.stem: 4.0 for word in question.words if word.is_content}

    def find() -> Any:
        return _got("find", lambda: finder.find(question, weights, passages, spans))

    found, again = find(), find()
    _expect(len(found) == len(passages), "find must give one Found for each passage")
    for one, other, mine in zip(found, again, spans, strict=True):
        whole = len(one.scores) == len(one.answers) == len(mine)
        _expect(whole, "find must give a score and an answer, or None, for each sentence")
        _expect(bool(np.isfinite(one.scores).all()), "scores must be finite numbers")
        _expect(np.array_equal(one.scores, other.scores), "find must give the same for the same")
        for answer, (start, end) in zip(one.answers, mine, strict=True):
            inside = answer is None or start <= answer[0] < answer[1] <= end
            _expect(inside, f"the answer {answer} must lie in its sentence, {(start, end)}")
    _expect(len(finder.find(question, weights, [], [])) == 0, "find must give none for none")


def _tokens(text: str, dimension: int) -> Tokens:
    words = tuple(find_words(text))
    made = np.random.default_rng(len(text)).standard_normal((len(words), dimension))
    vectors = (made / np.linalg.norm(made, axis=1, keepdims=True)).astype(np.float32)
    offsets = np.array([(w.start, w.end) for w in words], np.int32).reshape(-1, 2)
    return Tokens(vectors, offsets, words)


def _expect(holds: object, sentence: str) -> None:
    if not holds:
        raise AssertionError(f"{sentence}.")


def _got(what: str, call: Callable[[], Any], ours: tuple[type[Exception], ...] = ()) -> Any:
    """What `call` gives; an exception that is none of `ours` breaks the contract, too."""
    try:
        return call()
    except Exception as error:
        must = "must succeed here" if isinstance(error, ours) else "must not raise"
        raise AssertionError(f"{what} {must}: {reason_of(error)}.") from error
