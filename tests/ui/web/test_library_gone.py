"""What the page is told when the index is deleted underneath it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from fastapi import FastAPI
from fastapi.testclient import TestClient

from index.index import Index
from index.types import Encoder
from ui.web.context import Context
from ui.web.library.library import Library
from ui.web.routes import library as library_routes
from ui.web.values import USER_KEY, User


def told(library: Library) -> dict[str, Any]:
    app = FastAPI()
    app.include_router(
        library_routes.routes(cast(Context, SimpleNamespace(library=library, shared=False)))
    )

    async def guarded(scope: Any, receive: Any, send: Any) -> None:
        scope[USER_KEY] = User(owner="o")
        await app(scope, receive, send)

    found = TestClient(guarded).get("/byline/api/library").json()
    assert isinstance(found, dict)
    return found


def test_library_says_that_its_index_has_gone_and_how_it_comes_back(
    empty_index: Index, write_articles: Callable[[dict[str, str]], Path], word_encoder: Encoder
) -> None:
    folder = write_articles({"a.md": "It rained.\n"})
    empty_index.sync(folder)
    empty_index.close()
    library = Library(
        empty_index.path, lambda path: Index.open(path, load=lambda name: word_encoder)
    )
    assert (told(library)["articles"], library.problem) == (1, "")
    shutil.rmtree(library.path)
    problem = f"the index at {library.path} is gone: a sync makes it again from {folder}"
    assert (told(library)["problem"], library.folder) == (problem, folder)


def test_folder_is_remembered_from_the_moment_that_the_index_is_opened(
    empty_index: Index, write_articles: Callable[[dict[str, str]], Path]
) -> None:
    folder = write_articles({"a.md": "It rained.\n"})
    empty_index.sync(folder)
    library = Library(empty_index.path, lambda path: empty_index)
    library.answerer()
    shutil.rmtree(library.path)
    assert library.folder == folder


def test_nothing_has_gone_when_there_never_was_an_index(tmp_path: Path) -> None:
    library = Library(tmp_path / "none")
    assert (library.folder, library.problem) == (None, "")
