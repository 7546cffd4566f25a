"""API tokens of programs: JSON, mode 0600, beside the users file; of each only its SHA-256."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from index.errors import UsageError
from ui.web.gate.private_files import locked, read_private, write_private
from ui.web.gate.users import Name, find_users, to_key

PREFIX = "byline_"
"""By this a token is known from keys that clients send because they must send one."""


class Token(BaseModel):
    """What a program may do that knows the token; a token is good to the end of `until`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Name
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    read_only: bool = False
    until: date | None = None
    running: int = Field(default=8, ge=1)
    a_minute: int = Field(default=120, ge=1)


class Tokens(BaseModel):
    """Every token that was given."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    tokens: tuple[Token, ...] = ()

    def named(self, name: str) -> Token | None:
        """The token of this name, however it is capitalised."""
        return next((t for t in self.tokens if to_key(t.name) == to_key(name)), None)

    def known_by(self, text: str) -> Token | None:
        """The token that reads so."""
        return next((t for t in self.tokens if t.sha256 == hashed(text)), None)


def new_token() -> str:
    """A token that nobody guesses: 256 random bits."""
    return PREFIX + secrets.token_urlsafe(32)


def hashed(text: str) -> str:
    """What is kept of a token. Plain SHA-256 will do: what is random needs no salt."""
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()


def find_tokens(users: Path | None = None) -> Path:
    """The tokens file, beside the users file; see `find_users`."""
    return find_users(users).with_name("tokens.json")


def read_tokens(path: Path) -> Tokens:
    """The tokens in the file; none when there is no file; raises as `read_private`."""
    return read_private(path, Tokens, partial(_damaged, path))


def change_tokens(users: Path | None, change: Callable[[Tokens], Tokens]) -> None:
    """Put what `change` makes of the tokens in the file, unless it raises."""
    path = find_tokens(users)
    with locked(path):
        write_private(path, change(read_tokens(path)))


def _damaged(path: Path, problem: str) -> UsageError:
    return UsageError(
        f"{path} is no tokens file that can be used ({problem}): mend it, or move it away and"
        f" run `byline tokens add NAME`"
    )
