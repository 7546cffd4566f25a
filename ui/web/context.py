"""What every route of the page needs, put together once when the server starts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request

from ui.web.chat.answering import Answering
from ui.web.conversations.store import Conversations
from ui.web.library.library import Library
from ui.web.values import USER_KEY, User


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The parts behind the page. `kept` is the folder of what users leave there.

    `shared` says whether others than whoever runs Byline can reach the page.
    """

    library: Library
    conversations: Conversations
    answering: Answering
    kept: Path
    runs: Path
    shared: bool = False


def current_user(request: Request) -> User:
    """Who sent `request`; the guard has seen to it that there is somebody."""
    user = request.scope[USER_KEY]
    assert isinstance(user, User)
    return user
