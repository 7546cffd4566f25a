"""`Asker`: one query of a collection -> hits, answer, confidence and timing as an outcome."""

import time
from collections.abc import Mapping

from eval.running.gold import GoldFinder
from eval.running.plan import Plan
from eval.types import (
    AnsweredSentence,
    AnswerOutcome,
    CitedSpan,
    Outcome,
    Query,
    RetrievedPassage,
)
from index.errors import QuestionError, UsageError
from index.types import Document
from rag.answerer import Answerer
from rag.search.types import FusionWeights
from rag.types import Answer, AnswerStatus, Citation, Hit, Sentence

EXCERPT_CHARS = 200
EXCERPTS = 3
"""So many of the best hits are shown with their beginning."""


class Asker:
    """Asks the queries of one run through the public functions, with its settings."""

    def __init__(self, plan: Plan) -> None:
        self._plan, self._workspace, self._settings = plan, plan.workspace, plan.settings
        weights = FusionWeights(
            lexical=plan.settings.lexical_weight,
            candidates=plan.settings.candidates,
            late=plan.settings.late_weight,
        )
        self._answerer = Answerer(plan.workspace.index, model=plan.model, weights=weights)

    def ask(self, query: Query) -> Outcome:
        """What came of `query`; its measures are not taken yet.

        Raises:
            UsageError: the question is too long, or a gold sentence is not where it should be.
        """
        try:
            hits, answer, latency_s = self._answer(query)
        except QuestionError as error:
            raise UsageError(f"question {query.query_id}: {error}") from error
        documents = self._documents(query, answer)
        strict = self._plan.collection.checks_gold
        gold = GoldFinder(documents, self._workspace.to_file_id, strict=strict)
        return Outcome(
            query_id=query.query_id,
            text=query.text,
            kind=query.kind,
            answerable=query.answerable,
            qrels=dict(query.qrels),
            gold=gold.facts(query),
            answers=query.answers,
            wrong=gold.wrong(query),
            unlocated=gold.missing,
            retrieved=tuple(self._passage(hit) for hit in hits),
            answer=self._answered(query, answer, documents) if answer else None,
            latency_s=latency_s,
        )

    def _answer(self, query: Query) -> tuple[tuple[Hit, ...], Answer | None, float]:
        """The hits, the answer if one is wanted, and how long the user would have waited.

        An answer brings its hits along. Only where more or fewer are kept than it is written from
        are they searched for by themselves: the best 5 of 20 need not be those of a search for 5.
        """
        settings = self._settings
        if not settings.answers:
            started = time.perf_counter()
            return self._search(query), None, time.perf_counter() - started
        answer = self._answerer.answer(
            query.text,
            filters=query.filters,
            history=query.turns,
            hits=settings.hits,
            max_sentences=settings.max_sentences,
            refuse=self._plan.model
            is not None,  # quotations are judged also where they would be refused
        )
        hits = answer.hits if settings.hits == settings.depth else self._search(query)
        return hits, answer, sum(answer.timings.values())

    def _search(self, query: Query) -> tuple[Hit, ...]:
        return self._answerer.search(
            query.text, hits=self._settings.depth, filters=query.filters, history=query.turns
        )

    def _documents(self, query: Query, answer: Answer | None) -> dict[str, Document]:
        gold = (s for fact in query.facts for s in fact.sentences)
        wanted = [self._workspace.to_file_id(s.doc_id) for s in (*gold, *query.wrong)]
        cited = [citation.doc_id for citation in answer.citations] if answer else []
        return self._workspace.index.snapshot().documents([*wanted, *cited])

    def _passage(self, hit: Hit) -> RetrievedPassage:
        passage = hit.passage
        text = " ".join(passage.text.split()) if hit.rank <= EXCERPTS else ""
        return RetrievedPassage(
            doc_id=self._workspace.to_doc_id(passage.doc_id),
            start=passage.start,
            end=passage.end,
            score=round(hit.score, 6),
            dense_rank=hit.dense_rank,
            lexical_rank=hit.lexical_rank,
            also_in=tuple(self._workspace.to_doc_id(doc_id) for doc_id in hit.also_in),
            excerpt=text[:EXCERPT_CHARS],
        )

    def _answered(
        self, query: Query, answer: Answer, documents: Mapping[str, Document]
    ) -> AnswerOutcome:
        judge = self._plan.judge
        refused = not answer.sentences or answer.status is AnswerStatus.NOT_IN_ARTICLES
        return AnswerOutcome(
            sentences=tuple(self._sentence(sentence, documents) for sentence in answer.sentences),
            confidence=answer.confidence,
            refused=refused,
            unsure=not refused and answer.status is AnswerStatus.UNSURE,
            model=answer.model,
            mark=judge.mark(query, answer, refused=refused) if judge else None,
        )

    def _sentence(self, sentence: Sentence, documents: Mapping[str, Document]) -> AnsweredSentence:
        return AnsweredSentence(
            text=sentence.text,
            citations=tuple(self._cited(c, documents) for c in sentence.citations),
            support=sentence.support.level.value,
        )

    def _cited(self, citation: Citation, documents: Mapping[str, Document]) -> CitedSpan:
        stored = documents[citation.doc_id].text[citation.start : citation.end]
        return CitedSpan(
            doc_id=self._workspace.to_doc_id(citation.doc_id),
            start=citation.start,
            end=citation.end,
            marker=citation.marker,
            exact=stored == citation.quote,
        )
