"""Query rewriting: a language model puts a follow-up so that it can be understood by itself.

What it writes is only searched for, beside the question as it was asked, and only when it looks
like that question: a model that answers, rambles or invents figures is not used.
"""

import re
from collections.abc import Generator, Mapping, Sequence

from rag.english.words import stems_in
from rag.models.reasoning import without_reasoning
from rag.search.follow_ups.context_dependence import STANDS_ALONE, context_dependence
from rag.search.follow_ups.plan import ANSWER_WORDS, MOST_TURNS
from rag.types import LanguageModel, Turn

LONGEST_REWRITTEN_CHARS = 300

_INSTRUCTIONS = """\
You are given a conversation and a last question. Write the last question again so that it can be \
understood without the conversation: put names in place of "he", "she", "it", "they", "there" and \
"that". Keep its meaning and its language. Do not answer it. If it can be understood already, \
repeat it. Reply with one question and nothing else."""

_LABEL = re.compile(r"^(?:(?:standalone|rewritten|last)\s+)?question\s*:\s*", re.IGNORECASE)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def rewrite(question: str, history: Sequence[Turn], model: LanguageModel) -> str | None:
    """The question as the model puts it, for `plan_search`.

    None when the question stands alone (then the model is not asked), when the model fails, and
    when its reply is no such question: empty, too long, more than one line, no question, without a
    word of the conversation or with a number that is not in it.
    """
    recent = tuple(history)[-MOST_TURNS:]
    if context_dependence(question, recent) == STANDS_ALONE:
        return None
    try:
        reply = _read(model, rewriting_messages(question, recent))
    except Exception:  # noqa: BLE001 - a model that is plugged in raises what it likes
        return None
    tidied = _LABEL.sub("", reply.strip().strip("\"'“”*")).strip()
    return tidied if _is_sound(tidied, question, recent) else None


def rewriting_messages(question: str, history: Sequence[Turn]) -> tuple[Mapping[str, str], ...]:
    """What the model is sent; answers are cut after `ANSWER_WORDS` words."""
    lines = []
    for turn in history:
        answer = " ".join(turn.answer.split()[:ANSWER_WORDS])
        lines += [f"Question: {turn.question}", f"Answer: {answer}"]
    lines.append(f"Last question: {question}")
    return (
        {"role": "system", "content": _INSTRUCTIONS},
        {"role": "user", "content": "\n".join(lines)},
    )


def _read(model: LanguageModel, messages: Sequence[Mapping[str, str]]) -> str:
    """The reply; the model is stopped when it is too long to be used."""
    pieces, reply = model.stream(messages), ""
    for piece in without_reasoning(pieces):
        reply = "" if piece is None else reply + piece
        if len(reply) > 2 * LONGEST_REWRITTEN_CHARS:
            break
    if isinstance(pieces, Generator):
        pieces.close()
    return reply


def _is_sound(rewritten: str, question: str, history: Sequence[Turn]) -> bool:
    if not rewritten or len(rewritten) > LONGEST_REWRITTEN_CHARS or "\n" in rewritten:
        return False
    if question.rstrip().endswith("?") and not rewritten.endswith("?"):
        return False
    said = " ".join([question, *(f"{turn.question} {turn.answer}" for turn in history)])
    known = set(_NUMBER.findall(said))
    if any(number not in known for number in _NUMBER.findall(rewritten)):
        return False
    return not stems_in(rewritten).isdisjoint(stems_in(said))
