"""Authentication: who sends a request: a browser without login, or an account with it."""

from __future__ import annotations

import hashlib
import logging
import math
import re
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from starlette.types import Scope

from index.errors import BylineError
from ui.web.gate import passwords
from ui.web.gate.addresses import LOOPBACK, is_among, to_client
from ui.web.gate.cookies import read_cookie, write_cookie
from ui.web.gate.private_files import Watched
from ui.web.gate.rate_limit import Throttle
from ui.web.gate.sessions import FILE_NAME, LASTS_S, Sessions
from ui.web.gate.users import read_accounts, to_key
from ui.web.values import User

BROWSER_COOKIE = "byline-browser"
BROWSER_LASTS_S = 365 * 24 * 3600
GIVEN_WITH = "/byline/page.js"
GIVEN_LAST = (
    "/gradio_api/queue/join"  # a question, when cookies were deleted while the page is open
)

LONGEST_TYPED_CHARS = 200  # a name has at most 64, but its accents may be sent by themselves
LONGEST_NAMED_CHARS = 64  # of a name in the log
UNREADABLE = "Nobody can log in at the moment. The terminal in which Byline runs says why."

_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Admission:
    """Who sent a request, and the Set-Cookie values that its response must carry."""

    user: User | None
    cookies: tuple[str, ...] = ()


class Access(Protocol):
    """How the guard finds out who is there."""

    @property
    def login(self) -> bool:
        """Whether nobody comes in without a password."""
        ...

    def admit(self, scope: Scope) -> Admission:
        """Who sent the request; `user` is None when there must be a login first."""
        ...


class BrowserAccess:
    """No login: whoever can reach the page may use it, and every browser is a user.

    A browser that asks for the page without its cookie may have one all the same: it keeps it to
    itself when a link on another site's page led here. What the page then asks for comes with it.
    So the cookie is given with the page's script, before which no other script of ours runs.
    """

    login = False

    def admit(self, scope: Scope) -> Admission:
        """The browser by its cookie; a new browser gets one."""
        token = read_cookie(scope, BROWSER_COOKIE)
        known = bool(_TOKEN.fullmatch(token))
        if not known:
            token = secrets.token_urlsafe(32)
        owner = f"browser:{hashlib.sha256(token.encode()).hexdigest()}"
        # With the script to known browsers, too: a year of not coming ends it, not one of coming.
        send = scope["path"] == GIVEN_WITH or (not known and scope["path"] == GIVEN_LAST)
        cookie = write_cookie(scope, BROWSER_COOKIE, token, BROWSER_LASTS_S)
        user = User(owner=owner, client=_elsewhere(scope))
        return Admission(user=user, cookies=(cookie,) if send else ())


class LoginRefused(Exception):
    """The login was not granted; the message may be shown."""


class AccountAccess:
    """Login with name and password. Thread-safe."""

    login = True

    def __init__(self, users: Path, sessions: Sessions, cookie: str, throttle: Throttle) -> None:
        self.cookie = cookie
        self._accounts = Watched(users, read_accounts, "nobody can log in")
        self._sessions = sessions
        self._throttle = throttle

    @classmethod
    def open(cls, users: Path, kept: Path) -> AccountAccess:
        """The accounts of the file `users`, with sessions in the folder `kept`.

        Raises:
            StorageError: the sessions cannot be used.
        """
        passwords.prepare()
        # Cookies know no ports: two servers on one machine must not end each other's sessions.
        name = f"byline-session-{hashlib.sha256(str(kept).encode()).hexdigest()[:8]}"
        return cls(users, Sessions.open(kept / FILE_NAME), name, Throttle())

    def admit(self, scope: Scope) -> Admission:
        """The account that is logged in, as long as its password is the one it logged in with."""
        token = read_cookie(scope, self.cookie)
        session = self._sessions.find(token) if _TOKEN.fullmatch(token) else None
        if session is None:
            return Admission(user=None)
        accounts = self._accounts.get()
        account = accounts.find(session.name) if accounts else None
        if account is None or account.password_mark != session.password_mark:
            return Admission(user=None)
        user = User(owner=f"account:{account.key}", name=account.name)
        cookies = (write_cookie(scope, self.cookie, token, LASTS_S),) if session.renewed else ()
        return Admission(user=user, cookies=cookies)

    def log_in(self, name: str, password: str, address: str) -> str:
        """The token of a new session; takes a tenth of a second on purpose.

        Raises:
            LoginRefused: name or password are wrong, or were so too often.
        """
        name = name.strip()[:LONGEST_TYPED_CHARS]
        key = to_key(name)
        wait_s = self._throttle.enter(key, address)
        if wait_s:
            raise LoginRefused(f"That was wrong too often. Try again in {_minutes(wait_s)}.")
        accounts = self._accounts.get()
        if accounts is None:
            raise LoginRefused(UNREADABLE)
        account = accounts.find(name)
        if not passwords.matches(account.password_hash if account else None, password):
            _logger.warning(
                "failed login as %s from %s", ascii(name[:LONGEST_NAMED_CHARS]), address
            )
            raise LoginRefused("Name or password is wrong.")
        assert account is not None
        self._throttle.succeeded(key, address)
        try:
            return self._sessions.begin(account.name, account.password_mark)
        except BylineError as error:
            _logger.error("nobody can log in: %s", error)
            raise LoginRefused(UNREADABLE) from error

    def log_out(self, scope: Scope) -> str:
        """End the session; the Set-Cookie value that takes its cookie away."""
        token = read_cookie(scope, self.cookie)
        if token:
            self._sessions.end(token)
        return write_cookie(scope, self.cookie, "", 0)


def _elsewhere(scope: Scope) -> str:
    """The client's address as limits count it; "" on this machine."""
    address = str((scope.get("client") or [""])[0])
    return "" if is_among(address, LOOPBACK) else to_client(address)


def _minutes(wait_s: float) -> str:
    minutes = math.ceil(wait_s / 60)
    return "a minute" if minutes == 1 else f"{minutes} minutes"
