"""How the page tells where things lie: strangers need not know this machine's folders."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from index.errors import BylineError
from ui.web.articles.places import articles_folder
from ui.web.context import Context


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
