"""Training examples of the answer finder: questions, the passages found, and where they answer.

Articles go through the real sync and questions through the real retrieval. Beside each gold
passage stands the same passage with its answering sentences taken out (removal).
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray

from benchmarks.reader.news import write_news
from benchmarks.reader.rewording import reword
from benchmarks.shared.scratch_index import build_index, with_progress
from benchmarks.shared.squad import file_of, find_paragraphs, write_articles
from eval.collections.squad import SquadQuestion, find_gold, read_squad
from eval.splits import is_tuning
from index.index import Index
from index.text.encoded import encoded_text
from index.text.sentences import CharSpan, split_sentences
from index.types import Document, Filters, Passage
from rag.english.question import idf
from rag.english.words import find_words
from rag.extract.answer_finder import FUNCTION_WORD, PASSAGE_TOKENS
from rag.search.retrieve import HybridRetriever

HITS = 8
EVERYDAY = Path(__file__).with_name("everyday.jsonl")
Array = NDArray[np.generic]


@dataclass(frozen=True, slots=True, eq=False)
class Text:
    """A question or passage as the model sees it; one row or value for each token."""

    vectors: NDArray[np.float16]
    weights: NDArray[np.float16]
    """Of a question idf / 8 and of a passage 1; less for function words."""
    stems: NDArray[np.int32]  # of its word; 0 for none
    offsets: NDArray[np.int32]
    sentence: NDArray[np.int16]  # the sentence that each token stands in


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """A question with its hits. Places are rows of `Examples.texts`."""

    question: int
    variants: list[int]  # the same question in other words
    kind: str  # answerable, hard
    article: str
    pool: str
    hits: list[int]  # best first, gold ones among them or not
    right: dict[int, list[int]]  # hit -> its answering sentences
    spans: dict[int, list[tuple[int, int]]]  # hit -> first and last token of an answer
    doubtful: dict[int, list[int]]  # hit -> sentences that hold the answer's words elsewhere
    removed: dict[int, int]  # gold hit -> it without the answering sentences


@dataclass(slots=True)
class Examples:
    """All texts once, and the questions over them."""

    texts: list[Text] = field(default_factory=list)
    examples: list[Example] = field(default_factory=list)
    stems: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question and the stretch of one article that holds its answers."""

    text: str
    variants: tuple[str, ...] = ()
    file: str
    place: tuple[int, int]
    answers: tuple[str, ...]
    article: str
    pool: str


class Builder:
    """Puts questions to one index and keeps what the model will see."""

    def __init__(self, index: Index, into: Examples) -> None:
        self._snapshot = index.snapshot()
        encoder = index.encoder.encoder
        assert encoder is not None
        self._encoder = encoder
        self._retriever = HybridRetriever(self._snapshot, encoder)
        self._into = into
        self._known: dict[tuple[str, ...], int] = {}
        self._split: dict[str, list[CharSpan]] = {}

    def add(self, asked: Asked) -> None:
        hits = self._retriever.retrieve(asked.text, k=HITS, filters=Filters())
        documents = self._snapshot.documents(hit.passage.doc_id for hit in hits)
        found = [hit.passage for hit in hits]
        gold = self._gold(asked)
        for passage in gold:
            if passage.passage_id not in {other.passage_id for other in found}:
                found[-1] = passage
        documents |= self._snapshot.documents(passage.doc_id for passage in gold)
        example = Example(
            question=self._question(asked.text),
            variants=[self._question(text) for text in asked.variants],
            kind="answerable" if asked.answers else "hard",
            article=asked.article,
            pool=asked.pool,
            hits=[self._passage(p, documents[p.doc_id]) for p in found],
            right={},
            spans={},
            doubtful={},
            removed={},
        )
        for passage, row in zip(found, example.hits, strict=True):
            self._label(asked, passage, documents[passage.doc_id], row, example)
        self._into.examples.append(example)

    def _gold(self, asked: Asked) -> list[Passage]:
        """The passages of the question's article that overlap its place and hold an answer."""
        return [
            passage
            for passage in self._snapshot.document_passages(asked.file)
            if passage.start < asked.place[1]
            and asked.place[0] < passage.end
            and any(answer in passage.text for answer in asked.answers)
        ][:1]

    def _label(
        self, asked: Asked, passage: Passage, document: Document, row: int, example: Example
    ) -> None:
        spans = self._sentences(passage, document)
        right: list[int] = []
        doubtful: list[int] = []
        for number, (start, end) in enumerate(spans):
            if not any(answer in passage.text[start:end] for answer in asked.answers):
                continue
            at = passage.start + start
            home = passage.doc_id == asked.file and asked.place[0] <= at < asked.place[1]
            (right if home else doubtful).append(number)
        if doubtful:
            example.doubtful[row] = doubtful
        if right:
            example.right[row] = right
            example.spans[row] = self._answer_tokens(asked, passage, row, [spans[n] for n in right])
            example.removed[row] = self._removed(passage, document, right)

    def _answer_tokens(
        self, asked: Asked, passage: Passage, row: int, spans: Sequence[CharSpan]
    ) -> list[tuple[int, int]]:
        offsets, found = self._into.texts[row].offsets, []
        for start, end in spans:
            for answer in asked.answers:
                at = passage.text.find(answer, start, end)
                inside = np.flatnonzero(
                    (offsets[:, 1] > at) & (offsets[:, 0] < at + len(answer)) & (at >= 0)
                )
                if len(inside):
                    found.append((int(inside[0]), int(inside[-1])))
        return list(dict.fromkeys(found))

    def _sentences(self, passage: Passage, document: Document) -> list[tuple[int, int]]:
        if passage.passage_id not in self._split:
            found = list(split_sentences(passage.text, document.language))
            self._split[passage.passage_id] = found
        return self._split[passage.passage_id]

    def _question(self, text: str) -> int:
        return self._text(("q", text), text, 0, None)

    def _passage(self, passage: Passage, document: Document) -> int:
        spans = self._sentences(passage, document)
        return self._encode(passage.text, passage, document, spans)

    def _removed(self, passage: Passage, document: Document, gone: Sequence[int]) -> int:
        """The passage as it would stand there without the sentences `gone`."""
        spans = [s for n, s in enumerate(self._sentences(passage, document)) if n not in gone]
        text, places = "", []
        for start, end in spans:
            places.append((len(text), len(text) + end - start))
            text += passage.text[start:end] + " "
        return self._encode(text.rstrip(), passage, document, places)

    def _encode(
        self, text: str, passage: Passage, document: Document, spans: Sequence[CharSpan]
    ) -> int:
        whole = encoded_text(text, document.headline, passage.heading)
        return self._text(("p", whole), whole, len(whole) - len(text), spans)

    def _text(
        self, key: tuple[str, ...], text: str, shift: int, spans: Sequence[CharSpan] | None
    ) -> int:
        if key not in self._known:
            self._known[key] = len(self._into.texts)
            self._into.texts.append(self._read(text, shift, spans))
        return self._known[key]

    def _read(self, text: str, shift: int, spans: Sequence[CharSpan] | None) -> Text:
        """A passage with its sentences, or a question, which has none."""
        vectors, offsets = self._encoder.encode_tokens([text])[0]
        inside = np.flatnonzero(offsets[:, 0] >= shift)[:PASSAGE_TOKENS]
        offsets = offsets[inside] - shift
        weights = np.zeros(len(inside), np.float16)
        stems = np.zeros(len(inside), np.int32)
        for word in find_words(text[shift:]):
            at = (offsets[:, 0] >= word.start) & (offsets[:, 0] < word.end)
            known = self._into.stems
            stems[at] = known.setdefault(word.stem, len(known) + 1)
            heavy = self._weight(word.text) if spans is None else 1.0
            weights[at] = heavy if word.is_content else FUNCTION_WORD * heavy
        sentence = np.full(len(inside), -1, np.int16)
        for number, (start, end) in enumerate(spans or ()):
            sentence[(offsets[:, 0] >= start) & (offsets[:, 0] < end)] = number
        return Text(
            vectors[inside].astype(np.float16), weights, stems, offsets.astype(np.int32), sentence
        )

    def _weight(self, word: str) -> float:
        return idf(self._snapshot.document_frequency(word)) / 8


