"""Chat messages of an exchange: the question, and its answer, error or progress as HTML."""

from __future__ import annotations

from collections.abc import Mapping

from index.types import Document
from rag.types import LONGEST_QUESTION_CHARS
from ui.web.chat.render import render_answer
from ui.web.text import excerpt, to_sentence, to_text
from ui.web.values import Exchange, ExchangeState

Message = dict[str, str]

_STOPPED = "You stopped this answer before it was whole."
_ACTIONS = (
    ("up", "Helpful", "This answer helped"),
    ("down", "Not helpful", "This answer did not help"),
    ("copy", "Copy", "Copy the answer with its footnotes"),
    ("export", "Export", "Save the answer as a file"),
)
_AGAIN = (
    ("retry", "Ask again", "Ask the same question again"),
    ("edit", "Edit question", "Change the question and ask again"),
)


def to_messages(
    exchange: Exchange, documents: Mapping[str, Document], ahead: int | None = None
) -> list[Message]:
    """The exchange as the chat component takes it; `ahead` questions are answered before it."""
    return [
        {"role": "user", "content": render_question(exchange.question)},
        {"role": "assistant", "content": render_outcome(exchange, documents, ahead)},
    ]


def render_question(question: str) -> str:
    """What was asked; of a question too long to be answered, its beginning."""
    return (
        f'<div class="byline-question">{to_text(excerpt(question, LONGEST_QUESTION_CHARS))}</div>'
    )


def render_problem(message: str) -> str:
    """An error in plain words."""
    return f'<div class="byline-problem" role="alert">{to_sentence(message)}</div>'


def render_outcome(
    exchange: Exchange, documents: Mapping[str, Document], ahead: int | None = None
) -> str:
    """What came of the question so far."""
    key, answer = exchange.exchange_id, exchange.answer
    shown = render_answer(answer, key, documents) if answer else ""
    if exchange.state is ExchangeState.ASKED:
        return f"{shown}{_pending(ahead, begun=bool(answer))}"
    if exchange.state is ExchangeState.ANSWERED:
        return f"{shown}{_actions(key, (*_ACTIONS, *_AGAIN))}"
    stopped = exchange.state is ExchangeState.STOPPED
    why = render_problem(_STOPPED if stopped else exchange.problem)
    return f"{shown}{why}{_actions(key, _AGAIN)}"


def _pending(ahead: int | None, *, begun: bool) -> str:
    if begun:
        doing = "Writing, and checking each sentence …"
    elif ahead:
        before = "1 question comes" if ahead == 1 else f"{ahead} questions come"
        doing = f"Waiting: {before} before yours …"
    else:
        doing = "Reading the articles …"
    return f'<div class="byline-pending">{doing}</div>'


def _actions(key: str, actions: tuple[tuple[str, str, str], ...]) -> str:
    links = "".join(
        f'<a class="byline-action byline-do-{action}" role="button" href="#do/{action}/{key}"'
        f' title="{about}">{label}</a>'
        for action, label, about in actions
    )
    return f'<div class="byline-actions">{links}</div>'
