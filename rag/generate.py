"""Reading a model's reply: markers become citations, and each sentence is compared with them.

Nothing that a model writes is believed by itself. A sentence is `supported` only when a passage
it cites holds its numbers and most of its words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from index.sentences import split_sentences
from index.types import Document
from rag.citations import Citer
from rag.prompt import REFUSAL
from rag.types import Citation, Hit, Sentence, Support, SupportLevel

SUPPORTED_OVERLAP = 0.6
PARTIAL_OVERLAP = 0.3

_MARKERS = re.compile(r"\s*\[(\d{1,4}(?:\s*,\s*\d{1,4})*)\]")
_NUMBER = re.compile(r"\d[\d.,]*")
_WORD = re.compile(r"\w+")


def is_refusal(reply: str) -> bool:
    """Whether the model says that the passages do not answer."""
    return _MARKERS.sub("", reply).strip().rstrip(".").casefold() == REFUSAL.rstrip(".").casefold()


def read_reply(
    reply: str, hits: Sequence[Hit], documents: Mapping[str, Document]
) -> tuple[Sentence, ...]:
    """The reply's sentences with citations; numbers of passages that were not sent are dropped."""
    citer = Citer(documents)
    return tuple(
        _check(text, [hits[n - 1] for n in numbers], documents, citer)
        for text, numbers in sentences_with_numbers(reply, len(hits))
    )


def sentences_with_numbers(reply: str, passages: int) -> list[tuple[str, list[int]]]:
    """Each sentence without its markers, and the valid numbers, 1 to `passages`, it names."""
    found: list[tuple[str, list[int]]] = []
    # A marker after the full stop belongs to the sentence before it.
    tidy = re.sub(r"([.!?])((?:\s*\[[\d,\s]+\])+)", r"\2\1", reply.strip())
    for start, end in split_sentences(tidy):
        sentence = tidy[start:end]
        numbers = [int(n) for group in _MARKERS.findall(sentence) for n in group.split(",")]
        valid = list(dict.fromkeys(n for n in numbers if 1 <= n <= passages))
        text = _MARKERS.sub("", sentence).strip()
        if text:
            found.append((text, valid))
    return found


def _check(
    text: str, hits: Sequence[Hit], documents: Mapping[str, Document], citer: Citer
) -> Sentence:
    citations: list[Citation] = []
    overlaps: list[float] = []
    for hit in hits:
        start, end, overlap = _best_span(text, hit, documents[hit.passage.doc_id])
        quote = documents[hit.passage.doc_id].text[start:end]
        citations.append(citer.cite(hit, start, end, quote))
        overlaps.append(overlap)
    passages = " ".join(hit.passage.text for hit in hits)
    return Sentence(
        text=text, citations=tuple(citations), support=_support(text, passages, overlaps)
    )


def _support(text: str, passages: str, overlaps: Sequence[float]) -> Support:
    if not overlaps:
        return Support(level=SupportLevel.UNSUPPORTED, reasons=("it cites no passage",))
    reasons = [
        f"{number} is not in the cited passage"
        for number in _numbers(text)
        if number not in _numbers(passages)
    ]
    best = max(overlaps)
    if best < SUPPORTED_OVERLAP:
        reasons.append(f"{best:.0%} of its words are in the cited sentence")
    if not reasons:
        return Support(level=SupportLevel.SUPPORTED)
    level = SupportLevel.PARTIAL if best >= PARTIAL_OVERLAP else SupportLevel.UNSUPPORTED
    return Support(level=level, reasons=tuple(reasons))


def _best_span(text: str, hit: Hit, document: Document) -> tuple[int, int, float]:
    """The sentence of the passage that shares the largest part of the claim's words."""
    passage = hit.passage
    claim = _words(text)
    scored = [
        (len(claim & _words(passage.text[start:end])) / max(len(claim), 1), -start, end)
        for start, end in split_sentences(passage.text, document.language)
    ]
    overlap, negative_start, end = max(scored)
    return passage.start - negative_start, passage.start + end, overlap


def _words(text: str) -> set[str]:
    return {word for word in _WORD.findall(text.casefold()) if len(word) > 2}


def _numbers(text: str) -> list[str]:
    return [number.rstrip(".,") for number in _NUMBER.findall(text)]
