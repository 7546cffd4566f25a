"""The ask journey: question -> hits -> sentences -> citations -> checks -> `Answer`."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from index.errors import ModelError, QuestionError
from index.index import Index
from index.location import find_index
from index.snapshot import Snapshot
from index.types import Document, Filters
from rag.citations import Citer
from rag.conversation import to_standalone
from rag.extractive import Extract, is_answered, write_extract
from rag.generate import is_refusal, read_reply
from rag.prompt import DEFAULT_BUDGET_TOKENS, Prompt, build_prompt
from rag.question import smoothed
from rag.retrieve import FusionWeights, HybridRetriever
from rag.types import (
    Answer,
    AnswerStatus,
    Hit,
    LanguageModel,
    Sentence,
    Support,
    SupportLevel,
    Turn,
)

LONGEST_QUESTION_CHARS = 2000
HITS = 20
MAX_SENTENCES = 4


class Answerer:
    """Answers questions about one index. Thread-safe; keep it, since opening costs time.

    Without `model` the sentences are quotations. With one, they are the model's, checked; when
    it fails, the answer is the quoted one, with a notice.
    """

    def __init__(
        self,
        index: Index,
        *,
        model: LanguageModel | None = None,
        budget_tokens: int = DEFAULT_BUDGET_TOKENS,
        weights: FusionWeights | None = None,
    ) -> None:
        self.index = index
        self._model = model
        self._budget_tokens = budget_tokens
        self._weights = weights

    @classmethod
    def open(cls, index: Path | None = None, *, model: LanguageModel | None = None) -> Answerer:
        """An answerer for the index at `index`, or the one that `find_index` finds."""
        return cls(Index.open(find_index(index)), model=model)

    def answer(
        self,
        question: str,
        *,
        filters: Filters | None = None,
        history: Sequence[Turn] = (),
        max_sentences: int = MAX_SENTENCES,
        refuse: bool = True,
        hits: int = HITS,
    ) -> Answer:
        """What the articles say.

        Args:
            question: 1 to 2,000 characters.
            filters: only articles that these let through.
            history: earlier turns, oldest first.
            max_sentences: at most so many sentences, 1 to 4.
            refuse: False answers however low the confidence: for measuring, not for readers.
            hits: how many passages are looked at.

        Raises:
            QuestionError: the question is empty or too long.
            StoreError: the index is missing, damaged, or made with another encoder.
        """
        asked = check_question(question)
        clock = _Clock()
        snapshot = self.index.snapshot()
        chosen = filters or Filters()
        standalone = to_standalone(asked, history)
        found = self._retrieve(snapshot, standalone, chosen, hits)
        documents = snapshot.documents(hit.passage.doc_id for hit in found)
        clock.stop("retrieve")
        extract = self._extract(snapshot, standalone, found, documents, max_sentences)
        clock.stop("extract")
        answer = Answer(
            question=asked,
            standalone_question=standalone,
            filters=chosen,
            sentences=(),
            hits=tuple(found),
            status=AnswerStatus.NOT_IN_ARTICLES,
            confidence=extract.confidence,
            notices=self._notices(snapshot, found, chosen),
            generation=snapshot.generation,
        )
        if found and (is_answered(extract.confidence) or not refuse):
            quoted = quote_sentences(extract, found, documents)
            answer = self._write(replace(answer, sentences=quoted), documents)
            clock.stop("write")
        return replace(answer, timings=clock.timings)

    def search(
        self,
        question: str,
        *,
        k: int = HITS,
        filters: Filters | None = None,
        history: Sequence[Turn] = (),
    ) -> tuple[Hit, ...]:
        """The passages for a question, best first, with what each arm thought of them."""
        asked = to_standalone(check_question(question), history)
        return tuple(self._retrieve(self.index.snapshot(), asked, filters or Filters(), k))

    def prompt(self, question: str, *, filters: Filters | None = None, hits: int = HITS) -> Prompt:
        """What a language model would be sent for this question."""
        asked = check_question(question)
        snapshot = self.index.snapshot()
        found = self._retrieve(snapshot, asked, filters or Filters(), hits)
        return self._prompt(asked, found, snapshot.documents(h.passage.doc_id for h in found))

    def _retrieve(self, snapshot: Snapshot, question: str, filters: Filters, k: int) -> list[Hit]:
        retriever = HybridRetriever(snapshot, self.index.encoder, self._weights)
        return retriever.retrieve(question, k=k, filters=filters)

    def _extract(
        self,
        snapshot: Snapshot,
        question: str,
        hits: Sequence[Hit],
        documents: Mapping[str, Document],
        max_sentences: int,
    ) -> Extract:
        return write_extract(
            question,
            hits,
            documents,
            encoder=self.index.encoder.encoder,
            document_frequency=smoothed(snapshot.document_frequency, len(snapshot)),
            max_sentences=max_sentences,
        )

    def _write(self, quoted: Answer, documents: Mapping[str, Document]) -> Answer:
        """The model's sentences in place of the quoted ones, or the quoted ones and why."""
        answered = replace(quoted, status=AnswerStatus.ANSWERED)
        if self._model is None:
            return answered
        prompt = self._prompt(quoted.standalone_question, quoted.hits, documents)
        try:
            if not prompt.hits:
                raise ModelError("no passage fits into the token budget")
            reply = "".join(self._model.stream(prompt.messages))
        except ModelError as error:
            notice = f"The language model was not used: {error}. These are quotations."
            return replace(answered, notices=(*quoted.notices, notice))
        if is_refusal(reply):
            return replace(quoted, sentences=(), model=self._model.name)
        sentences = read_reply(reply, prompt.hits, documents)
        return replace(answered, sentences=sentences, model=self._model.name)

    def _prompt(
        self, question: str, hits: Sequence[Hit], documents: Mapping[str, Document]
    ) -> Prompt:
        return build_prompt(question, hits, documents, budget_tokens=self._budget_tokens)

    def _notices(
        self, snapshot: Snapshot, hits: Sequence[Hit], filters: Filters
    ) -> tuple[str, ...]:
        notices = []
        if not len(snapshot):
            notices.append("The index holds no articles yet: run `byline sync FOLDER`.")
        elif not hits and filters:
            notices.append("No article passes the filters.")
        problem = self.index.encoder.problem
        if problem:
            notices.append(f"Searched by words alone, without meaning: {problem}")
        return tuple(notices)


