"""Pairs of statements for the disagreement benchmark: similar ones, and ones that contradict."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from eval.splits import is_tuning
from rag.types import Citation, Sentence, Support, SupportLevel

_FOLDER = Path(__file__).parent
_TITLE = "News of the day"
_DAY = date(2024, 6, 3)
_DATED = re.compile(r"\[(\d{4}-\d\d-\d\d)\]\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementPair:
    """Two quotations of different articles; `differs` says whether they contradict."""

    name: str
    differs: bool
    sentences: tuple[Sentence, Sentence]

    @property
    def half(self) -> str:
        """Which half it belongs to: "tuning" or "reporting"."""
        return "tuning" if is_tuning(self.name) else "reporting"


def read_pairs() -> list[StatementPair]:
    """All 260, those without a contradiction first."""
    return [*_read("agreeing.txt", False), *_read("differing.txt", True)]


def _read(file: str, differs: bool) -> Iterator[StatementPair]:
    numbers: Counter[str] = Counter()
    for line in (_FOLDER / file).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, one, other = line.split(" | ")
            numbers[kind] += 1
            yield StatementPair(
                name=f"{kind}-{numbers[kind]}",
                differs=differs,
                sentences=(_sentence(one, "one.md"), _sentence(other, "other.md")),
            )


def _sentence(written: str, doc_id: str) -> Sentence:
    dated = _DATED.match(written)
    text = written[dated.end() :] if dated else written
    citation = Citation(
        marker=1,
        doc_id=doc_id,
        version="1",
        passage_id=f"{doc_id}#0",
        start=0,
        end=len(text),
        quote=text,
        title=_TITLE,
        published=date.fromisoformat(dated[1]) if dated else _DAY,
    )
    return Sentence(text=text, citations=(citation,), support=Support(level=SupportLevel.SUPPORTED))
