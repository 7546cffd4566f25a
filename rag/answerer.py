"""`Answerer`, the pipeline: question -> hits -> sentences -> citations -> checks -> `Answer`."""

from __future__ import annotations

import logging
import time
from collections.abc import AsyncGenerator, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Unpack

from anyio import to_thread

from index.index import Index
from index.location import find_index
from index.search.names import unknown_names
from index.search.snapshot import Snapshot
from index.types import Document, Filters
from rag.catalogue.answering import answer_from_catalogue
from rag.checks.check import ReplyChecker
from rag.checks.inference import CrossEncoderEntailment
from rag.checks.verdicts import Passages
from rag.citations import scan_notices
from rag.english.question import smoothed
from rag.extract.answer_finder import AnswerFinder
from rag.extract.attribution import attribute
from rag.extract.confidence import is_plainly_off, status_of
from rag.extract.disagreement import find_disagreements
from rag.extract.extractive import write_extract
from rag.extract.follow_up import merge_extracts
from rag.extract.overview import write_overview
from rag.extract.superseded import newest_first
from rag.extract.types import Extract
from rag.options import check_options, check_question
from rag.plugged_in import Parts, Result, try_parts
from rag.prompt import Prompt, build_prompt
from rag.search.follow_ups.last_answer import articles_of
from rag.search.pipeline import Found, find
from rag.search.types import FusionWeights
from rag.settings import ModelSettings
from rag.types import (
    MAX_SENTENCES,
    MOST_UNSURE,
    Answer,
    AnswerStatus,
    AskOptions,
    Hit,
    LanguageModel,
    Retriever,
)
from rag.writers import quote_sentences, write_with_model

_logger = logging.getLogger(f"byline.{__name__}")


