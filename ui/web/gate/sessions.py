"""Login sessions: a cookie holds a random token, the file only its SHA-256."""

from __future__ import annotations

import hashlib
import logging
import secrets
import sqlite3
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from index.errors import StorageError
from index.store.sqlite import connect

FILE_NAME = "sessions.sqlite3"
LASTS_S = 30 * 24 * 3600
RENEWED_AFTER_S = 3600  # an expiry is moved at most once an hour: each move is a write to disk
_BUSY_TIMEOUT_S = 2.0

_logger = logging.getLogger(__name__)

_SCHEMA = """
CREATE TABLE IF NOT EXISTS session (
    token_hash TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    password_mark TEXT NOT NULL,
    expires REAL NOT NULL
) STRICT, WITHOUT ROWID
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Somebody who logged in: as whom, and with which password."""

    name: str
    password_mark: str
    renewed: bool = False  # its expiry was moved just now, so the cookie's must be, too


class Sessions:
    """The sessions in one SQLite file. Thread-safe; lasts until it is ended or 30 days unused."""

    def __init__(self, connection: sqlite3.Connection, clock: Callable[[], float]) -> None:
        self._connection = connection
        self._clock = clock
        self._lock = threading.Lock()
        self._ended: set[str] = set()  # those that could not be taken out of the file

    @classmethod
    def open(cls, path: Path, clock: Callable[[], float] = time.time) -> Sessions:
        """The sessions at `path`, made when there are none.

        Raises:
            StorageError: the file cannot be used.
        """
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            path.touch(mode=0o600)
            connection = connect(path, busy_timeout_s=_BUSY_TIMEOUT_S)
            connection.execute(_SCHEMA)
        except (OSError, sqlite3.Error) as error:
            raise StorageError(
                f"{path}: the sessions cannot be used ({error}); if you delete the file, everybody"
                f" must log in again"
            ) from error
        return cls(connection, clock)

    def begin(self, name: str, password_mark: str) -> str:
        """A new session's token, to be given to the browser and kept nowhere else.

        Raises:
            StorageError: it cannot be written down.
        """
        token = secrets.token_urlsafe(32)
        now = self._clock()
        try:
            with self._lock:
                self._connection.execute("DELETE FROM session WHERE expires <= ?", (now,))
                self._connection.execute(
                    "INSERT INTO session VALUES (?, ?, ?, ?)",
                    (_hash(token), name, password_mark, now + LASTS_S),
                )
        except sqlite3.Error as error:
            raise StorageError(
                f"no session can be kept ({error}): free some space or check permissions"
            ) from error
        return token

    def find(self, token: str) -> Session | None:
        """The session of the token, which lasts on from now; None when there is none any more."""
        now = self._clock()
        with self._lock:
            row = self._connection.execute(
                "SELECT name, password_mark, expires FROM session"
                " WHERE token_hash = ? AND expires > ?",
                (_hash(token), now),
            ).fetchone()
            if row is None or _hash(token) in self._ended:
                return None
            name, password_mark, expires = row
            renewed = now + LASTS_S - expires > RENEWED_AFTER_S and self._renew(token, now)
        return Session(name=name, password_mark=password_mark, renewed=renewed)

    def end(self, token: str) -> None:
        """Forget the session; nothing happens when there is none."""
        with self._lock:
            try:
                self._connection.execute(
                    "DELETE FROM session WHERE token_hash = ?", (_hash(token),)
                )
            except sqlite3.Error as error:
                self._ended.add(_hash(token))
                _logger.error("an ended session is ended only until Byline is: %s", error)

    def _renew(self, token: str, now: float) -> bool:
        """Whether the session lasts longer now: on a full disk it lasts as long as it did."""
        try:
            self._connection.execute(
                "UPDATE session SET expires = ? WHERE token_hash = ?", (now + LASTS_S, _hash(token))
            )
        except sqlite3.Error as error:
            _logger.error("a session could not be renewed: %s", error)
            return False
        return True


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
