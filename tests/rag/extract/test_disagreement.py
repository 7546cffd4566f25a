"""Which figures contradict one another, and above all which do not."""

from __future__ import annotations

from datetime import date

import pytest

from index.types import Document, Passage
from rag.extract.disagreement import find_disagreements
from rag.types import Citation, Hit, Sentence, Support, SupportLevel

MARCH = date(2024, 3, 1)


def sentence(
    text: str,
    doc_id: str,
    published: date | None = MARCH,
    title: str = "The harbour of Marlow Bay after the storm",
    also_in: tuple[str, ...] = (),
) -> Sentence:
    citation = Citation(
        marker=1, doc_id=doc_id, version="1", passage_id=f"{doc_id}#0", start=0, end=len(text),
        quote=text, title=title, published=published, also_in=also_in,
    )  # fmt: skip
    return Sentence(text=text, citations=(citation,), support=Support(level=SupportLevel.SUPPORTED))


def figures_of(one: str, other: str) -> list[tuple[str, str]]:
    found = find_disagreements([sentence(one, "a.md"), sentence(other, "b.md")])
    return [disagreement.figures for disagreement in found]


def test_nothing_differs_when_only_one_of_two_sentences_tells_a_date():
    dated = "The bridge at Marlow Bay opened in 1932."
    assert figures_of(dated, "The bridge at Marlow Bay opened with 1,934 guests.") == []


DISAGREE = [
    (
        "Repairing the harbour wall will cost £3.2 million, the council's engineer,"
        " Dr. Lucian Pym, said on Sunday.",
        "Repairing the harbour wall in Marlow Bay will cost £4.7 million, according to consultants"
        " who were called in after last month's storm.",
        ("£3.2 million", "£4.7 million"),
    ),
    (
        "The sea broke through the wall on Friday night, sinking six boats and flooding the ground"
        " floors of 31 homes on Capstan Row.",
        "The storm flooded 40 homes on Capstan Row.",
        ("31", "40"),
    ),
    (
        "Twelve boats sank in the harbour during the storm.",
        "Nine boats sank in the harbour during the storm, the harbour master said.",
        ("Twelve", "Nine"),
    ),
    (
        "The fire destroyed 85 percent of the pine forest near Alder.",
        "The fire near Alder destroyed 60 % of the pine forest.",
        ("85 percent", "60 %"),
    ),
    (
        "The new ferry will carry 180 passengers to Great Orra.",
        "The new ferry to Great Orra will carry 150 passengers.",
        ("180", "150"),
    ),
    (
        "The closure costs fishermen £9,000 a day in lost earnings.",
        "The closure costs the fishermen £12,000 a day in lost earnings, their union said.",
        ("£9,000", "£12,000"),
    ),
    (
        "The mayor said that the bridge repair would take 13 months.",
        "The bridge repair will take nine months, the council announced.",
        ("13 months", "nine months"),
    ),
    (
        "According to police, the march in Skerrick Point drew 3,000 people.",
        "The organisers said the march in Skerrick Point drew 9,000 people.",
        ("3,000", "9,000"),
    ),
    (
        "The estimated cost of the school kitchen is $1.5 million.",
        "The school kitchen is expected to cost $2.1 million.",
        ("$1.5 million", "$2.1 million"),
    ),
    (
        "Some 6,200 people lined Pellow Creek for the lantern festival.",
        "About 4,000 people lined Pellow Creek for the lantern festival.",
        ("6,200 people", "4,000 people"),
    ),
    (
        "At least 40 people were injured in the Alder bus crash.",
        "The Alder bus crash injured 25 people.",
        ("40 people", "25 people"),
    ),
    (
        "The harbour wall in Marlow Bay opened in 1932.",
        "The harbour wall in Marlow Bay opened in 1934.",
        ("1932", "1934"),
    ),
    # other words for it
    (
        "The explosion at the Alder cannery killed 7 people.",
        "Nine people died in the blast at the Alder cannery.",
        ("7", "Nine"),
    ),
    (
        "Police in Skerrick Point arrested 14 people after the regatta.",
        "Officers made 19 arrests in Skerrick Point after the regatta.",
        ("14", "19"),
    ),
    (
        "Pellow Creek's lantern festival drew 6,200 visitors.",
        "The lantern festival in Pellow Creek was attended by 4,000 people.",
        ("6,200", "4,000"),
    ),
    (
        "Rents in Marlow Bay rose by 7 percent.",
        "In Marlow Bay rents went up by 11 percent.",
        ("7", "11"),
    ),
]


@pytest.mark.parametrize(("one", "other", "figures"), DISAGREE)
def test_find_disagreements_reports_both_figures_when_one_claim_has_two(one, other, figures):
    [found] = figures_of(one, other)
    assert [part.split()[0] for part in found] == [part.split()[0] for part in figures]


