"""Which articles a selection means: by metadata, by the words they hold, by the last answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from index.search.matching import matches
from index.search.snapshot import Snapshot
from index.types import Document, Encoder, Filters
from rag.catalogue.types import Order, Selection
from rag.english.words import stems_in
from rag.search.filters.reading import merge
from rag.search.follow_ups.last_answer import articles_of
from rag.search.retrieve import HybridRetriever
from rag.types import Turn

LEAST_COSINE = 0.38
"""An article less near in meaning than this is about something else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selected:
    """The articles in the order in which they are told, and those that only mention the topic.

    `nearest` says that no article holds all the words, and that this one is near in meaning.
    """

    articles: tuple[Document, ...] = ()
    mentioning: tuple[Document, ...] = ()
    nearest: bool = False


def find_articles(
    selection: Selection,
    snapshot: Snapshot,
    encoder: Encoder | None,
    *,
    given: Filters,
    history: Sequence[Turn],
    by_date: bool,
) -> Selected:
    """The articles of `selection` that `given` lets through; undated ones come last.

    Args:
        selection: what the question says.
        snapshot: the index.
        encoder: for what is near in meaning; None when there is none.
        given: filters that hold besides.
        history: earlier turns, for a selection that points back.
        by_date: False keeps the articles that fit best alone, as where one is meant.
    """
    filters = merge(selection.filters, given)
    if selection.points_back:
        named = articles_of(history, snapshot)[:1]
        pointed = _pointed(named, snapshot, same_author=selection.same_author)
        filters = merge(pointed, given)
    passing = [document for document in snapshot.about.values() if matches(document, filters)]
    if not selection.topic:
        return Selected(articles=_in_order(passing, selection))
    tiers = _tiers(selection.topic, passing, snapshot)
    if selection.anywhere:
        return Selected(articles=_in_order([*chain(*tiers)], selection))
    if not by_date:
        best = next((tier for tier in tiers[: 2 if selection.loose else 3] if tier), [])
        near = (
            [] if best or selection.loose else _nearest(selection.topic, snapshot, encoder, filters)
        )
        return Selected(articles=_in_order(best or near, selection), nearest=bool(near))
    about, mentioning = tiers[0] + tiers[1], tiers[2]
    if selection.order and selection.most:
        return Selected(articles=_in_order(about or mentioning, selection))
    return Selected(
        articles=_in_order(about, selection), mentioning=_in_order(mentioning, selection)
    )


def _pointed(named: Sequence[str], snapshot: Snapshot, *, same_author: bool) -> Filters:
    """The articles that a question points back to, or others by their authors; "" passes none."""
    if not same_author:
        return Filters(doc_ids=tuple(named) or ("",))
    authors = [a for document in snapshot.documents(named).values() for a in document.authors]
    return Filters(authors=tuple(authors) or ("",), excluded_doc_ids=tuple(named))


def _tiers(
    topic: str, passing: Sequence[Document], snapshot: Snapshot
) -> tuple[list[Document], list[Document], list[Document]]:
    """Those that hold the topic in the headline; in tags or at the beginning; anywhere else."""
    wanted = stems_in(topic)
    holding = snapshot.documents_holding(topic)
    tiers: tuple[list[Document], list[Document], list[Document]] = ([], [], [])
    for document in passing:
        if wanted <= stems_in(document.title):
            tiers[0].append(document)
        elif holding.get(document.doc_id) or wanted <= stems_in(
            " ".join([document.title, *document.tags])
        ):
            tiers[1].append(document)
        elif document.doc_id in holding:
            tiers[2].append(document)
    return tiers


def _nearest(
    topic: str, snapshot: Snapshot, encoder: Encoder | None, filters: Filters
) -> list[Document]:
    hits = HybridRetriever(snapshot, encoder).retrieve(topic, k=1, filters=filters)
    found = [hit.passage.doc_id for hit in hits if (hit.dense_score or 0.0) >= LEAST_COSINE]
    return list(snapshot.documents(found).values())


def _in_order(articles: Sequence[Document], selection: Selection) -> tuple[Document, ...]:
    """By date, newest first unless the oldest are wanted; as many as are wanted."""
    newest = selection.order is not Order.OLDEST
    dated = [document for document in articles if document.published]
    dated.sort(key=lambda document: document.published or date.min, reverse=newest)
    undated = [document for document in articles if not document.published]
    ordered = dated if selection.most and selection.order else [*dated, *undated]
    return tuple(ordered[: selection.most])
