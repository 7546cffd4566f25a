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
from pathlib import Path
from typing import Annotated

from filelock import FileLock, Timeout
from platformdirs import user_data_path
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from index.errors import StorageError, UsageError
from index.files import replace_file

VARIABLE = "BYLINE_USERS"
_NAME = re.compile(r"[\w.@+-]{1,64}")


def _as_name(text: str) -> str:
    """Python decides what a letter is, for the file as for the command: pydantic differs."""
    if not _NAME.fullmatch(text):
        raise ValueError("use letters, digits and . _ - + @, at most 64")
    return text


class Account(BaseModel):
    """One user as the file holds it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Annotated[str, AfterValidator(_as_name)]
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
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Accounts()
    except OSError as error:
        raise StorageError(f"{path}: the users cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise _damaged(path, "no UTF-8 text") from error
    try:
        accounts = Accounts.model_validate_json(text)
    except ValidationError as error:
        raise _damaged(path, _first_problem(error)) from error
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
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = FileLock(path.with_name(f"{path.name}.lock"), timeout=0)
    try:
        with lock:
            file = UsersFile(path, read_accounts(path))
            yield file
            write_accounts(path, file.accounts)
    except Timeout as error:
        raise UsageError(f"{path} is being changed by another command: try again") from error


def check_name(name: str) -> None:
    """Raise `UsageError` when nobody can be called so."""
    try:
        _as_name(name)
    except ValueError as error:
        raise UsageError(f"{name} cannot be a user's name: {error}") from error


def write_accounts(path: Path, accounts: Accounts) -> None:
    """Put the users in place of those in the file."""
    text = accounts.model_dump_json(indent=2) + "\n"
    replace_file(path, lambda temporary: _write_private(temporary, text))


def is_open_to_others(path: Path) -> bool:
    """Whether somebody else on this machine may read or change the file."""
    if sys.platform == "win32":
        return False
    return bool(stat.S_IMODE(path.stat().st_mode) & 0o077)


def _write_private(path: Path, text: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with open(descriptor, "w", encoding="utf-8") as file:
        file.write(text)


def _check_names(path: Path, names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if to_key(name) in seen:
            raise _damaged(path, f"{name} is there twice")
        seen.add(to_key(name))


def _first_problem(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    where = ".".join(str(part) for part in first["loc"])
    message = first["msg"]
    return f"{where}: {message}" if where else message


def _damaged(path: Path, problem: str) -> UsageError:
    return UsageError(
        f"{path} is no users file that can be used ({problem}): mend it, or move it away and"
        f" run `byline users add NAME`"
    )
