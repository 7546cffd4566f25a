"""`Conversations`: every question is kept before it is answered, and its answer once it ends."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from index.errors import UsageError
from index.store.rows import to_document, to_record
from index.types import Document
from rag.export.characters import in_one_line
from rag.export.stored import from_json, to_json
from ui.web.conversations.schema import connected, prepare, storage_errors, transaction
from ui.web.values import AskSettings, Conversation, Exchange, ExchangeState

FILE_NAME = "conversations.sqlite3"
LONGEST_TITLE_CHARS = 80

_EXCHANGES = """
SELECT e.exchange_id, e.question, e.asked_at, e.settings, e.state, e.answer, e.problem
FROM exchanges e JOIN conversations c USING (conversation_id)
WHERE c.owner = ? AND """
# Beside max(), SQLite takes the other columns from the row that has the maximum.
_LISTED = """
SELECT c.conversation_id, c.title, c.started, e.asked_at, count(*), max(e.row) AS newest
FROM conversations c JOIN exchanges e USING (conversation_id)
WHERE c.owner = ? GROUP BY c.conversation_id ORDER BY newest DESC"""


class UnknownConversationError(UsageError):
    """There is no such conversation, or it is somebody else's: nobody learns which."""

    def __init__(self) -> None:
        super().__init__("There is no such conversation.")


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

    def close(self) -> None:
        """Nothing is open between two calls."""

    def listed(self, owner: str) -> tuple[Conversation, ...]:
        """The conversations of `owner`, the one asked last first."""
        with self._reading() as connection:
            rows = connection.execute(_LISTED, (owner,)).fetchall()
        return tuple(_to_conversation(row) for row in rows)

    def exchanges(self, owner: str, conversation_id: str) -> tuple[Exchange, ...]:
        """What was asked and answered, oldest first; () for a conversation that nobody has.

        Raises:
            UnknownConversationError: it is somebody else's.
        """
        with self._reading() as connection:
            _is_known(connection, owner, conversation_id)
            rows = connection.execute(
                f"{_EXCHANGES} e.conversation_id = ? ORDER BY e.row", (owner, conversation_id)
            ).fetchall()
        return tuple(self._to_exchange(row) for row in rows)

    def exchange(self, owner: str, exchange_id: str) -> Exchange | None:
        """One exchange of `owner`; None when there is none."""
        with self._reading() as connection:
            row = connection.execute(
                f"{_EXCHANGES} e.exchange_id = ?", (owner, exchange_id)
            ).fetchone()
        return self._to_exchange(row) if row else None

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
            question=_storable(question),
            asked_at=datetime.now(UTC),
            settings=settings,
        )
        with self._writing() as connection:
            if not _is_known(connection, owner, conversation_id):
                _insert_conversation(connection, owner, conversation_id, exchange)
            _delete_from(connection, conversation_id, settings.replaces)
            _insert_exchange(connection, conversation_id, exchange)
        return exchange

    def settle(self, exchange: Exchange, documents: Iterable[Document]) -> None:
        """Keep how an exchange ended, and the documents that it cites, as they were.

        Nothing happens when the exchange was deleted meanwhile.
        """
        answer = to_json([exchange.answer]) if exchange.answer else None
        with self._writing() as connection:
            row = _row_of(connection, exchange.exchange_id)
            if row is None:
                return
            connection.execute(
                "UPDATE exchanges SET state = ?, answer = ?, problem = ? WHERE row = ?",
                (exchange.state, answer, _storable(exchange.problem), row),
            )
            for document in documents:
                _insert_cited(connection, row, document)

    def cited_document(self, doc_id: str, version: str) -> Document | None:
        """The document in the version that a kept answer cites; None when none does."""
        with self._reading() as connection:
            row = connection.execute(
                "SELECT record, text FROM documents WHERE doc_id = ? AND version = ?",
                (doc_id, version),
            ).fetchone()
        return to_document(*row) if row else None

    def rename(self, owner: str, conversation_id: str, title: str) -> None:
        """Give a conversation another title, which is shortened when it is long.

        Raises:
            UsageError: the title is blank.
            UnknownConversationError: `owner` has no such conversation.
        """
        shortened = shorten_title(title)
        if not shortened:
            raise UsageError("A conversation needs a name: type one.")
        with self._writing() as connection:
            _check_known(connection, owner, conversation_id)
            connection.execute(
                "UPDATE conversations SET title = ? WHERE conversation_id = ?",
                (shortened, conversation_id),
            )

    def delete(self, owner: str, conversation_id: str) -> None:
        """Forget a conversation, and the document versions that no other one cites.

        Raises:
            UnknownConversationError: `owner` has no such conversation.
        """
        with self._writing() as connection:
            _check_known(connection, owner, conversation_id)
            connection.execute(
                "DELETE FROM conversations WHERE conversation_id = ?", (conversation_id,)
            )

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with (
            storage_errors(self.path),
            connected(self.path) as connection,
            transaction(connection, writing=False),
        ):
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with (
            storage_errors(self.path),
            connected(self.path) as connection,
            transaction(connection),
        ):
            yield connection

    def _to_exchange(self, row: tuple[Any, ...]) -> Exchange:
        exchange_id, question, asked_at, settings, state, answer, problem = row
        return Exchange(
            exchange_id=exchange_id,
            question=question,
            asked_at=datetime.fromisoformat(asked_at),
            settings=AskSettings.model_validate_json(settings),
            state=ExchangeState(state),
            answer=from_json(answer, where=str(self.path))[0] if answer else None,
            problem=problem,
        )


