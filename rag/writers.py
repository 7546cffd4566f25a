"""Answer generation: sentences quoted from the articles, or a language model's, checked."""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from index.errors import ModelError, reason_of
from index.types import Document
from rag.citations import Citer
from rag.english.refusals import adds_more, refuses
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

_logger = logging.getLogger(f"byline.{__name__}")


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
            focus=span.focus,
        )
        for span in extract.spans
    )


def write_with_model(
    quoted: Answer, prompt: Prompt, model: LanguageModel, new_checker: Callable[[], Checker]
) -> Iterator[Answer]:
    """The answer as the model writes it, growing by checked sentences; the last one is complete.

    When the model fails, the last one is `quoted`, which may be a refusal, with a notice that says
    why, whatever was given out before. When it refuses, or nothing that it wrote may stand, that
    is a refusal.
    """
    try:
        growing = replace(
            quoted,
            sentences=(),
            status=AnswerStatus.ANSWERED,
            model=str(model.name),
            complete=False,
        )
        checker = new_checker()
        if not prompt.hits:
            raise ModelError("no passage fits into the token budget")
        for piece in without_reasoning(model.stream(prompt.messages)):
            if piece is None:
                checker = new_checker()
                yield growing
            elif checker.feed(piece):
                written = answering(checker.result().sentences)
                # What cites nothing may be a thought that was opened without a mark.
                if any(sentence.citations and not sentence.repaired for sentence in written):
                    yield replace(growing, sentences=written)
        checker.end()
        if not (checker.result().sentences or checker.result().dropped):
            raise ModelError(f"{model.name} wrote nothing beside its reasoning")
        written_out = _finished(quoted, prompt, growing.model, checker)
    except Exception as error:  # noqa: BLE001 - a model that is plugged in raises what it likes
        _logger.warning("the language model was not used: %s", type(error).__name__)
        yield replace(quoted, notices=(*quoted.notices, _failed(error, quoted)))
        return
    yield written_out


def _failed(error: Exception, quoted: Answer) -> str:
    reason = reason_of(error).rstrip(".")
    stop = "" if reason.endswith(("?", "!")) else "."
    shown = " These are quotations." if quoted.sentences else ""
    return f"The language model was not used: {reason}{stop}{shown}"


def _finished(quoted: Answer, prompt: Prompt, model: str | None, checker: Checker) -> Answer:
    result = checker.result()
    sentences = answering(result.sentences)
    notices = [*quoted.notices, *result.notices, *_dropped(prompt)]
    if sentences:
        left = [s.text for s in result.sentences if s not in sentences]
        notices += [f"The model adds: “{' '.join(left)}”"] if left else []
    if sentences and quoted.status is not AnswerStatus.ANSWERED:
        notices.append(
            "Byline by itself doubts that the articles answer this (probability"
            f" {quoted.confidence:.0%}): read what is cited."
        )
    return replace(
        quoted,
        sentences=sentences,
        status=AnswerStatus.ANSWERED if sentences else AnswerStatus.NOT_IN_ARTICLES,
        model=model,
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


def answering(sentences: Sequence[Sentence]) -> tuple[Sentence, ...]:
    """The sentences that answer; none of a reply that begins by refusing.

    What follows such a beginning tells of something else than what was asked.
    """
    answer = tuple(sentence for sentence in sentences if not is_refusal(sentence))
    return answer if tuple(sentences[:1]) == answer[:1] else ()


def is_refusal(sentence: Sentence) -> bool:
    """Whether the model says, in whatever words, that the passages do not answer.

    What a passage that the model itself names bears out is a report: "The council has not said".
    """
    if sentence.text.casefold().strip("\"'“”*. ") == REFUSAL.rstrip(".").casefold():
        return True
    cites = bool(sentence.citations) and not sentence.repaired
    reports = cites and (
        sentence.support.level is SupportLevel.SUPPORTED
        or (adds_more(sentence.text) and sentence.support.level is SupportLevel.PARTIAL)
    )
    return not reports and refuses(sentence.text)
