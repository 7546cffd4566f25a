"""Forget an article: answers that show or repeat it leave the conversations, notes the feedback."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from ui.web.conversations.rows import shorten_title
from ui.web.conversations.schema import CONVERSATIONS, opened

RUN_WORDS = 8
"""So many words in a row are the article's own, wherever they stand."""

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Traces:
    """How an article is known again: by its names, and by runs of its words."""

    names: frozenset[str]
    runs: frozenset[tuple[str, ...]]

    @classmethod
    def of(cls, names: Sequence[str], texts: Sequence[str]) -> Traces:
        """Of an article with these names and versions of its text."""
        return cls(frozenset(names), frozenset(run for text in texts for run in _runs(text)))

    def are_in(self, value: object) -> bool:
        """Whether any text in `value`, as JSON has it, names the article or repeats it."""
        return any(
            text in self.names
            or text.rpartition("#")[0] in self.names
            or not self.runs.isdisjoint(_runs(text))
            for text in _texts(value)
        )


def forget_answers(path: Path, names: Sequence[str], texts: Sequence[str]) -> int:
    """Delete each question whose answer cites or repeats the article; how many there were.

    Of answers that only found it, among other passages, these passages go.

    Raises:
        StorageError: whatever SQLite says, in words that say what to do.
    """
    given = json.dumps(names)
    with opened(path) as connection:
        kept = "SELECT {} FROM documents WHERE doc_id IN (SELECT value FROM json_each(?))"
        versions = [text for (text,) in connection.execute(kept.format("text"), (given,))]
        traces = Traces.of(names, [*texts, *versions])
        rows = connection.execute("SELECT row, conversation_id, question, answer FROM exchanges")
        told = []
        for row, conversation, question, stored in rows.fetchall():
            answer = _parsed(stored)
            found = _drop_hits(answer, traces)
            if traces.are_in([question, answer]):
                told.append((conversation, question))
                connection.execute("DELETE FROM exchanges WHERE row = ?", (row,))
            elif found:
                changed = (json.dumps(answer), row)
                connection.execute("UPDATE exchanges SET answer = ? WHERE row = ?", changed)
        connection.execute(
            f"DELETE FROM documents WHERE row IN ({kept.format('row')})"
            " AND row NOT IN (SELECT document FROM cited)",
            (given,),
        )
        lost = {shorten_title(question) for _, question in told}
        for conversation in {conversation for conversation, _ in told}:
            _name_again(connection, conversation, lost)
    with CONVERSATIONS.errors(path), closing(CONVERSATIONS.connect(path)) as connection:
        connection.execute("VACUUM")
    return len(told)


def forget_feedback(path: Path, names: Sequence[str], texts: Sequence[str]) -> int:
    """Blank each judgement about the article; how many there were.

    In its place in the file, which may grow meanwhile: readers pass over blank lines.
    """
    traces, count = Traces.of(names, texts), 0
    if not path.is_file():
        return 0
    with CONVERSATIONS.errors(path), path.open("rb+", buffering=0) as file:
        place = 0
        for line in file.read().splitlines(keepends=True):
            if traces.are_in(_parsed(line.decode("utf-8", "replace"))):
                file.seek(place)
                file.write(b" " * len(line.rstrip(b"\r\n")))
                count += 1
            place += len(line)
    return count


def _drop_hits(stored: object, traces: Traces) -> bool:
    """Take what was found of the article, and not cited, out of answers; whether there was any."""
    answers = stored.get("answers") if isinstance(stored, dict) else None
    before = after = 0
    for answer in answers if isinstance(answers, list) else ():
        if isinstance(answer, dict) and isinstance(hits := answer.get("hits"), list):
            answer["hits"] = [hit for hit in hits if not traces.are_in(hit)]
            before, after = before + len(hits), after + len(answer["hits"])
    return after < before


def _name_again(connection: sqlite3.Connection, conversation: str, lost: set[str]) -> None:
    """After the first question that is left, where its name was one that is not; else it goes."""
    first = connection.execute(
        "SELECT question, title FROM exchanges JOIN conversations USING (conversation_id)"
        " WHERE conversation_id = ? ORDER BY row LIMIT 1",
        (conversation,),
    ).fetchone()
    if first is None:
        connection.execute("DELETE FROM conversations WHERE conversation_id = ?", (conversation,))
    elif first[1] in lost:
        connection.execute(
            "UPDATE conversations SET title = ? WHERE conversation_id = ?",
            (shorten_title(first[0]), conversation),
        )


def _parsed(text: str | None) -> object:
    """The JSON in `text`, else the text itself."""
    with suppress(ValueError, RecursionError):
        return json.loads(text or "null")
    return text


def _texts(value: object) -> Iterator[str]:
    """Every text in a value as JSON has it, keys included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    words = _WORD.findall(text.casefold())
    return zip(*(words[start:] for start in range(RUN_WORDS)), strict=False)
