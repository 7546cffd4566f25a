"""Answer generation: sentences quoted from the articles, or a language model's, checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from index.errors import EncoderError, ModelError
from index.types import Document
from rag.checks.markers import find_markers, without_markers
from rag.citations import Citer
from rag.extract.types import Extract
from rag.models.reasoning import without_reasoning
from rag.prompt import REFUSAL, Prompt
from rag.types import (
    Answer,
    AnswerStatus,
    Checker,
    Hit,
    LanguageModel,
    Sentence,
    Support,
    SupportLevel,
)


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


def write_with_model(
    quoted: Answer, prompt: Prompt, model: LanguageModel, checker: Checker
) -> Iterator[Answer]:
    """The answer as the model writes it, growing by checked sentences; the last one is complete.

    When the model fails, the last one is `quoted`, which may be a refusal, with a notice that says
    why, whatever was given out before. When it refuses, or nothing that it wrote may stand, that
    is a refusal.
    """
    growing = replace(
        quoted, sentences=(), status=AnswerStatus.ANSWERED, model=model.name, complete=False
    )
    try:
        if not prompt.hits:
            raise ModelError("no passage fits into the token budget")
        for piece in without_reasoning(model.stream(prompt.messages)):
            if checker.feed(piece):
                written = _without_refusals(checker.result().sentences)
                if written:
                    yield replace(growing, sentences=written)
        checker.end()
    except (ModelError, EncoderError) as error:
        yield replace(quoted, notices=(*quoted.notices, _failed(error, quoted)))
        return
    yield _finished(quoted, prompt, model, checker)


def _failed(error: Exception, quoted: Answer) -> str:
    reason = str(error).rstrip(".")
    stop = "" if reason.endswith(("?", "!")) else "."
    shown = " These are quotations." if quoted.sentences else ""
    return f"The language model was not used: {reason}{stop}{shown}"


def _finished(quoted: Answer, prompt: Prompt, model: LanguageModel, checker: Checker) -> Answer:
    result = checker.result()
    sentences = _without_refusals(result.sentences)
    notices = [*quoted.notices, *result.notices, *_dropped(prompt)]
    if sentences and quoted.status is not AnswerStatus.ANSWERED:
        notices.append(
            "Byline by itself doubts that the articles answer this (probability"
            f" {quoted.confidence:.0%}): read what is cited."
        )
    return replace(
        quoted,
        sentences=sentences,
        status=AnswerStatus.ANSWERED if sentences else AnswerStatus.NOT_IN_ARTICLES,
        model=model.name,
        notices=tuple(notices),
    )


def _dropped(prompt: Prompt) -> tuple[str, ...]:
    """What the model could not see."""
    if not prompt.dropped:
        return ()
    found = len(prompt.hits) + prompt.dropped
    return (
        f"The model was sent the {len(prompt.hits)} best of {found} passages: more do not fit"
        " into the token budget.",
    )


def _without_refusals(sentences: Sequence[Sentence]) -> tuple[Sentence, ...]:
    return tuple(sentence for sentence in sentences if not is_refusal(sentence.text))


def is_refusal(text: str) -> bool:
    """Whether the model says that the passages do not answer."""
    said = without_markers(text, find_markers(text)).strip(" \n\t\"'“”*.")
    return said.casefold() == REFUSAL.rstrip(".").casefold()
