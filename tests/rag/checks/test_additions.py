"""Words of a sentence that its passage does not hold, by words alone."""

from __future__ import annotations

import pytest

from index.types import Document, Passage
from rag.checks.additions import find_added
from rag.checks.evidence import Evidence
from rag.checks.particulars import Particulars
from rag.checks.support import align, read_claim

TEXT = (
    "The lido was closed by the council on Monday because of cracks in its wall. Swimmers and"
    " pensioners protested with banners."
)


def added(claim):
    passage = Passage(passage_id="p", doc_id="d", start=0, end=len(TEXT), text=TEXT)
    evidence = Evidence(passage, Document(doc_id="d", version="v", text=TEXT, title="Lido"))
    return find_added(
        claim, Particulars(claim).checked, [align(read_claim(claim, []), evidence, 0)]
    )


@pytest.mark.parametrize(
    ("claim", "word"),
    [
        ("The lido was closed by burglars.", "burglars"),
        ("It was closed because of cracks and bribery.", "bribery"),
        ("The lido was closed due to a flood.", "flood"),
        ("Swimmers and soldiers protested.", "soldiers"),
        ("Swimmers protested with torches.", "torches"),
        ("Pensioners protested, led by a drummer.", "drummer"),
    ],
)
def test_an_added_cause_or_doer_is_named(claim, word):
    assert f"“{word}” is not borne out by the cited passage" in added(claim)


@pytest.mark.parametrize(
    "claim",
    [
        "The council closed the lido on Monday.",
        "Because its wall had cracked, the lido was closed.",
        "Banners were carried by protesting pensioners and swimmers.",
        "The lido closed due to a crack.",
        "The council said “no more” and closed it.",
    ],
)
def test_what_the_passage_holds_is_not_added(claim):
    assert not added(claim)
