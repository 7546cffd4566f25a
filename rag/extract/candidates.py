"""Candidate sentences: cut out of the hits, each with its words and token vectors."""

from collections.abc import Mapping, Sequence

from index.text.sentences import split_sentences
from index.types import Document, Offsets, Vectors
from rag.english.words import find_words
from rag.extract.types import Candidate, PassageRead, Tokens
from rag.types import Hit

PASSAGES_READ = 12
"""How many hits the ranker reads; each costs the encoder some milliseconds."""


def read_candidates(
    hits: Sequence[Hit],
    documents: Mapping[str, Document],
    tokens: Sequence[tuple[Vectors, Offsets]] | None,
) -> tuple[list[PassageRead], list[Candidate]]:
    """Every sentence of `hits`, in their order.

    Args:
        hits: the passages to read, best first.
        documents: the article of each hit by `doc_id`.
        tokens: for each hit its token vectors, offsets counted from the passage's start
            (see `encode_hits`); None without an encoder.
    """
    passages: list[PassageRead] = []
    candidates: list[Candidate] = []
    first_of: dict[str, int] = {}
    for position, hit in enumerate(hits):
        document = documents[hit.passage.doc_id]
        first_of.setdefault(hit.passage.doc_id, position)
        words = tuple(find_words(hit.passage.text))
        read = None if tokens is None else Tokens(*tokens[position], words)
        passages.append(PassageRead(hit, document.headline or "", words, read))
        spans = split_sentences(hit.passage.text, document.language)
        for place, (start, end) in enumerate(spans):
            candidates.append(
                Candidate(
                    hit=position,
                    document=first_of[hit.passage.doc_id],
                    place=place,
                    start=hit.passage.start + start,
                    end=hit.passage.start + end,
                    text=hit.passage.text[start:end],
                    words=tuple(word for word in words if start <= word.start < end),
                    tokens=None if read is None else read.between(start, end),
                )
            )
    return passages, candidates


def particulars(document: Document) -> list[str]:
    """Who published the article, where and in which month: what filters ask for."""
    outlet = (document.outlet or "").removeprefix("The ")
    month = f"{document.published:%B %Y}" if document.published else ""
    return [name for name in (*document.authors, outlet, *outlet.split()[-1:], month) if name]