def check_question(question: str) -> str:
    """The question without surrounding space; raises `QuestionError`."""
    # Halves of surrogate pairs (bytes that a shell could not decode) are no text anywhere below.
    asked = question.encode("utf-8", "replace").decode().strip()
    if not asked:
        raise QuestionError("the question is empty: type one")
    if len(asked) > LONGEST_QUESTION_CHARS:
        raise QuestionError(
            f"the question has {len(asked):,} characters: at most {LONGEST_QUESTION_CHARS:,}"
        )
    return asked


def quote_sentences(
    extract: Extract, hits: Sequence[Hit], documents: Mapping[str, Document]
) -> tuple[Sentence, ...]:
    """The extract's spans as sentences, each with a citation checked against the store."""
    citer = Citer(documents)
    by_passage = {hit.passage.passage_id: hit for hit in hits}
    return tuple(
        Sentence(
            text=span.text,
            citations=(citer.cite(by_passage[span.passage_id], span.start, span.end, span.text),),
            support=Support(level=SupportLevel.SUPPORTED, reasons=("quoted word for word",)),
        )
        for span in extract.spans
    )


class _Clock:
    """Seconds spent in each step."""

    def __init__(self) -> None:
        self.timings: dict[str, float] = {}
        self._last = time.perf_counter()

    def stop(self, step: str) -> None:
        now = time.perf_counter()
        self.timings[step] = round(now - self._last, 6)
        self._last = now


_answerers: dict[Path, Answerer] = {}
_opening = threading.Lock()


def answer(
    question: str,
    *,
    index: Path | str | None = None,
    filters: Filters | None = None,
    history: Sequence[Turn] = (),
    model: LanguageModel | None = None,
) -> Answer:
    """Ask the index at `index` (default: the one the command line would use); see `Answerer`.

    The index stays open for the next call.
    """
    path = find_index(Path(index) if index is not None else None)
    if model is not None:
        return Answerer.open(path, model=model).answer(question, filters=filters, history=history)
    with _opening:
        answerer = _answerers.get(path)
        if answerer is None:
            answerer = _answerers[path] = Answerer.open(path)
    return answerer.answer(question, filters=filters, history=history)