SAME_FIGURE = [
    ("The wall repair will cost £3.2 million.", "The wall repair will cost £3,200,000."),
    ("The storm flooded twelve homes in Alder.", "The storm flooded 12 homes in Alder."),
    ("The storm flooded a dozen homes in Alder.", "The storm flooded 12 homes in Alder."),
    ("The wall repair will cost about £3 million.", "The wall repair will cost £3.2 million."),
    ("The wall repair will cost £3 million.", "The wall repair will cost £3.2 million."),
    ("The march in Alder drew more than 5,000 people.", "The march in Alder drew 6,200 people."),
    ("The march in Alder drew up to 9,000 people.", "The march in Alder drew 6,200 people."),
    ("The fire destroyed half of the pine forest.", "The fire destroyed 50 % of the pine forest."),
    ("The storm flooded nearly 32 homes in Alder.", "The storm flooded 31 homes in Alder."),
    ("The storm flooded 30 homes in Alder Row.", "The storm flooded 31 homes in Alder Row."),
]

OTHER_CLAIM = [
    # another thing
    ("The new ferry will carry 180 passengers.", "The new ferry will carry 14 cars."),
    ("The ferry Kittiwake carries 180 passengers.", "The catamaran carries 60 passengers."),
    ("The old harbour wall was 380 metres long.", "The new harbour wall is 410 metres long."),
    ("The storm flooded 31 homes on Capstan Row.", "The storm damaged 40 homes on Capstan Row."),
    ("The storm flooded 31 homes on Capstan Row.", "The storm flooded 40 homes on Mill Lane."),
    ("The county paid 60 percent of it.", "The county paid 25 percent of the ferry's price."),
    ("The harbour wall is 410 metres long.", "The harbour wall is 1.2 metres higher."),
    ("The harbour wall repair cost £3 million.", "The harbour wall repair took 46 piles."),
    (
        "Repairing the harbour wall costs £9,000 a day.",
        "Repairing the harbour wall costs £38 a year.",
    ),
    ("Repairing the harbour wall costs £9,000 a day.", "Repairing the harbour wall costs £48,000."),
    ("The charity fed 17 families in Alder last week.", "The charity fed 23 pupils in Alder."),
    (
        "Prices for bread rose 5 percent in the town.",
        "Prices for bread fell 3 percent in the town.",
    ),
    ("Tickets cost £5.", "Tickets cost £8."),
    ("The man was fined £200.", "The man was fined £900."),
    ("Another 12 boats sank in the harbour storm.", "Nine boats sank in the harbour storm."),
    ("Nine boats sank in the harbour storm.", "No more than 5 of them sank in the harbour storm."),
    (
        "The first survey of the seabed found 14 wrecks.",
        "The second survey of the seabed found 20 wrecks.",
    ),
    (
        "Ada Roe, 41, was fined £320 for speeding on Dock Road.",
        "Ben Tal, 29, was fined £180 for speeding on Dock Road.",
    ),
    (
        "A driver was fined £320 for speeding on Dock Road in Alder.",
        "A driver was fined £180 for speeding on Dock Road in Alder.",
    ),
    (
        "The nature park of Great Orra covers 300 hectares.",
        "The heath in the nature park of Great Orra covers 85 hectares.",
    ),
    (
        "The Alder hospital trust has 240 beds.",
        "The Alder hospital trust has 60 beds for surgery.",
    ),
    (
        "Ida Brand won the 200 metres in Alder in 24.1 seconds.",
        "Ida Brand won the 400 metres in Alder in 53.8 seconds.",
    ),
    ("The Alder bridge was to cost £8 million.", "The Alder bridge cost £11.3 million."),
    (
        "The council hoped to plant 2,000 trees in Alder.",
        "The council planted 1,340 trees in Alder.",
    ),
    # another time
    (
        "Rainfall at Great Orra came to 42 millimetres on Monday.",
        "Rainfall at Great Orra came to 17 millimetres on Thursday.",
    ),
    (
        "The storm of 2019 flooded 31 homes in Alder.",
        "The storm of 2024 flooded 40 homes in Alder.",
    ),
    (
        "The lantern festival drew 5,000 visitors in May.",
        "The lantern festival drew 6,200 visitors in October.",
    ),
    (
        "In 2021 the cannery employed 240 workers in town.",
        "In 2023 the cannery employed 180 workers in town.",
    ),
    # no claim
    (
        "Tobias Renn, 58, broke his wrist on the boat.",
        "Tobias Renn, 61, broke his wrist on the boat.",
    ),
    (
        "The 58-year-old fisherman Tobias Renn broke his wrist.",
        "The 61-year-old fisherman Tobias Renn broke his wrist.",
    ),
    ("Fisherman Tobias Renn is aged 58.", "Fisherman Tobias Renn is aged 61."),
    (
        "The council meeting starts at 7 p.m. in the hall.",
        "The council meeting starts at 8 p.m. in the hall.",
    ),
    ("Skerrick Point won the final match 3-1.", "Skerrick Point won the final match 4-1."),
    (
        "Oona Fairlie has lived at No. 5 since the war.",
        "Oona Fairlie has lived at No. 7 since the war.",
    ),
    ("The harbour wall breach came on 9 February.", "The harbour wall breach came on 10 February."),
    ("The twelfth harbour race was won by Orra.", "The ninth harbour race was won by Orra."),
    # both are known to one of the two
    (
        "The wall repair bill rose from £3.2 million to £4.7 million.",
        "The wall repair bill is £3.2 million.",
    ),
    (
        "Repairing the harbour wall will cost £4.7 million, not the £3.2 million first thought.",
        "Repairing the harbour wall will cost £3.2 million.",
    ),
    (
        "Repairing the harbour wall will cost between £3 and £5 million.",
        "Repairing the harbour wall will cost £4.7 million.",
    ),
    (
        "Repairing the harbour wall will cost 3 to 5 million pounds.",
        "Repairing the harbour wall will cost 4.7 million pounds.",
    ),
]


