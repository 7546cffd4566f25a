"""Antecedent articles: which articles the last answer of a conversation came from."""

from collections.abc import Sequence

from index.search.snapshot import Snapshot
from index.text.sentences import split_sentences
from index.types import Filters
from rag.types import Turn

LOOKED_AT = 40
"""Passages among which the words of an answer are looked for."""

LEAST_CHARS = 20
"""A shorter sentence may stand in any article."""


def articles_of(history: Sequence[Turn], snapshot: Snapshot) -> list[str]:
    """The doc_ids that the last answer cited, in its order; found by its words where unknown."""
    if not history:
        return []
    last = history[-1]
    if last.doc_ids:
        return [doc_id for doc_id in last.doc_ids if snapshot.documents([doc_id])]
    rows = [row for row, _ in snapshot.search_lexical(last.answer, LOOKED_AT, Filters())]
    near = snapshot.documents(passage.doc_id for passage in snapshot.passages(rows))
    places: dict[str, int] = {}
    for doc_id, document in near.items():
        told = [
            start
            for start, end in split_sentences(last.answer, document.language)
            if end - start >= LEAST_CHARS and last.answer[start:end] in document.text
        ]
        named = last.answer.find(f"“{document.title}”")
        if told or named >= 0:
            places[doc_id] = min([*told, *([named] if named >= 0 else [])])
    return sorted(places, key=lambda doc_id: places[doc_id])
