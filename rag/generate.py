"""Reading a whole reply of a model: its refusal, or its sentences with citations and verdicts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from index.types import Document, Encoder
from rag.checks.check import check_reply
from rag.checks.markers import find_markers, without_markers
from rag.prompt import REFUSAL
from rag.types import Hit, Sentence


def is_refusal(reply: str) -> bool:
    """Whether the model says that the passages do not answer."""
    said = without_markers(reply, find_markers(reply)).strip(" \n\t\"'“”*.")
    return said.casefold() == REFUSAL.rstrip(".").casefold()


def read_reply(
    reply: str,
    hits: Sequence[Hit],
    documents: Mapping[str, Document],
    *,
    encoder: Encoder | None = None,
) -> tuple[Sentence, ...]:
    """The reply's sentences, checked; numbers of passages that were not sent are dropped."""
    return check_reply(reply, hits, documents, encoder=encoder).sentences