@pytest.mark.parametrize(("one", "other"), SAME_FIGURE + OTHER_CLAIM)
def test_find_disagreements_is_silent_when_nothing_contradicts(one, other):
    assert figures_of(one, other) == []
    assert figures_of(other, one) == []


ONE, OTHER, _ = DISAGREE[0]


@pytest.mark.parametrize(
    ("published", "order"), [(date(2024, 2, 1), "ba"), (date(2024, 4, 1), "ab"), (None, "ab")]
)
def test_find_disagreements_puts_the_earlier_article_first_when_dates_are_known(published, order):
    [found] = find_disagreements([sentence(ONE, "a.md"), sentence(OTHER, "b.md", published)])
    assert "".join(citation.doc_id[0] for citation in found.citations) == order


def test_find_disagreements_is_silent_when_one_article_says_both():
    assert find_disagreements([sentence(ONE, "a.md"), sentence(OTHER, "a.md")]) == ()


def test_find_disagreements_is_silent_when_the_articles_are_near_duplicates():
    sentences = [sentence(ONE, "a.md", also_in=("b.md",)), sentence(OTHER, "b.md")]
    assert find_disagreements(sentences) == ()


def test_find_disagreements_is_silent_when_years_lie_between():
    sentences = [sentence(ONE, "a.md"), sentence(OTHER, "b.md", date(2026, 4, 1))]
    assert find_disagreements(sentences) == ()


def test_find_disagreements_is_silent_when_a_count_still_ran():
    one, other = (f"{so_far} boats are lost off Great Orra." for so_far in ("So far 11", "17"))
    later = date(2024, 3, 3)
    assert find_disagreements([sentence(one, "a.md"), sentence(other, "b.md", later)]) == ()


def test_find_disagreements_is_silent_when_it_is_measured_every_day():
    one, other = (f"The Alder 50 index rose {points} points in trading." for points in (31, 12))
    later = date(2024, 3, 2)
    assert find_disagreements([sentence(one, "a.md"), sentence(other, "b.md", later)]) == ()


def test_find_disagreements_reports_a_pair_once_when_it_is_cited_twice():
    sentences = [sentence(ONE, "a.md"), sentence(OTHER, "b.md"), sentence(ONE, "a.md")]
    assert len(find_disagreements(sentences)) == 1


def test_find_disagreements_reports_each_pair_when_three_articles_differ():
    third = OTHER.replace("4.7", "6.3")
    sentences = [sentence(ONE, "a.md"), sentence(OTHER, "b.md"), sentence(third, "c.md")]
    assert len(find_disagreements(sentences)) == 3


@pytest.mark.parametrize("text", ["", "1", "£", "… 5", "12 12 12", "٣ million", "100%" * 50])
def test_find_disagreements_is_silent_when_the_text_is_odd(text):
    assert find_disagreements([sentence(text, "a.md"), sentence(text, "b.md")]) == ()


def hit_of(text: str, doc_id: str) -> tuple[Hit, Document]:
    passage = Passage(passage_id=f"{doc_id}#0", doc_id=doc_id, start=0, end=len(text), text=text)
    document = Document(
        doc_id=doc_id, version="1", text=text, title="The harbour of Marlow Bay", published=MARCH
    )
    return Hit(passage=passage, score=1.0, rank=1), document


def test_find_disagreements_looks_into_the_hits_when_the_other_side_is_not_quoted():
    hit, document = hit_of(f"It rained. {OTHER} The council met.", "b.md")
    [found] = find_disagreements([sentence(ONE, "a.md")], [hit], {"b.md": document})
    assert found.figures == ("£3.2 million", "£4.7 million")
    assert [citation.marker for citation in found.citations] == [1, 2]
    other = found.citations[1]
    assert other.quote == OTHER == document.text[other.start : other.end]


def test_find_disagreements_is_silent_when_only_passages_that_are_not_cited_differ():
    one, first = hit_of(ONE, "a.md")
    other, second = hit_of(OTHER, "b.md")
    documents = {"a.md": first, "b.md": second}
    asked = [sentence("Gulls nest on 3 towers.", "c.md")]
    assert find_disagreements(asked, [one, other], documents) == ()


def test_find_disagreements_reports_a_pair_once_when_both_sides_are_hits_and_cited():
    hit, document = hit_of(OTHER, "b.md")
    asked = [sentence(ONE, "a.md"), sentence(OTHER, "b.md")]
    assert len(find_disagreements(asked, [hit], {"b.md": document})) == 1
