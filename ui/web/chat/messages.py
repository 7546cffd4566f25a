"""Chat messages of an exchange: the question, and its answer, error or progress as HTML."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping

from cachetools import LRUCache

from index.types import Document
from rag.types import LONGEST_QUESTION_CHARS
from ui.web.chat.answering import Answering
from ui.web.chat.render import render_answer
from ui.web.text import excerpt, to_sentence, to_text
from ui.web.values import Exchange, ExchangeState

Message = dict[str, str]

MOST_KEPT = 2000

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


class Rendered:
    """The messages of exchanges. Thread-safe.

    Whatever is asked for may wait: for the disk, or for an index that is being published.
    """

    def __init__(self, answering: Answering) -> None:
        self.answering = answering
        self._kept: LRUCache[tuple[str, str], list[Message]] = LRUCache(MOST_KEPT)
        self._lock = threading.Lock()

    def messages(self, owner: str, exchange_ids: Iterable[str]) -> list[Message]:
        """Those of `owner`'s exchanges, in their order; one that is gone has none."""
        return [message for key in exchange_ids for message in self._of(owner, key)]

    def growing(self, exchange: Exchange, ahead: int | None) -> list[Message]:
        """Those of an exchange that is being answered; see `to_messages`."""
        return to_messages(exchange, self.answering.documents(exchange), ahead)

    def _of(self, owner: str, exchange_id: str) -> list[Message]:
        key = (owner, exchange_id)
        with self._lock:
            kept = self._kept.get(key)
        if kept is not None:
            return kept
        exchange = self.answering.exchange(owner, exchange_id)
        if exchange is None:
            return []
        documents = self.answering.documents(exchange)
        shown = to_messages(exchange, documents)
        if _is_whole(exchange, documents):
            with self._lock:
                self._kept[key] = shown
        return shown


def _is_whole(exchange: Exchange, documents: Mapping[str, Document]) -> bool:
    """Whether it will look the same next time: a refusal names articles that may be away now."""
    if exchange.state not in (ExchangeState.ANSWERED, ExchangeState.STOPPED):
        return False
    return bool(documents) or bool(exchange.answer and exchange.answer.sentences)
