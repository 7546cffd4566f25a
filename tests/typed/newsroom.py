"""A program that uses Byline as a developer would; type checkers read it, no test runs it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from index import Encoder, open_or_create
from rag import (
    Answer,
    Answerer,
    AnswerFinder,
    AskOptions,
    Filters,
    Hit,
    LanguageModel,
    ModelError,
    Retriever,
    answer,
)
from rag.testing import check_encoder, check_language_model, check_retriever


class Echo:
    """A language model that repeats what it is sent."""

    name = "echo"

    def stream(self, messages: Sequence[Mapping[str, str]]) -> Iterator[str]:
        if not messages:
            raise ModelError("nothing to repeat")
        yield messages[-1]["content"]


class FirstOnly:
    """A retriever that gives the first hit of another one."""

    def __init__(self, other: Retriever) -> None:
        self.other = other

    def retrieve(self, question: str, *, k: int, filters: Filters) -> list[Hit]:
        return list(self.other.retrieve(question, k=k, filters=filters))[:1]


def ask(index: Path, retriever: Retriever, finder: AnswerFinder | None, encoder: Encoder) -> str:
    model: LanguageModel = Echo()
    check_language_model(model)
    check_retriever(retriever)
    check_encoder(encoder)
    opened = open_or_create(index, load=lambda name: encoder)
    options: AskOptions = {"filters": Filters(authors=("Imogen West",)), "hits": 5}
    answerer = Answerer(opened, model=model, retriever=FirstOnly(retriever), answer_finder=finder)
    found: Answer = answerer.answer("What did the wall cost?", **options)
    return " ".join(citation.quote for citation in found.citations)


async def stream(answerer: Answerer) -> list[str]:
    return [part.text async for part in answerer.astream("Who paid?", max_sentences=2)]


def wrong() -> Answer:
    return answer("Who paid?", max_sentence=2)  # type: ignore[call-arg]
