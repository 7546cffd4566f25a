"""The store as many threads see it."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from index.errors import NoIndexError
from index.index import Index, open_or_create
from index.location import STORE_NAME
from index.store.store import Store
from index.types import Encoder

WriteArticles = Callable[[dict[str, str]], Path]


@pytest.mark.skipif(sys.platform != "linux", reason="counts open files as Linux lists them")
def test_files_of_ended_threads_are_closed_when_threads_come_and_go(tmp_path: Path) -> None:
    store = Store.create(tmp_path)

    def read() -> None:
        assert store.published == 0

    def files() -> int:
        return sum(Path(f"/proc/self/fd/{fd}").exists() for fd in os.listdir("/proc/self/fd"))

    before = files()
    for _ in range(30):
        thread = threading.Thread(target=read)
        thread.start()
        thread.join()
    assert files() - before <= 2
    store.close()


def _in_new_thread(store: Store) -> int:
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: store.published).result()


def test_a_store_that_was_made_anew_is_not_read_as_the_one_that_was_opened(tmp_path: Path) -> None:
    store = Store.create(tmp_path)
    with store.writing() as connection:
        connection.execute("UPDATE meta SET value = '7' WHERE key = 'published'")
    (tmp_path / STORE_NAME).unlink()
    anew = Store.create(tmp_path)
    with pytest.raises(NoIndexError, match=r"was made anew.*try again"):
        _in_new_thread(store)
    assert store.published == 7  # this thread has the old file open still
    assert _in_new_thread(anew) == 0


def test_a_store_that_is_gone_is_not_made_again(tmp_path: Path) -> None:
    store = Store.create(tmp_path)
    (tmp_path / STORE_NAME).unlink()
    with pytest.raises(NoIndexError, match="byline sync"):
        _in_new_thread(store)
    assert list(tmp_path.iterdir()) == []


def test_a_sync_leaves_an_index_open_for_threads_to_come(
    empty_index: Index, write_articles: WriteArticles, word_encoder: Encoder
) -> None:
    reader = Index.open(empty_index.path, load=lambda name: word_encoder)
    empty_index.sync(write_articles({"a.md": "It rained.\n"}))
    writer = open_or_create(empty_index.path, load=lambda name: word_encoder)
    writer.sync(write_articles({"a.md": "It snowed.\n", "b.md": "It rained.\n"}))
    with ThreadPoolExecutor(1) as pool:
        assert len(pool.submit(reader.snapshot).result()) == 2
