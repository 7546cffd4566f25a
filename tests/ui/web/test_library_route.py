"""What the page knows about the index before anything is asked."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from index.errors import IndexDamagedError, NoIndexError
from index.index import Index, open_or_create
from index.types import Document, Encoder, Vectors
from tests.support.waiting import wait_until
from ui.web.chat.answering import Answering
from ui.web.context import Context
from ui.web.conversations.store import Conversations
from ui.web.library.library import Library
from ui.web.routes import library as library_routes
from ui.web.routes.library import filter_options
from ui.web.values import USER_KEY, AskSettings, User


def document(name: str, **known: Any) -> Document:
    return Document(doc_id=name, version="v", text="", title=name, **known)


def test_values_are_counted_most_first_whatever_their_letter_case() -> None:
    options = filter_options(
        [
            document("a", authors=("Ada Wren", "Bo Li"), tags=("sea",), section="News"),
            document("b", authors=("ADA WREN",), tags=("Sea", "sea"), outlet=" "),
            document("c", authors=("Ada Wren",), tags=("town",), published=date(2024, 2, 3)),
            document("d", published=date(2023, 1, 2)),
        ]
    )
    assert options.authors == (("Ada Wren", 3), ("Bo Li", 1))
    assert options.tags == (("sea", 2), ("town", 1))
    assert (options.sections, options.outlets) == ((("News", 1),), ())
    told = options.model_dump(mode="json", by_alias=True)
    assert (told["from"], told["to"]) == ("2023-01-02", "2024-02-03")


HERON = "The heron of Ely was seen by nine people on Monday.\n"


def served(
    library: Library, folder: Path, user: User, address: str = "library", *, shared: bool = False
) -> dict[str, Any]:
    conversations = Conversations.open(folder / "kept")
    context = Context(
        library=library,
        conversations=conversations,
        answering=Answering(library, conversations),
        kept=folder / "kept",
        runs=folder,
        shared=shared,
    )
    app = FastAPI()
    app.include_router(library_routes.routes(context))

    async def guarded(scope: Any, receive: Any, send: Any) -> None:
        scope[USER_KEY] = user
        await app(scope, receive, send)

    found = TestClient(guarded).get(f"/byline/api/{address}").json()
    assert isinstance(found, dict)
    return found


def test_library_tells_its_size_folder_and_filters(
    empty_index: Index, write_articles: Callable[[dict[str, str]], Path], tmp_path: Path
) -> None:
    folder = write_articles({"a.md": "---\nauthor: Ada Wren\n---\n\nIt rained.\n"})
    empty_index.sync(folder)
    library = Library(empty_index.path, lambda path: empty_index)
    found = served(library, tmp_path, User(owner="o", name="ada"))
    assert (found["articles"], found["passages"], found["problem"]) == (1, 1, "")
    assert (found["folder"], found["index_path"]) == (str(folder), str(empty_index.path))
    assert found["filters"]["authors"] == [["Ada Wren", 1]]
    assert (found["user"], found["login"], found["models"]) == ("ada", True, [])


def test_library_is_empty_without_a_problem_when_there_is_no_index(tmp_path: Path) -> None:
    found = served(Library(tmp_path / "none"), tmp_path, User(owner="o"))
    assert (found["articles"], found["problem"], found["login"]) == (0, "", False)
    assert found["filters"]["authors"] == []


def test_library_says_what_is_wrong_when_the_index_cannot_be_read(
    empty_index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaged(path: Path) -> Index:
        raise IndexDamagedError(path, "not a database")

    found = served(Library(empty_index.path, damaged), tmp_path, User(owner="o"))
    assert "byline doctor" in found["problem"]
    assert found["articles"] == 0


def test_articles_that_pass_the_filters_are_counted(
    empty_index: Index, write_articles: Callable[[dict[str, str]], Path], tmp_path: Path
) -> None:
    dated = "---\nauthor: Ada Wren\ndate: 2024-02-12\n---\n\nIt rained.\n"
    empty_index.sync(write_articles({"a.md": dated, "b.md": "It snowed.\n"}))
    library = Library(empty_index.path, lambda path: empty_index)

    def matching(filters: str) -> object:
        address = f"library/matching?{filters}"
        return served(library, tmp_path, User(owner="o"), address)["articles"]

    assert matching("") == 2
    assert matching("authors=ada%20wren&authors=Bo&published_from=2024-02-12") == 1
    assert matching("published_to=2024-02-11") == 0


def test_a_question_begun_before_the_index_was_made_anew_says_so_and_the_next_is_answered(
    empty_index: Index,
    write_articles: Callable[[dict[str, str]], Path],
    word_encoder: Encoder,
    tmp_path: Path,
) -> None:
    library = Library(
        empty_index.path, lambda path: Index.open(path, load=lambda name: word_encoder)
    )
    answering = Answering(library, Conversations.open(tmp_path / "kept"))
    empty_index.sync(write_articles({"a.md": f"# The heron\n\n{HERON}"}))
    held = library.answerer()
    held.index.snapshot()
    empty_index.close()
    shutil.rmtree(empty_index.path)
    otter = HERON.replace("heron", "otter")
    open_or_create(empty_index.path, load=lambda name: word_encoder).sync(
        write_articles({"a.md": f"# The otter\n\n{otter}"})
    )
    with ThreadPoolExecutor(1) as pool, pytest.raises(NoIndexError, match="made anew"):
        pool.submit(held.answer, "Who saw the heron of Ely?").result()

    job = answering.ask("o", "Who saw the otter of Ely?", AskSettings(conversation="c" * 22))
    wait_until(lambda: job.now.done)
    answer = job.now.exchange.answer
    assert answer
    assert otter.strip() in answer.text


def test_examples_are_of_the_index_that_is_there_now(
    empty_index: Index, write_articles: Callable[[dict[str, str]], Path], word_encoder: Encoder
) -> None:
    library = Library(
        empty_index.path, lambda path: Index.open(path, load=lambda name: word_encoder)
    )
    empty_index.sync(write_articles({"a.md": f"# The heron\n\n{HERON}"}))
    wait_until(lambda: "heron" in " ".join(library.examples()))
    empty_index.close()
    shutil.rmtree(empty_index.path)
    assert library.examples() == ()
    anew = open_or_create(empty_index.path, load=lambda name: word_encoder)
    anew.sync(write_articles({"a.md": f"# The otter\n\n{HERON.replace('heron', 'otter')}"}))
    wait_until(lambda: "otter" in " ".join(library.examples()))


class HeldEncoder:
    """As another, but to any thread that is not the test's own it gives nothing until let go."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self.let_go = threading.Event()
        self.waited: set[int] = set()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._encoder, name)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        if threading.current_thread() is not threading.main_thread():
            self.waited.add(threading.get_ident())
            self.let_go.wait(30)
        return self._encoder.encode_queries(texts)


