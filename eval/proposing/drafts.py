"""`Draft`: a generated question with its answer, before selection."""

from __future__ import annotations

from dataclasses import dataclass

from eval.proposing.sources import SourceSentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A question that one sentence answers; `way` names how it was made."""

    way: str
    text: str
    sentence: SourceSentence
    answers: tuple[str, ...] = ()
