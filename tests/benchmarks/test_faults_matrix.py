"""A few cases of each kind, and the controls that must not come through."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import patch

import pytest

from benchmarks.durability.sync import ReaderInProcess
from benchmarks.faults.damage import write_articles
from benchmarks.faults.matrix import Kept, contest, damage_row


@pytest.mark.slow
def test_damage_is_noticed_and_mended_and_never_quoted(tmp_path: Path) -> None:
    with patch("index.sync.DocumentReader", ReaderInProcess):
        found, control = damage_row(tmp_path, Kept(None), 1)
    assert {"page", "text", "vector", "vectors", "words"} <= {n.partition(" ")[0] for n in found}
    for name, row in found.items():
        assert (row["wrong"], row["lost"], row["repaired"]) == (0, 0, True), name
        assert row["noticed"] != row["harmless"], name
    assert control > 0


def test_of_two_writers_one_does_it_and_the_other_is_told(tmp_path: Path) -> None:
    texts = write_articles(tmp_path / "articles")
    with patch("index.sync.DocumentReader", ReaderInProcess):
        assert contest(tmp_path / "index", tmp_path / "articles", texts) == ""


def test_what_was_found_is_not_tried_again(tmp_path: Path) -> None:
    first = Kept(tmp_path / "kept.jsonl")
    assert first.result("a", lambda: {"lost": 0}) == {"lost": 0}
    with (tmp_path / "kept.jsonl").open("a") as file:
        file.write('\n{"b": {"lost"')  # a kill cut it short
    again = Kept(tmp_path / "kept.jsonl")
    assert again.result("a", lambda: {"lost": 9}) == {"lost": 0}
    assert again.result("b", lambda: {"lost": 1}) == {"lost": 1}
    assert Kept(tmp_path / "kept.jsonl").result("b", lambda: {"lost": 9}) == {"lost": 1}
