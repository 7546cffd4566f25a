"""ClapNQ: search questions, and the pool of passages that may answer them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.bench.workshop import data_file, read_jsonl


@dataclass(frozen=True, slots=True, kw_only=True)
class ClapQuestion:
    """One search question, and whether its passage answers it."""

    question_id: str
    text: str
    answerable: bool


def read_clapnq(folder: Path) -> tuple[list[Mapping[str, object]], list[ClapQuestion]]:
    """The pool, one row for each passage, and the questions."""
    pool: list[Mapping[str, object]] = list(read_jsonl(data_file(folder, "pool.jsonl")))
    questions = [
        ClapQuestion(
            question_id=str(row["id"]),
            text=str(row["question"]),
            answerable=bool(row["answerable"]),
        )
        for row in read_jsonl(data_file(folder, "questions.jsonl"))
    ]
    return pool, questions


def write_pool(pool: Sequence[Mapping[str, object]], folder: Path) -> None:
    """One Markdown file for each passage, its headline in the front matter."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, row in enumerate(pool):
        title = json.dumps(row["title"], ensure_ascii=False)
        text = f"---\ntitle: {title}\n---\n\n{row['text']}\n"
        (folder / f"{number:04}.md").write_text(text, encoding="utf-8")