def test_examples_are_made_once_at_a_time_and_at_last_of_the_newest_articles(
    empty_index: Index, write_articles: Callable[[dict[str, str]], Path], word_encoder: Encoder
) -> None:
    held = HeldEncoder(word_encoder)
    library = Library(empty_index.path, lambda path: Index.open(path, load=lambda name: held))
    for bird in ("heron", "stork", "crane", "otter"):
        article = f"# The {bird}\n\n{HERON.replace('heron', bird)}"
        empty_index.sync(write_articles({"a.md": article}))
        library.examples()
        wait_until(lambda: held.waited)
    assert len(held.waited) == 1
    held.let_go.set()

    def newest_is_there() -> bool:
        found = " ".join(library.examples())
        assert "stork" not in found
        return "otter" in found

    wait_until(newest_is_there)
    time.sleep(0.2)
    assert "otter" in " ".join(library.examples())
    assert len(held.waited) == 1


def test_folders_are_told_by_their_names_alone_when_others_reach_the_page(
    empty_index: Index, write_articles: Callable[[dict[str, str]], Path], tmp_path: Path
) -> None:
    empty_index.sync(folder := write_articles({"a.md": HERON}))
    library = Library(empty_index.path, lambda path: empty_index)
    alone = served(library, tmp_path, User(owner="o"))
    assert (alone["folder"], alone["index_path"]) == (str(folder), str(empty_index.path))
    found = served(library, tmp_path, User(owner="o"), shared=True)
    assert (found["folder"], found["index_path"]) == (folder.name, empty_index.path.name)

    def damaged(path: Path) -> Index:
        raise IndexDamagedError(path, "not a database")

    found = served(Library(empty_index.path, damaged), tmp_path, User(owner="o"), shared=True)
    assert empty_index.path.name in found["problem"]
    assert str(tmp_path) not in str(found)
