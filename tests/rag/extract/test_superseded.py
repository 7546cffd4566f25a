"""Figures that change over the years: the newest first, and one line about the change."""

from __future__ import annotations

from datetime import date

from index.types import Document, Passage
from rag.extract.disagreement import find_disagreements
from rag.extract.superseded import newest_first
from rag.types import Citation, Hit, Sentence, Support, SupportLevel

SAYS = "The pension fund of Great Orra stands at £{0} million."


def sentence(text: str, year: int, marker: int = 1) -> Sentence:
    doc_id = f"{year}.md"
    citation = Citation(
        marker=marker, doc_id=doc_id, version="1", passage_id=f"{doc_id}#0", start=0,
        end=len(text), quote=text, title="Great Orra", published=date(year, 3, 1),
    )  # fmt: skip
    return Sentence(text=text, citations=(citation,), support=Support(level=SupportLevel.SUPPORTED))


def test_newest_first_turns_the_order_and_tells_the_change_when_years_lie_between():
    said = [
        sentence(SAYS.format(n), year, i)
        for i, (n, year) in enumerate([(412, 2023), (611, 2025), (498, 2024)], 1)
    ]
    found, line = newest_first(said, (), {})
    assert [s.citations[0].doc_id for s in found] == ["2025.md", "2024.md", "2023.md"]
    assert [s.citations[0].marker for s in found] == [1, 2, 3]
    assert line == "It changed: £412 million (2023), £498 million (2024), £611 million (2025)."
    assert find_disagreements(found) == ()


def test_newest_first_quotes_the_later_article_when_only_an_old_one_was_chosen():
    text = SAYS.format(611)
    passage = Passage(passage_id="2025.md#0", doc_id="2025.md", start=0, end=len(text), text=text)
    document = Document(
        doc_id="2025.md", version="1", text=text, title="Great Orra", published=date(2025, 3, 1)
    )
    hit = Hit(passage=passage, score=1.0, rank=1)
    found, _ = newest_first([sentence(SAYS.format(412), 2023)], [hit], {"2025.md": document})
    assert [s.text for s in found] == [text, SAYS.format(412)]


def test_newest_first_changes_nothing_when_the_figures_are_of_other_things():
    other = "The parish of Lesser Orra has a debt of £611 million."
    said = [sentence(SAYS.format(412), 2023), sentence(other, 2025, 2)]
    assert newest_first(said, (), {}) == (tuple(said), "")
