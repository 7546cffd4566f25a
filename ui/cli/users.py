"""`byline users`: add, list and remove the accounts that may log in to the web chat."""

import sys
from pathlib import Path

from index.errors import UsageError
from ui.web.gate.passwords import check_password, hash_password
from ui.web.gate.users import Account, changing, check_name, find_users, read_accounts


def add(name: str, users: Path | None = None) -> None:
    """Add a user; asks for the password, or reads it from standard input when that is piped."""
    check_name(name)
    with changing(users) as file:
        if file.accounts.find(name):
            raise UsageError(f"{name} is a user already: `byline users password {name}` changes it")
        account = Account(name=name, password_hash=_new_hash(name))
        file.accounts = file.accounts.with_account(account)
    print(f"{name} may log in now, wherever Byline is started with --auth ({file.path})")


def password(name: str, users: Path | None = None) -> None:
    """Give a user another password; whoever is logged in with the old one is logged out."""
    with changing(users) as file:
        known = file.find(name)
        account = Account(name=known.name, password_hash=_new_hash(known.name))
        file.accounts = file.accounts.with_account(account)
    print(f"{known.name} has another password now")


def remove(name: str, users: Path | None = None) -> None:
    """Remove a user; whoever is logged in under the name is logged out."""
    with changing(users) as file:
        known = file.find(name)
        file.accounts = file.accounts.without(name)
    print(
        f"{known.name} may not log in any more. The conversations stay: whoever is added under"
        f" this name later will see them"
    )


def list_users(users: Path | None = None) -> None:
    """List the users."""
    path = find_users(users)
    accounts = read_accounts(path)
    for account in accounts.users:
        print(account.name)
    if not accounts.users:
        print(f"Nobody yet: run `byline users add NAME` ({path})", file=sys.stderr)


def _new_hash(name: str) -> str:
    return hash_password(_ask_password(name))


def _ask_password(name: str) -> str:
    """The password, typed twice without being shown, or the first line of what is piped."""
    from getpass import getpass

    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    typed = getpass(f"Password for {name}: ")
    check_password(typed)
    if getpass("Once more: ") != typed:
        raise UsageError("the two passwords are not the same: nothing was changed")
    return typed
