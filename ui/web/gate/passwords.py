"""Passwords: hashing (Argon2), checking, and which are refused."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from index.errors import UsageError

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST_PASSWORD_CHARS = 10
LONGEST_PASSWORD_CHARS = 1000


def check_password(password: str) -> None:
    """Raise `UsageError` when the password is too short or too long."""
    if len(password) < SHORTEST_PASSWORD_CHARS:
        raise UsageError(
            f"the password is too short: use at least {SHORTEST_PASSWORD_CHARS} characters"
        )
    if len(password) > LONGEST_PASSWORD_CHARS:
        raise UsageError(f"the password is longer than {LONGEST_PASSWORD_CHARS:,} characters")


def hash_password(password: str) -> str:
    """The Argon2id hash to keep, with its salt and parameters; raises as `check_password`."""
    check_password(password)
    return _hasher().hash(_composed(password))


def matches(password_hash: str | None, password: str) -> bool:
    """Whether `password` belongs to the hash.

    Without a hash, for a name that nobody has, it takes as long as a wrong password does.
    """
    from argon2.exceptions import InvalidHashError, VerificationError

    if len(password) > LONGEST_PASSWORD_CHARS:
        return False
    try:
        _hasher().verify(password_hash or _nobodys_hash(), _composed(password))
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def prepare() -> None:
    """Make what the first login would otherwise make, so that it takes no longer than others."""
    _nobodys_hash()


def _composed(password: str) -> str:
    """Keyboards differ in how they send the same accented letter."""
    return unicodedata.normalize("NFC", password)


@lru_cache(maxsize=1)
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher()  # RFC 9106, second recommended option


@lru_cache(maxsize=1)
def _nobodys_hash() -> str:
    import secrets

    return _hasher().hash(secrets.token_urlsafe())
