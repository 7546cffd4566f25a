"""Application context shared by all routes; the current user; folder paths hidden from others."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Annotated

from fastapi import Depends
from starlette.requests import Request

from index.errors import BylineError
from ui.web.articles.places import articles_folder, removed_folder
from ui.web.articles.removing import removed_files
from ui.web.articles.syncing import Syncing
from ui.web.chat.answering import Answering
from ui.web.conversations.store import Conversations
from ui.web.library.library import Library
from ui.web.values import User, user_of


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
    syncing: Syncing = field(init=False)

    def __post_init__(self) -> None:
        away = removed_folder(self.kept, self.library.path)
        syncing = Syncing(self.library, partial(removed_files, away))
        object.__setattr__(self, "syncing", syncing)


def current_user(request: Request) -> User:
    """Who sent `request`."""
    return user_of(request.scope)


CurrentUser = Annotated[User, Depends(current_user)]
"""Whom a route answers."""


def teller(context: Context) -> Callable[[str], str]:
    """What makes of a text about folders the one to show: their last parts if others look on."""
    if not context.shared:
        return str
    folders = [context.library.path, context.kept, context.runs]
    with suppress(BylineError):
        folders.append(articles_folder(context.library))
    folders.sort(key=lambda folder: len(folder.parts), reverse=True)  # those within others first

    def tell(text: str) -> str:
        for folder in folders:
            if folder.name:
                text = text.replace(str(folder), folder.name)
        return text

    return tell