def shorten_title(text: str) -> str:
    """`text` in one line of at most 80 characters, cut after a word where that is possible."""
    whole = in_one_line(text[: 40 * LONGEST_TITLE_CHARS])
    if len(whole) <= LONGEST_TITLE_CHARS:
        return whole
    cut = whole[: LONGEST_TITLE_CHARS - 1]
    words = cut.rpartition(" ")[0] if not whole[len(cut)].isspace() else cut
    return f"{(words or cut).rstrip()}…"


def _is_known(connection: sqlite3.Connection, owner: str, conversation_id: str) -> bool:
    row = connection.execute(
        "SELECT owner FROM conversations WHERE conversation_id = ?", (conversation_id,)
    ).fetchone()
    if row and row[0] != owner:
        raise UnknownConversationError
    return row is not None


def _check_known(connection: sqlite3.Connection, owner: str, conversation_id: str) -> None:
    if not _is_known(connection, owner, conversation_id):
        raise UnknownConversationError


def _insert_conversation(
    connection: sqlite3.Connection, owner: str, conversation_id: str, first: Exchange
) -> None:
    title = shorten_title(first.question)
    connection.execute(
        "INSERT INTO conversations VALUES (?, ?, ?, ?)",
        (conversation_id, owner, title, first.asked_at.isoformat()),
    )


def _insert_exchange(
    connection: sqlite3.Connection, conversation_id: str, exchange: Exchange
) -> None:
    connection.execute(
        "INSERT INTO exchanges (exchange_id, conversation_id, asked_at, question, settings, state,"
        " problem) VALUES (?, ?, ?, ?, ?, ?, '')",
        (
            exchange.exchange_id,
            conversation_id,
            exchange.asked_at.isoformat(),
            exchange.question,
            exchange.settings.model_dump_json(),
            exchange.state,
        ),
    )


def _delete_from(connection: sqlite3.Connection, conversation_id: str, exchange_id: str) -> None:
    connection.execute(
        "DELETE FROM exchanges WHERE conversation_id = :id AND row >="
        " (SELECT row FROM exchanges WHERE conversation_id = :id AND exchange_id = :from)",
        {"id": conversation_id, "from": exchange_id},
    )


def _row_of(connection: sqlite3.Connection, exchange_id: str) -> int | None:
    row = connection.execute(
        "SELECT row FROM exchanges WHERE exchange_id = ?", (exchange_id,)
    ).fetchone()
    return row[0] if row else None


def _insert_cited(connection: sqlite3.Connection, exchange_row: int, document: Document) -> None:
    key = (document.doc_id, document.version)
    connection.execute(
        "INSERT OR IGNORE INTO documents (doc_id, version, record, text) VALUES (?, ?, ?, ?)",
        (*key, to_record(document), document.text),
    )
    connection.execute(
        "INSERT OR IGNORE INTO cited SELECT ?, row FROM documents WHERE doc_id = ? AND version = ?",
        (exchange_row, *key),
    )


def _storable(text: str) -> str:
    """`text` with U+FFFD for each half of a surrogate pair, which SQLite does not take."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _to_conversation(row: tuple[Any, ...]) -> Conversation:
    conversation_id, title, started, last_asked, questions, _ = row
    return Conversation(
        conversation_id=conversation_id,
        title=title,
        started=datetime.fromisoformat(started),
        last_asked=datetime.fromisoformat(last_asked),
        questions=questions,
    )
