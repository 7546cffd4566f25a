"""How the page tells where things lie: strangers need not know this machine's folders."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from index.errors import BylineError
from ui.web.articles.places import articles_folder
from ui.web.context import Context

_TELLING = ("folder", "index_path", "problem")


def as_told(content: dict[str, Any], context: Context) -> dict[str, Any]:
    """What a route says; of folders only the last part if others can reach the page."""
    if not context.shared:
        return content
    folders = _known(context)
    told: dict[str, Any] = {
        key: _shortened(content[key], folders) for key in _TELLING if key in content
    }
    if "commands" in content:
        commands: dict[str, str] = content["commands"]
        told["commands"] = {key: _shortened(text, folders) for key, text in commands.items()}
    return {**content, **told}


def _known(context: Context) -> list[Path]:
    """The folders of this machine that may be named, those within others first."""
    folders = [context.library.path, context.kept, context.runs]
    with suppress(BylineError):
        folders.append(articles_folder(context.library))
    return sorted(folders, key=lambda folder: len(folder.parts), reverse=True)


def _shortened(text: str, folders: Iterable[Path]) -> str:
    for folder in folders:
        if folder.name:
            text = text.replace(str(folder), folder.name)
    return text
