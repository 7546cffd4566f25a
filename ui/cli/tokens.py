"""`byline tokens`: add, list and remove the tokens by which programs come in."""

import sys
from datetime import date
from pathlib import Path

from index.errors import UsageError
from ui.cli.options import to_date
from ui.web.gate.tokens import (
    Token,
    Tokens,
    change_tokens,
    find_tokens,
    hashed,
    new_token,
    read_tokens,
)
from ui.web.gate.users import check_name


def add(
    name: str,
    read_only: bool = False,
    until: str | None = None,
    running: int = 8,
    a_minute: int = 120,
    users: Path | None = None,
) -> None:
    """Make a token and print it, this once."""
    check_name(name)
    last = to_date(until, "--until", last=True)
    if last and last < date.today():
        raise UsageError(f"--until {until}: that day is past")
    text = new_token()
    token = Token(
        name=name,
        sha256=hashed(text),
        read_only=read_only,
        until=last,
        running=running,
        a_minute=a_minute,
    )

    def added(kept: Tokens) -> Tokens:
        if kept.named(name):
            raise UsageError(f"there is a token {name}: `byline tokens remove {name}` ends it")
        return Tokens(tokens=(*kept.tokens, token))

    change_tokens(users, added)
    print(text)
    print("Keep it: it is not shown again. Programs send it as their API key.", file=sys.stderr)


def list_tokens(users: Path | None = None) -> None:
    """List the tokens by name, with what they may do."""
    path = find_tokens(users)
    tokens = read_tokens(path).tokens
    for token in tokens:
        print("\t".join([token.name, *_limits(token)]))
    if not tokens:
        print(f"None yet: run `byline tokens add NAME` ({path})", file=sys.stderr)


def remove(name: str, users: Path | None = None) -> None:
    """End a token; whoever sends it is refused from now on."""

    def left(kept: Tokens) -> Tokens:
        known = kept.named(name)
        if known is None:
            raise UsageError(f"there is no token {name}; see `byline tokens list`")
        return Tokens(tokens=tuple(token for token in kept.tokens if token is not known))

    change_tokens(users, left)
    print(f"{name} is refused from now on")


def _limits(token: Token) -> list[str]:
    until = f"until {token.until}" if token.until else "without end"
    if token.until and token.until < date.today():
        until = f"expired after {token.until}"
    may = "reads only" if token.read_only else "reads and syncs"
    return [may, until, f"{token.running} at once", f"{token.a_minute} a minute"]
