"""Grammar of catalogue questions: who wrote it, when it appeared, how many there are, which.

A question that no frame fits whole, or whose noun phrase is not understood to its end, is no
question about the articles themselves: it is answered from what they say.
"""

import re
from collections.abc import Collection
from dataclasses import replace
from datetime import date

from index.types import Document, Filters
from rag.catalogue.frames import SAME_AUTHOR, fitting_frames
from rag.catalogue.noun_phrase import MarkedQuestion, fold_title
from rag.catalogue.types import CatalogueQuestion, CatalogueTask, Order, Selection
from rag.english.courtesies import without_courtesies
from rag.search.filters.reading import find_signs, with_signs

_TASKS_OF_ONE = (CatalogueTask.AUTHOR, CatalogueTask.DATE, CatalogueTask.OUTLET)
_END = re.compile(r"[\s?.!]+$")
_AND = re.compile(r"^(?:(?:and|but|so|then|also)\b,?\s+)+", re.IGNORECASE)


def read_catalogue_question(
    question: str, about: Collection[Document], today: date, *, goes_on: bool = False
) -> CatalogueQuestion | None:
    """What `question` asks of the articles themselves; None when it asks what they say.

    Args:
        question: as it was asked.
        about: every document of the index (`Snapshot.about`).
        today: what "last week" counts from.
        goes_on: whether the question before it was one of these, so that "it" is an article.
    """
    plain = without_courtesies(question).replace("⟦", "[").replace("⟧", "]")
    plain = _AND.sub("", _END.sub("", plain))
    signs = find_signs(plain, about, today)
    marked = MarkedQuestion(question=plain, signs=signs, titles=_titles(about), goes_on=goes_on)
    for task, phrase in fitting_frames(with_signs(plain, signs)):
        if phrase == SAME_AUTHOR:
            selection = Selection(filters=Filters(), same_author=True, points_back=True)
            return CatalogueQuestion(task=task, selection=selection) if goes_on else None
        found = marked.select(phrase)
        if found is not None and _fits(task, found):
            if task is CatalogueTask.TIMELINE:
                found = replace(found, order=Order.OLDEST, most=None)
            return CatalogueQuestion(task=task, selection=found)
    return None


def _titles(about: Collection[Document]) -> dict[str, list[str]]:
    titles: dict[str, list[str]] = {}
    for document in about:
        titles.setdefault(fold_title(document.title), []).append(document.doc_id)
    return titles


def _fits(task: CatalogueTask, selection: Selection) -> bool:
    """Whether a question of this kind can be about such a selection."""
    narrowed = bool(selection.filters or selection.topic)
    if task in _TASKS_OF_ONE:
        return selection.points_back or narrowed or selection.order is not None
    if task is CatalogueTask.TELL:
        return selection.points_back or (narrowed and (selection.one or not selection.topic))
    if selection.points_back or (task is CatalogueTask.COUNT and selection.one):
        return False
    return narrowed or (not selection.loose and (not selection.one or bool(selection.order)))
