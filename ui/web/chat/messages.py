"""Chat messages of an exchange: the question, and what came of it; kept once it is whole."""

import threading
from collections.abc import Iterable, Mapping

from cachetools import LRUCache

from index.types import Document
from ui.web.chat.answering import Answering
from ui.web.chat.render import render_outcome, render_question
from ui.web.values import Exchange, ExchangeState

Message = dict[str, str]

MOST_KEPT = 2000
MOST_GROWING = 200


def to_messages(
    exchange: Exchange, documents: Mapping[str, Document], ahead: int | None = None
) -> list[Message]:
    """The exchange as the chat component takes it; `ahead` questions are answered before it."""
    return [
        {"role": "user", "content": render_question(exchange.question)},
        {"role": "assistant", "content": render_outcome(exchange, documents, ahead)},
    ]


class _Growing:
    """The messages of an exchange as it is now, made once for all pages that follow it."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.made_of: tuple[Exchange, int | None] | None = None
        self.messages: list[Message] = []


class Rendered:
    """The messages of exchanges. Thread-safe.

    Whatever is asked for may wait: for the disk, or for an index that is being published.
    """

    def __init__(self, answering: Answering) -> None:
        self.answering = answering
        self._kept: LRUCache[tuple[str, str], list[Message]] = LRUCache(MOST_KEPT)
        self._growing: LRUCache[str, _Growing] = LRUCache(MOST_GROWING)
        self._lock = threading.Lock()

    def messages(self, owner: str, exchange_ids: Iterable[str]) -> list[Message]:
        """Those of `owner`'s exchanges, in their order; one that is gone has none."""
        return [message for key in exchange_ids for message in self._of(owner, key)]

    def growing(self, exchange: Exchange, ahead: int | None) -> list[Message]:
        """Those of an exchange that is being answered; see `to_messages`."""
        with self._lock:
            newest = self._growing.setdefault(exchange.exchange_id, _Growing())
        with newest.lock:
            made_of = newest.made_of
            if made_of is None or made_of[0] is not exchange or made_of[1] != ahead:
                documents = self.answering.documents(exchange)
                newest.messages = to_messages(exchange, documents, ahead)
                newest.made_of = exchange, ahead
            return newest.messages

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
