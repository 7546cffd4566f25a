"""Finds gold sentences in their documents by quote: character offsets, checks of a question."""

import re
from collections.abc import Mapping

from eval.questions.schema import Question
from eval.types import GoldSentence
from index.errors import UsageError
from index.types import Document


def find_quote(quote: str, text: str, flags: re.RegexFlag = re.NOFLAG) -> list[tuple[int, int]]:
    """Everywhere that `quote` stands in `text`: half-open offsets.

    Any white space stands for any other: ingest joins wrapped lines.
    """
    pattern = r"\s+".join(re.escape(word) for word in quote.split())
    return [match.span() for match in re.finditer(pattern, text, flags) if match.group()]


def locate(quote: str, text: str) -> tuple[int, int]:
    """Where `quote` stands in `text`: half-open offsets; any white space stands for any other.

    Raises:
        ValueError: it does not occur, or more than once.
    """
    spans = find_quote(quote, text)
    if len(spans) != 1:
        raise ValueError("does not occur" if not spans else f"occurs {len(spans)} times")
    return spans[0]


def located(question: Question, documents: Mapping[str, Document]) -> Question:
    """The same question with the offsets of every gold sentence, and quotes as the texts have."""
    facts = tuple(
        fact.model_copy(
            update={"sentences": tuple(_place(question.id, s, documents) for s in fact.sentences)}
        )
        for fact in question.facts
    )
    return question.model_copy(update={"facts": facts})


def _place(
    question_id: str, sentence: GoldSentence, documents: Mapping[str, Document]
) -> GoldSentence:
    text = _document(question_id, sentence, documents).text
    if sentence.start is not None and text[sentence.start : sentence.end] == sentence.quote:
        return sentence
    try:
        start, end = locate(sentence.quote, text)
    except ValueError as error:
        raise _sentence_error(question_id, sentence, str(error)) from error
    return GoldSentence(doc_id=sentence.doc_id, quote=text[start:end], start=start, end=end)


def check_question(question: Question, documents: Mapping[str, Document]) -> None:
    """Returns when every gold sentence is where the question says, or occurs exactly once."""
    for sentence in question.sentences:
        text = _document(question.id, sentence, documents).text
        if sentence.start is None:
            _place(question.id, sentence, documents)
        elif text[sentence.start : sentence.end] != sentence.quote:
            place = f"is not at {sentence.start}-{sentence.end} of {len(text)} characters"
            raise _sentence_error(question.id, sentence, place)


def _document(
    question_id: str, sentence: GoldSentence, documents: Mapping[str, Document]
) -> Document:
    try:
        return documents[sentence.doc_id]
    except KeyError:
        problem = "is not among the documents that could be read"
        raise UsageError(f"question {question_id}: {sentence.doc_id} {problem}") from None


def _sentence_error(question_id: str, sentence: GoldSentence, problem: str) -> UsageError:
    shown = sentence.quote if len(sentence.quote) <= 60 else sentence.quote[:57] + "..."
    return UsageError(f"question {question_id}: {sentence.doc_id}: {shown!r} {problem}")
