"""The users file: JSON, mode 0600, a name and a password hash for each user."""

from __future__ import annotations

import hashlib
import os
import re
import stat
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Annotated

from platformdirs import user_data_path
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from index.errors import UsageError
from ui.web.gate.private_files import locked, read_private, write_private

VARIABLE = "BYLINE_USERS"
_NAME = re.compile(r"[\w.@+-]{1,64}")


def _as_name(text: str) -> str:
    """Python decides what a letter is, for the file as for the command: pydantic differs."""
    if not _NAME.fullmatch(text):
        raise ValueError("use letters, digits and . _ - + @, at most 64")
    return text


Name = Annotated[str, AfterValidator(_as_name)]


class Account(BaseModel):
    """One user as the file holds it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Name
    password_hash: str = Field(pattern=r"^\$argon2id\$[\x21-\x7e]{20,500}$")

    @property
    def key(self) -> str:
        """The name as it is compared; see `to_key`."""
        return to_key(self.name)

    @property
    def password_mark(self) -> str:
        """Changes with the password; says nothing about it."""
        return hashlib.sha256(self.password_hash.encode()).hexdigest()


class Accounts(BaseModel):
    """Everybody who may log in."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    users: tuple[Account, ...] = ()

    def find(self, name: str) -> Account | None:
        """The user of this name, however it is capitalised; None if there is none."""
        key = to_key(name)
        return next((account for account in self.users if account.key == key), None)

    def with_account(self, account: Account) -> Accounts:
        """These and `account`, which takes the place of one of the same name."""
        others = self.without(account.name).users
        return Accounts(users=tuple(sorted((*others, account), key=lambda user: user.key)))

    def without(self, name: str) -> Accounts:
        """These but for the user of this name."""
        key = to_key(name)
        return Accounts(users=tuple(account for account in self.users if account.key != key))


def to_key(name: str) -> str:
    """Names that look alike but for capitals and width are one name."""
    return unicodedata.normalize("NFKC", name).casefold()


def find_users(given: Path | None = None) -> Path:
    """The users file: `given`, else the environment variable BYLINE_USERS, else the user's."""
    named = given or os.environ.get(VARIABLE)
    if named:
        return Path(named).expanduser().absolute()
    return user_data_path("byline", appauthor=False) / "users.json"


def read_accounts(path: Path) -> Accounts:
    """Everybody in the file; nobody when there is no file.

    Raises:
        UsageError: the file is damaged or names somebody twice.
        StorageError: it cannot be read.
    """
    accounts = read_private(path, Accounts, partial(_damaged, path))
    _check_names(path, (account.name for account in accounts.users))
    return accounts


class UsersFile:
    """A users file that is being changed."""

    def __init__(self, path: Path, accounts: Accounts) -> None:
        self.path, self.accounts = path, accounts

    def find(self, name: str) -> Account:
        """The user of this name; raises `UsageError` when there is none."""
        found = self.accounts.find(name)
        if found is None:
            raise UsageError(f"{self.path}: there is no user {name}; see `byline users list`")
        return found


@contextmanager
def changing(given: Path | None) -> Iterator[UsersFile]:
    """The users file (see `find_users`) to be changed; written at the end, unless that fails."""
    path = find_users(given)
    with locked(path):
        file = UsersFile(path, read_accounts(path))
        yield file
        write_private(path, file.accounts)


def check_name(name: str) -> None:
    """Raise `UsageError` when nobody can be called so."""
    try:
        _as_name(name)
    except ValueError as error:
        raise UsageError(f"{name} cannot be a user's name: {error}") from error


def is_open_to_others(path: Path) -> bool:
    """Whether somebody else on this machine may read or change the file."""
    if sys.platform == "win32":
        return False
    return bool(stat.S_IMODE(path.stat().st_mode) & 0o077)


def _check_names(path: Path, names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if to_key(name) in seen:
            raise _damaged(path, f"{name} is there twice")
        seen.add(to_key(name))


def _damaged(path: Path, problem: str) -> UsageError:
    return UsageError(
        f"{path} is no users file that can be used ({problem}): mend it, or move it away and"
        f" run `byline users add NAME`"
    )
