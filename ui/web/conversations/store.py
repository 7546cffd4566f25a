"""`Conversations`, the conversation store: a question is kept before it is answered."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from index.errors import UsageError
from index.store.rows import to_document, to_record
from index.types import Document
from rag.export.stored import to_json
from ui.web.conversations.rows import (
    EXCHANGES,
    LISTED,
    OUTLINE,
    THUMBS,
    Thumb,
    UnknownConversationError,
    check_known,
    is_known,
    shorten_title,
    storable,
    to_exchange,
)
from ui.web.conversations.schema import opened, prepare
from ui.web.values import AskSettings, Conversation, Exchange

__all__ = ["FILE_NAME", "Conversations", "UnknownConversationError"]

FILE_NAME = "conversations.sqlite3"


class Conversations:
    """The conversations of every user. Safe to use from several threads and processes."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @classmethod
    def open(cls, folder: Path) -> Conversations:
        """Those kept in `folder`, which is made, for its owner alone, if it is not there.

        Raises:
            StorageError: it cannot be made or read, is damaged, or has another format.
        """
        path = folder / FILE_NAME
        prepare(path)
        return cls(path)

    def listed(self, owner: str) -> tuple[Conversation, ...]:
        """The conversations of `owner`, the one asked last first."""
        return tuple(
            Conversation(
                id=key,
                title=title,
                last_asked=datetime.fromisoformat(last_asked),
                questions=questions,
            )
            for key, title, last_asked, questions, _ in self._rows(LISTED, owner)
        )

    def exchanges(self, owner: str, conversation_id: str) -> tuple[Exchange, ...]:
        """What was asked and answered, oldest first; () for a conversation that nobody has.

        Raises:
            UnknownConversationError: it is somebody else's.
        """
        query = f"{EXCHANGES} e.conversation_id = ? ORDER BY e.row"
        return tuple(map(to_exchange, self._rows(query, owner, conversation_id, of=owner)))

    def outline(self, owner: str, conversation_id: str) -> tuple[tuple[str, str, str], ...]:
        """As `exchanges`, without their answers: id, question and state of each."""
        return tuple(self._rows(OUTLINE, conversation_id, of=owner))

    def exchange_ids(self, owner: str, conversation_id: str) -> tuple[str, ...]:
        """As `exchanges`, without reading them."""
        return tuple(key for key, _, _ in self.outline(owner, conversation_id))

    def exchange(self, owner: str, exchange_id: str) -> Exchange | None:
        """One exchange of `owner`; None when there is none."""
        rows = self._rows(f"{EXCHANGES} e.exchange_id = ?", owner, exchange_id)
        return to_exchange(rows[0]) if rows else None

    def begin(
        self, owner: str, conversation_id: str, question: str, settings: AskSettings
    ) -> Exchange:
        """Keep a question that is about to be answered; a new id makes a conversation.

        `settings.replaces` and every exchange after it go.

        Raises:
            UnknownConversationError: the conversation is somebody else's.
        """
        exchange = Exchange(
            exchange_id=secrets.token_urlsafe(16),
            question=storable(question),
            asked_at=datetime.now(UTC),
            settings=settings,
        )
        with opened(self.path) as connection:
            asked_at, title = exchange.asked_at.isoformat(), shorten_title(exchange.question)
            if not is_known(connection, owner, conversation_id):
                connection.execute(
                    "INSERT INTO conversations VALUES (?, ?, ?, ?)",
                    (conversation_id, owner, title, asked_at),
                )
            connection.execute(
                "DELETE FROM exchanges WHERE conversation_id = :id AND row >= (SELECT row FROM"
                " exchanges WHERE conversation_id = :id AND exchange_id = :replaced)",
                {"id": conversation_id, "replaced": settings.replaces},
            )
            row = (exchange.exchange_id, conversation_id, asked_at, exchange.question)
            connection.execute(
                "INSERT INTO exchanges (exchange_id, conversation_id, asked_at, question, settings,"
                " state, problem) VALUES (?, ?, ?, ?, ?, ?, '')",
                (*row, settings.model_dump_json(), exchange.state),
            )
        return exchange

    def settle(self, exchange: Exchange, documents: Iterable[Document]) -> None:
        """Keep how an exchange ended, and the documents that it cites, as they were.

        Nothing happens when the exchange was deleted meanwhile.
        """
        answer = to_json([exchange.answer]) if exchange.answer else None
        with opened(self.path) as connection:
            found = connection.execute(
                "SELECT row FROM exchanges WHERE exchange_id = ?", (exchange.exchange_id,)
            ).fetchone()
            if found is None:
                return
            connection.execute(
                "UPDATE exchanges SET state = ?, answer = ?, problem = ? WHERE row = ?",
                (exchange.state, answer, storable(exchange.problem), *found),
            )
            for document in documents:
                key = (document.doc_id, document.version)
                connection.execute(
                    "INSERT OR IGNORE INTO documents (doc_id, version, record, text)"
                    " VALUES (?, ?, ?, ?)",
                    (*key, to_record(document), document.text),
                )
                connection.execute(
                    "INSERT OR IGNORE INTO cited SELECT ?, row FROM documents"
                    " WHERE doc_id = ? AND version = ?",
                    (*found, *key),
                )

    def cited_document(self, doc_id: str, version: str) -> Document | None:
        """The document in the version that a kept answer cites; None when none does."""
        query = "SELECT record, text FROM documents WHERE doc_id = ? AND version = ?"
        rows = self._rows(query, doc_id, version)
        return to_document(*rows[0]) if rows else None

    def rename(self, owner: str, conversation_id: str, title: str) -> None:
        """Give a conversation another title, which is shortened when it is long.

        Raises:
            UsageError: the title is blank.
            UnknownConversationError: `owner` has no such conversation.
        """
        shortened = shorten_title(title)
        if not shortened:
            raise UsageError("A conversation needs a name: type one.")
        with opened(self.path) as connection:
            check_known(connection, owner, conversation_id)
            connection.execute(
                "UPDATE conversations SET title = ? WHERE conversation_id = ?",
                (shortened, conversation_id),
            )

    def delete(self, owner: str, conversation_id: str) -> None:
        """Forget a conversation, and the document versions that no other one cites.

        Raises:
            UnknownConversationError: `owner` has no such conversation.
        """
        with opened(self.path) as connection:
            check_known(connection, owner, conversation_id)
            connection.execute(
                "DELETE FROM conversations WHERE conversation_id = ?", (conversation_id,)
            )

    def thumbs(self, owner: str, conversation_id: str) -> dict[str, Thumb]:
        """What `owner` thought of the answers of a conversation, by exchange."""
        return {
            exchange_id: Thumb(feedback_id=feedback_id, verdict=verdict)
            for exchange_id, feedback_id, verdict in self._rows(THUMBS, owner, conversation_id)
        }

    def set_thumb(self, exchange_id: str, thumb: Thumb) -> None:
        """Keep what somebody thinks of an answer now; nothing when it was deleted meanwhile."""
        with opened(self.path) as connection:
            connection.execute(
                "INSERT OR REPLACE INTO thumbs SELECT row, ?, ? FROM exchanges"
                " WHERE exchange_id = ?",
                (thumb.feedback_id, thumb.verdict, exchange_id),
            )

    def _rows(self, query: str, *values: str, of: str = "") -> list[tuple[Any, ...]]:
        """What `query` finds; raises when its conversation, the last value, is not one of `of`."""
        with opened(self.path, writing=False) as connection:
            if of:
                is_known(connection, of, values[-1])
            return connection.execute(query, values).fetchall()
