"""Readers beside a writer: whatever they see comes from one generation and fits together."""

from __future__ import annotations

import threading

from index.index import Index
from index.types import Filters

ROUNDS = 6


def edition(number: int) -> dict[str, str]:
    """Every article of an edition names it, so that a mixture shows."""
    articles = {
        f"a{n}.md": f"# News {n}\n\nEdition{number} says word{n} about the harbour.\n"
        for n in range(5)
    }
    articles[f"only{number}.md"] = f"# Special\n\nEdition{number} alone has this harbour page.\n"
    return articles


def test_snapshots_never_mix_generations_while_a_sync_runs(
    empty_index, write_articles, word_encoder
):
    empty_index.sync(write_articles(edition(0)))
    ended = threading.Event()
    troubles: list[str] = []

    def read() -> None:
        reader = Index.open(empty_index.path, load=lambda name: word_encoder)
        while not ended.is_set():
            snapshot = reader.snapshot()
            found = snapshot.search_lexical("harbour", 50, Filters())
            texts = [passage.text for passage in snapshot.passages([row for row, _ in found])]
            editions = {text.partition("Edition")[2][:1] for text in texts}
            if len(editions) != 1 or len(texts) != 6:
                troubles.append(f"generation {snapshot.generation}: {sorted(texts)}")

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    try:
        for number in range(1, ROUNDS):
            empty_index.sync(write_articles(edition(number)))
    finally:
        ended.set()
        for thread in threads:
            thread.join()
    assert troubles == []
