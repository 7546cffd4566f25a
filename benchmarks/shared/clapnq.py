"""ClapNQ: search questions, and the pool of passages that may answer them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.shared.workshop import data_file, read_jsonl
from eval.collections.markdown import write_markdown


@dataclass(frozen=True, slots=True, kw_only=True)
class ClapQuestion:
    """One search question, and whether its passage answers it."""

    question_id: str
    text: str
    answerable: bool
    place: int  # of its passage in the pool
    gold: tuple[str, ...]  # sentences of that passage that answer, by any annotation


def read_clapnq(folder: Path) -> tuple[list[Mapping[str, object]], list[ClapQuestion]]:
    """The pool, one row for each passage, and the questions."""
    pool: list[Mapping[str, object]] = list(read_jsonl(data_file(folder, "pool.jsonl")))
    places = {str(row["_id"]): place for place, row in enumerate(pool)}
    rows = read_jsonl(data_file(folder, "questions.jsonl"))
    return pool, [_to_question(row, places, pool) for row in rows]


def _to_question(
    row: Mapping[str, Any], places: Mapping[str, int], pool: Sequence[Mapping[str, Any]]
) -> ClapQuestion:
    place = places[row["passage_id"]]
    sentences = pool[place]["sentences"]
    chosen = sorted({number for numbers in row["gold_sentences"] for number in numbers})
    return ClapQuestion(
        question_id=str(row["id"]),
        text=str(row["question"]),
        answerable=bool(row["answerable"]),
        place=place,
        gold=tuple(str(sentences[number]) for number in chosen),
    )


def same_title(pool: Sequence[Mapping[str, Any]], place: int) -> list[int]:
    """The places of all passages under the title of the one at `place`."""
    return [other for other, row in enumerate(pool) if row["title"] == pool[place]["title"]]


def write_pool(pool: Sequence[Mapping[str, object]], folder: Path) -> None:
    """One Markdown file for each passage, its headline in the front matter."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, row in enumerate(pool):
        write_markdown(folder / f"{number:04}.md", str(row["title"]), str(row["text"]))