class Answerer:
    """Answers questions about one index. Thread-safe; keep it, since opening costs time.

    Without `model` the sentences are quotations. With one, they are the model's, checked; it is
    asked unless the passages are plainly off the subject. When it fails, the answer is the one
    that there would be without it, with a notice. So it is with a retriever or an answer finder of
    one's own (`rag.testing` checks them), and with the encoder.
    """

    def __init__(
        self,
        index: Index,
        *,
        model: LanguageModel | None = None,
        settings: ModelSettings | None = None,
        weights: FusionWeights | None = None,
        retriever: Retriever | None = None,
        answer_finder: AnswerFinder | None = None,
    ) -> None:
        self.index = index
        self._model = model
        self._retriever, self._finder = retriever, answer_finder
        self._settings = settings or ModelSettings()
        self._weights = weights
        name = self._settings.checking_model
        self._entailment = CrossEncoderEntailment(name) if name else None

    @classmethod
    def open(
        cls,
        index: Path | str | None = None,
        *,
        model: LanguageModel | None = None,
        settings: ModelSettings | None = None,
    ) -> Answerer:
        """An answerer for the index at `index`, or the one that `find_index` finds."""
        return cls(Index.open(find_index(index)), model=model, settings=settings)

    def answer(self, question: str, **options: Unpack[AskOptions]) -> Answer:
        """What the articles say about `question`, 1 to 2,000 characters; see `AskOptions`.

        Raises:
            QuestionError: the question is empty or too long.
            StoreError: the index is missing, damaged, or made with another encoder.
        """
        *_, last = self.stream(question, **options)
        return last

    def stream(self, question: str, **options: Unpack[AskOptions]) -> Iterator[Answer]:
        """The answer as it grows, sentence by checked sentence; the last one is complete.

        An earlier one is `complete=False` and may be taken back: by a model that fails, or that
        ends up refusing. Raises as `answer`, before the first answer is given out.
        """
        question, options = check_question(question), check_options(options)
        clock = _Clock()
        snapshot = self.index.snapshot()
        begun, left_out = self._try(
            lambda parts: self._begin(snapshot, question, options, parts, clock)
        )
        quoted = replace(begun.answer, notices=(*left_out, *begun.answer.notices))
        for answer in self._write(quoted, begun.documents) if begun.asks_model else (quoted,):
            if answer.complete and begun.documents and _claims(answer):
                answer = _compared(answer, begun.documents, newest=not begun.past)
            if answer.complete and begun.documents:
                answer = replace(answer, notices=answer.notices + scan_notices(answer.citations))
            clock.stop("write")
            yield replace(answer, timings=dict(clock.timings))
        told = answer.status.value, answer.model or "quotations", sum(clock.timings.values())
        _logger.info("answered: %s, by %s, in %.2f s", *told)

    async def aanswer(self, question: str, **options: Unpack[AskOptions]) -> Answer:
        """`answer` in a thread, for who runs an event loop."""
        return await to_thread.run_sync(partial(self.answer, question, **options))

    async def astream(
        self, question: str, **options: Unpack[AskOptions]
    ) -> AsyncGenerator[Answer, None]:
        """`stream` for who runs an event loop; each answer is waited for in a thread."""
        answers = self.stream(question, **options)
        while (answer := await to_thread.run_sync(next, answers, None)) is not None:
            yield answer

    def close(self) -> None:
        """Close the index; `with Answerer.open(...) as answerer:` does it, too."""
        self.index.close()

    def __enter__(self) -> Answerer:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def search(self, question: str, **options: Unpack[AskOptions]) -> tuple[Hit, ...]:
        """The passages for a question, best first, with what each arm thought of them."""
        question, options = check_question(question), check_options(options)
        snapshot = self.index.snapshot()
        return self._try(lambda parts: self._find(snapshot, question, options, parts))[0].hits

    def prompt(self, question: str, **options: Unpack[AskOptions]) -> Prompt:
        """What a language model would be sent for this question."""
        question, options = check_question(question), check_options(options)
        snapshot = self.index.snapshot()
        found, _ = self._try(lambda parts: self._find(snapshot, question, options, parts))
        documents = snapshot.documents(hit.passage.doc_id for hit in found.hits)
        return self._prompt(found.standalone, found.hits, documents)

    def _try(self, work: Callable[[Parts], Result]) -> tuple[Result, list[str]]:
        encoder = self.index.encoder.encoder
        parts = Parts(retriever=self._retriever, answer_finder=self._finder, encoder=encoder)
        return try_parts(parts, work)

    def _find(self, snapshot: Snapshot, question: str, options: AskOptions, parts: Parts) -> Found:
        return find(
            snapshot,
            parts.encoder,
            question,
            options,
            weights=self._weights,
            model=self._model,
            retriever=parts.retriever,
        )

    def _extract(
        self,
        snapshot: Snapshot,
        found: Found,
        documents: Mapping[str, Document],
        options: AskOptions,
        parts: Parts,
    ) -> Extract:
        encoder = parts.encoder
        frequency = smoothed(snapshot.document_frequency, len(snapshot))
        if found.topic:
            return write_overview(
                found.topic,
                found.hits,
                documents,
                encoder=encoder,
                document_frequency=frequency,
                near_duplicates=snapshot.near_duplicates,
                chronological=options.get("chronological", False),
            )

        def extract(question: str) -> Extract:
            return write_extract(
                question,
                found.hits,
                documents,
                encoder=encoder,
                document_frequency=frequency,
                max_sentences=options.get("max_sentences", MAX_SENTENCES),
                only_needed=options.get("only_needed", True),
                periods=found.periods,
                finder=parts.answer_finder,
            )

        if found.follows:
            history = options.get("history", ())
            said = attribute(found.bare_question, history, found.hits, documents)
            if said is not None:
                return said
            asked, standalone = extract(found.bare_question), extract(found.standalone)
            return merge_extracts(asked, standalone, history, articles_of(history, snapshot))
        return extract(found.bare_question)

    def _begin(
        self,
        snapshot: Snapshot,
        question: str,
        options: AskOptions,
        parts: Parts,
        clock: _Clock,
    ) -> _Begun:
        """The answer as far as it goes without a model."""
        unknown = unknown_names(snapshot.about.values(), options.get("filters") or Filters())
        listed = answer_from_catalogue(snapshot, parts.encoder, question, options)
        if listed is not None:
            clock.stop("catalogue")
            return _Begun(answer=replace(listed, notices=(*unknown, *listed.notices)))
        found = self._find(snapshot, question, options, parts)
        documents = snapshot.documents(hit.passage.doc_id for hit in found.hits)
        clock.stop("retrieve")
        extract = self._extract(snapshot, found, documents, options, parts)
        clock.stop("extract")
        answer = Answer(
            question=question,
            standalone_question=found.standalone,
            filters=found.filters,
            read_filters=found.read_filters,
            searched=found.searched,
            sentences=(),
            hits=found.hits,
            status=status_of(extract.confidence if extract.spans else 0.0, extract.lacks),
            confidence=extract.confidence,
            lacks=extract.lacks,
            notices=(*self._notices(snapshot, found, unknown), *found.notices),
            generation=snapshot.generation,
        )
        refuses = options.get("refuse", True)
        if found.hits and not (refuses and answer.status is AnswerStatus.NOT_IN_ARTICLES):
            most = MOST_UNSURE if answer.status is AnswerStatus.UNSURE else None
            sentences = quote_sentences(extract, found.hits, documents)[:most]
            answer = replace(answer, sentences=sentences)
        return _Begun(
            answer=answer,
            documents=documents,
            asks_model=bool(found.hits) and not (refuses and is_plainly_off(extract.confidence)),
            past=any(period.last for period in found.periods),
        )

    def _write(self, quoted: Answer, documents: Mapping[str, Document]) -> Iterator[Answer]:
        if self._model is None:
            yield quoted
            return
        prompt = self._prompt(quoted.standalone_question, quoted.hits, documents)
        encoder = self.index.encoder.encoder
        sent = Passages(prompt.hits, documents, encoder=encoder, entailment=self._entailment)
        yield from write_with_model(
            quoted, prompt, self._model, lambda: ReplyChecker(sent, self._settings.on_unsupported)
        )

    def _prompt(
        self, question: str, hits: Sequence[Hit], documents: Mapping[str, Document]
    ) -> Prompt:
        return build_prompt(
            question,
            hits,
            documents,
            budget_tokens=self._settings.budget_tokens,
            encoding=self._settings.token_encoding,
        )

    def _notices(
        self, snapshot: Snapshot, found: Found, unknown: tuple[str, ...]
    ) -> tuple[str, ...]:
        notices = list(unknown)
        if not len(snapshot):
            notices = ["The index holds no articles yet: run `byline sync FOLDER`."]
        elif not (found.hits or notices) and found.filters:
            notices.append("No article passes the filters.")
        problem = self.index.encoder.problem
        if problem:
            notices.append(f"Searched by words alone, without meaning: {problem}")
        return tuple(notices)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Begun:
    """An answer before a model writes, and what is to be done with it; `past`: it asks of then."""

    answer: Answer
    documents: Mapping[str, Document] = field(default_factory=dict)
    asks_model: bool = False
    past: bool = False


def _claims(answer: Answer) -> bool:
    return bool(answer.sentences) and answer.status is not AnswerStatus.UNSURE


def _compared(answer: Answer, documents: Mapping[str, Document], *, newest: bool) -> Answer:
    """The answer with where articles differ, and if `newest` with what later ones say first."""
    if newest and answer.model is None:
        sentences, changed = newest_first(answer.sentences, answer.hits, documents)
        notices = (*answer.notices, changed) if changed else answer.notices
        answer = replace(answer, sentences=sentences, notices=notices)
    differ = find_disagreements(answer.sentences, answer.hits, documents)
    return replace(answer, disagreements=differ)


class _Clock:
    """Seconds spent in each step."""

    def __init__(self) -> None:
        self.timings: dict[str, float] = {}
        self._last = time.perf_counter()

    def stop(self, step: str) -> None:
        now = time.perf_counter()
        self.timings[step] = round(self.timings.get(step, 0.0) + now - self._last, 6)
        self._last = now
