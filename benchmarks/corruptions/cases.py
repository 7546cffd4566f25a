"""Test cases for the checks: replies with the passages sent, true or with a corrupted sentence."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from benchmarks.corruptions.corrupting import CORRUPTIONS, Surroundings, find_names
from benchmarks.corruptions.true_sentences import TrueSentence, read_true_sentences
from benchmarks.shared.clapnq import file_of, same_title, write_pool
from benchmarks.shared.scratch_index import build_index, with_progress
from eval.collections.clapnq import read_clapnq
from index.index import Index
from index.types import Document, Encoder, Filters
from rag.search.retrieve import HybridRetriever
from rag.types import Hit

TRUE, SWAPPED = "true", "swapped"
SENT = 8
"""So many passages are sent, as in a prompt."""
SWAPS = 2
"""Each sentence is cited to so many wrong passages, the most alike first."""
ROUNDS = 60
QUOTAS = {"numbers": 340, "dates": 240, "quotes": 380}
"""Names make up the rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One sentence, the passages that were sent, and the numbers of those that it cites."""

    kind: str
    text: str
    hits: tuple[Hit, ...]
    cited: tuple[int, ...]
    home: frozenset[int]  # the numbers of the sentence's own passage
    question_id: str


@dataclass(frozen=True, slots=True, eq=False)
class Cases:
    """All cases of one half of ClapNQ, and what checking them takes."""

    cases: list[Case]
    documents: Mapping[str, Document]
    encoder: Encoder | None


def open_pool(data: Path, scratch: Path) -> Index:
    """ClapNQ's passages as an index, each an article of its own."""
    pool, _ = read_clapnq(data / "clapnq")
    write_pool(pool, scratch / "pool")
    return build_index(scratch / "pool", scratch / "index")


def build_cases(data: Path, index: Index, *, tuning: bool, total: int) -> Cases:
    """`total` cases: every true sentence, swaps, and corruptions drawn by a fixed seed."""
    pool, _ = read_clapnq(data / "clapnq")
    snapshot = index.snapshot()
    retriever = HybridRetriever(snapshot, index.encoder.encoder)
    doc_ids = [file_of(place) for place in range(len(pool))]
    own = {doc_id: _hits_of(snapshot.document_passages(doc_id)) for doc_id in doc_ids}
    texts = [passage.text for passage in pool]
    cases: list[Case] = []
    sent: list[tuple[TrueSentence, _Sent]] = []
    for sentence in with_progress(
        read_true_sentences(data / "clapnq", tuning=tuning), "true sentences"
    ):
        alike = [doc_ids[p] for p in same_title(pool, sentence.place)]
        found = retriever.retrieve(sentence.text, k=30, filters=Filters())
        others = [*alike, *(hit.passage.doc_id for hit in found)]
        sent.append((sentence, _send(doc_ids[sentence.place], others, own)))
    for sentence, around in sent:
        cases.append(around.case(TRUE, sentence, sentence.text, around.home))
        for swap in around.others[:SWAPS]:
            cases.append(around.case(SWAPPED, sentence, sentence.text, swap))
    cases += _corrupt(sent, texts, total - len(cases))
    return Cases(cases, snapshot.documents(doc_ids), index.encoder.encoder)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sent:
    hits: tuple[Hit, ...]
    home: tuple[int, ...]
    others: tuple[tuple[int, ...], ...]  # for each other article its numbers, most alike first

    def case(self, kind: str, sentence: TrueSentence, text: str, cited: Sequence[int]) -> Case:
        return Case(
            kind=kind,
            text=text,
            hits=self.hits,
            cited=tuple(cited),
            home=frozenset(self.home),
            question_id=sentence.question_id,
        )


def _hits_of(passages: Sequence[object]) -> list[Hit]:
    return [Hit(passage=p, score=1.0, rank=1) for p in passages]  # type: ignore[arg-type]


def _send(home: str, others: Sequence[str], own: Mapping[str, list[Hit]]) -> _Sent:
    """The sentence's article and the most alike ones, in an order that tells nothing."""
    chosen = [home]
    for doc_id in dict.fromkeys(others):
        if doc_id != home and sum(len(own[d]) for d in (*chosen, doc_id)) <= SENT:
            chosen.append(doc_id)
    order = sorted(chosen)
    hits = [hit for doc_id in order for hit in own[doc_id]]
    numbers: dict[str, list[int]] = defaultdict(list)
    for number, hit in enumerate(hits, start=1):
        numbers[hit.passage.doc_id].append(number)
    return _Sent(
        hits=tuple(hits),
        home=tuple(numbers[home]),
        others=tuple(tuple(numbers[doc_id]) for doc_id in chosen[1:]),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Stock:
    """The texts of the pool, and what of them can be put into a sentence."""

    texts: Sequence[str]
    names: Mapping[tuple[int, bool], Sequence[tuple[str, int]]]  # with the places of their texts
    words: Sequence[str]
    ordinary: frozenset[str]

    def around(self, place: int) -> Surroundings:
        others = {
            kind: [name for name, other in found if other != place]
            for kind, found in self.names.items()
        }
        return Surroundings(
            passage=self.texts[place], names=others, words=self.words, ordinary=self.ordinary
        )


def _read_stock(texts: Sequence[str]) -> _Stock:
    ordinary = frozenset(word for text in texts for word in re.findall(r"\b[a-z]+\b", text))
    names: dict[tuple[int, bool], list[tuple[str, int]]] = defaultdict(list)
    for place, text in enumerate(texts):
        for match, kind in find_names(text, ordinary):
            names[kind].append((match.group(), place))
    return _Stock(texts, names, sorted(word for word in ordinary if len(word) > 3), ordinary)


def _corrupt(
    sent: Sequence[tuple[TrueSentence, _Sent]], texts: Sequence[str], total: int
) -> Iterator[Case]:
    """Corruptions of every kind by its quota; names make up the total."""
    left = total
    stock = _read_stock(texts)
    for kind in ("numbers", "dates", "quotes", "negation", "names"):
        quota = left if kind == "names" else min(left, QUOTAS.get(kind, len(sent)))
        made = _corrupt_all(kind, sent, stock, quota)
        left -= len(made)
        yield from made


def _corrupt_all(
    kind: str, sent: Sequence[tuple[TrueSentence, _Sent]], stock: _Stock, quota: int
) -> list[Case]:
    """In rounds over the sentences, so that no sentence is corrupted much more than another."""
    random = Random(f"{kind} corruptions")
    around = {sentence.place: stock.around(sentence.place) for sentence, _ in sent}
    made: dict[tuple[str, int], Case] = {}
    for _ in range(ROUNDS):
        for sentence, passages in sent:
            if len(made) >= quota:
                return list(made.values())
            new = CORRUPTIONS[kind](sentence.text, around[sentence.place], random)
            if new is not None and new != sentence.text:
                case = passages.case(kind, sentence, new, passages.home)
                made.setdefault((new, sentence.place), case)
    return list(made.values())