def add_squad(path: Path, into: Examples, scratch: Path) -> None:
    """The tuning questions of a SQuAD file over an index of its tuning articles alone."""
    articles, questions = read_squad(path)
    if not path.stem.startswith("v1"):
        articles = [article for article in articles if is_tuning(article.title)]
    write_articles(articles, scratch / path.stem)
    index = build_index(scratch / path.stem, scratch / f"{path.stem}.index")
    documents = index.snapshot().documents(file_of(article) for article in articles)
    places = {a.title: find_paragraphs(a, documents[file_of(a)]) for a in articles}
    everyday, random = read_everyday(), Random(3)
    builder = Builder(index, into)
    for question in with_progress([q for q in questions if q.article.title in places], path.stem):
        text = question.article.paragraphs[question.paragraph]
        asked = Asked(
            text=question.text,
            variants=variants(question, text, everyday, random),
            file=file_of(question.article),
            place=places[question.article.title][question.paragraph],
            answers=question.answers,
            article=question.article.title,
            pool=path.stem,
        )
        builder.add(asked)


def variants(
    question: SquadQuestion, text: str, everyday: Mapping[str, str], random: Random
) -> tuple[str, ...]:
    """The question in other words; that which a person wrote counts twice."""
    written = everyday.get(question.question_id)
    gold = find_gold(text, question.answers) if question.answers else [(0, len(text))]
    reworded = reword(question.text, " ".join(text[a:b] for a, b in gold), random)
    exchanged = () if reworded == question.text else (reworded,)
    return ((written, written) if written else ()) + exchanged


def read_everyday() -> dict[str, str]:
    """Id of a SQuAD question -> the same in everyday words, written for this project."""
    lines = EVERYDAY.read_text(encoding="utf-8").splitlines()
    rows = map(json.loads, lines)
    return {row["id"]: row["question"] for row in rows}


def add_news(into: Examples, scratch: Path) -> None:
    """The tuning questions about the made-up news, over an index of all of them."""
    articles = write_news(scratch / "news")
    index = build_index(scratch / "news", scratch / "news.index")
    documents = index.snapshot().documents(article.file for article in articles)
    builder = Builder(index, into)
    for article in articles:
        for question in article.questions if article.is_for_tuning else ():
            at = documents[article.file].text.find((question.sentence or "")[:60])
            if at < 0:
                continue
            builder.add(
                Asked(
                    text=question.question,
                    file=article.file,
                    place=(at, at + len(question.sentence or "")),
                    answers=(question.answer,) if question.answer else (),
                    article=article.id,
                    pool="news",
                )
            )
