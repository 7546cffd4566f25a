"""Filters are read from a question only where it speaks of publication."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.types import Document, Filters
from rag.search.filters.periods import find_periods
from rag.search.filters.reading import DateRange, merge, read_filters, with_boosts
from rag.search.retrieve import HybridRetriever
from rag.search.types import WeightedQuery

TODAY = date(2026, 5, 1)  # a Friday


def article(author: str, outlet: str, published: date | None, section: str) -> Document:
    return Document(
        doc_id=f"{author}{published}",
        version="1",
        text="",
        title="A title",
        authors=(author,),
        outlet=outlet,
        published=published,
        section=section,
    )


ABOUT = [
    article("Ann Lee", "The Marlow Bay Gazette", date(2024, 3, 10), "News"),
    article("J. R. Holt", "The Marlow Bay Gazette", date(2025, 8, 21), "Sport"),
    article("Bo Ray", "The Pellow Valley Chronicle", date(2026, 4, 24), "Opinion"),
    article("Cy Ray", "The Upper Chronicle", None, "News"),
]


def read(question, given_filters=None):
    return read_filters(question, ABOUT, TODAY, given_filters)


@pytest.mark.parametrize(
    "question",
    [
        "What happened in Hollywood in 2023?",
        "What happened last week?",
        "Who was injured in the storm of March 2024?",
        "What has changed since 2023?",
        "Who owns the Gazette?",
        "How long has Ann Lee lived in Marlow?",
        "What did Tobias Holt say?",
        "What was written by Mary Ann Lee?",
        "Who founded the London Gazette?",
        "What happened on Gazette Street in 2024?",
        "What do our articles say about the wall?",
        "What did the Chronicle say about lanterns?",  # there are two
        "What did Ray write about the wall?",  # there are two
        "How did Ann feel about the storm in Lee?",
        "What do stories not by Ann Lee say about jobs?",
        "Which sport did Holt play?",
        "Who became president of ABC News in 1977?",
        "",
    ],
)
def test_read_filters_reads_nothing_when_a_question_is_about_events(question):
    found = read(question)
    assert found.filters == Filters()
    assert (found.question, found.problem) == (question, "")


GAZETTE = ("The Marlow Bay Gazette",)


@pytest.mark.parametrize(
    ("question", "filters", "left"),
    [
        ("What has Ann Lee written about the wall?", Filters(authors=("Ann Lee",)), "the wall?"),
        ("what has ann lee written about the wall", Filters(authors=("Ann Lee",)), "the wall"),
        ("articles by J.R. Holt about jobs", Filters(authors=("J. R. Holt",)), "jobs"),
        ("What did Ms. Lee report on jobs?", Filters(authors=("Ann Lee",)), "jobs?"),
        ("Anything by Lee or Holt?", Filters(authors=("Ann Lee", "J. R. Holt")),
         "Anything by Lee or Holt?"),
        (
            "According to the Gazette, how many boats sank?",
            Filters(outlets=GAZETTE),
            "how many boats sank?",
        ),
        ("What price did the Bay Gazette give?", Filters(outlets=GAZETTE), "What price?"),
        (
            "What did the Gazette say about the storm of 2024?",
            Filters(outlets=GAZETTE),
            "the storm of 2024?",
        ),
        (
            "Was the ferry in the Gazette before 2026?",
            Filters(outlets=GAZETTE, published_to=date(2025, 12, 31)),
            "Was the ferry?",
        ),
        ("Who won the regatta in the Sport section?", Filters(sections=("Sport",)),
         "Who won the regatta?"),
    ],
)  # fmt: skip
def test_read_filters_knows_the_names_of_the_index(question, filters, left):
    found = read(question)
    assert found.filters == filters
    assert found.question == left


@pytest.mark.parametrize(
    ("question", "first", "last"),
    [
        ("articles from March 2024 about jobs", date(2024, 3, 1), date(2024, 3, 31)),
        ("stories published since March 2024 about jobs", date(2024, 3, 1), None),
        ("stories written before April 2024 about jobs", None, date(2024, 3, 31)),
        ("articles after 9 March 2024 about jobs", date(2024, 3, 10), None),
        ("articles until 2024 about jobs", None, date(2024, 12, 31)),
        ("articles between 2024 and June 2025 on jobs", date(2024, 1, 1), date(2025, 6, 30)),
        ("articles from the 2020s about jobs", date(2020, 1, 1), date(2029, 12, 31)),
        ("articles published on March 10, 2024 about jobs", date(2024, 3, 10), date(2024, 3, 10)),
        ("What was published in August about jobs?", date(2025, 8, 1), date(2025, 8, 31)),
        ("What do last week's articles say about jobs?", date(2026, 4, 20), date(2026, 4, 26)),
        ("stories from last month about jobs", date(2026, 4, 1), date(2026, 4, 30)),
        ("stories from last year about jobs", date(2025, 1, 1), date(2025, 12, 31)),
        ("stories from the past two weeks about jobs", date(2026, 4, 17), TODAY),
        ("What has been written about jobs since 2025?", date(2025, 1, 1), None),
        ("What do our articles say about jobs since 2025?", date(2025, 1, 1), None),
        ("articles from March 2024 onwards about jobs", date(2024, 3, 1), None),
    ],
)
def test_read_filters_reads_times_of_publication(question, first, last):
    found = read(question)
    assert found.filters == Filters(published_from=first, published_to=last)
    assert "jobs" in found.question
    assert "20" not in found.question


def test_read_filters_tells_when_no_article_would_be_left():
    found = read("What has Ann Lee written since 2025 about jobs?")
    assert found.filters == Filters()
    assert found.question == "What has Ann Lee written since 2025 about jobs?"
    assert found.problem == (
        "No article is by Ann Lee and published since 2025-01-01: searched without that."
    )


def test_read_filters_leaves_a_field_that_was_given():
    chosen = Filters(authors=("Bo Ray",))
    found = read("What has Ann Lee written about jobs in the Opinion section?", chosen)
    assert found.filters == Filters(sections=("Opinion",))
    assert merge(found.filters, chosen) == Filters(authors=("Bo Ray",), sections=("Opinion",))


def test_read_filters_keeps_the_question_when_nothing_else_is_asked():
    assert read("What has Ann Lee written?").question == "What has Ann Lee written?"


@pytest.mark.parametrize(
    ("question", "boosts"),
    [
        ("What happened in the town in 2024?", (DateRange(first=date(2024, 1, 1),
                                                          last=date(2024, 12, 31)),)),
        ("What happened in Hollywood in 1950?", ()),  # no article is of that time
        ("What does the latest article about jobs say?", (DateRange(first=date(2026, 4, 24)),)),
        ("What has Ann Lee written about the storm of 2024?",
         (DateRange(first=date(2024, 1, 1), last=date(2024, 12, 31)),)),
    ],
)  # fmt: skip
def test_read_filters_takes_the_time_of_an_event_for_a_boost(question, boosts):
    assert read(question).boosts == boosts


def test_an_article_of_a_later_year_answers_what_happened_in_hollywood_in_2023(
    empty_index, write_articles
):
    dated = "---\ntitle: {0}\ndate: {1}\n---\n\n{2}\n"
    articles = {
        "essay.md": dated.format(
            "Essay", "2025-02-20", "In Hollywood in 2023 writers and actors walked out in strikes."
        ),
        "market.md": dated.format(
            "Market", "2023-06-01", "The market opened, it happened to rain."
        ),
        "dogs.md": dated.format("Dogs", "2024-06-01", "Dogs have a beach of their own."),
    }
    empty_index.sync(write_articles(articles))
    snapshot = empty_index.snapshot()
    question = "What happened in Hollywood in 2023?"
    found = read_filters(question, list(snapshot.about.values()), TODAY)
    assert found.filters == Filters()
    assert found.boosts == (DateRange(first=date(2023, 1, 1), last=date(2023, 12, 31)),)
    queries = with_boosts([WeightedQuery(text=question)], found.boosts)
    hits = HybridRetriever(snapshot, empty_index.encoder.encoder).retrieve_any(
        queries, k=3, filters=found.filters
    )
    assert hits[0].passage.doc_id == "essay.md"
    assert len(hits) == 3


@given(st.text(), st.sampled_from(["", "articles by Ann Lee ", "since 9999-99-99 ", "⟦author7⟧ "]))
def test_read_filters_reads_any_text(text, opening):
    assert read(opening + text).question is not None


@given(st.text(alphabet="⟦⟧authorsidewithin0123 ", max_size=40))
def test_read_filters_is_not_misled_by_signs_of_its_own(text):
    assert read(f"articles by {text} from 2024").question is not None


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("since Sept 2024", date(2024, 9, 1), None),
        ("in Oct. 2024", date(2024, 10, 1), date(2024, 10, 31)),
        ("between January and June 2024", date(2024, 1, 1), date(2024, 6, 30)),
        ("from November to February 2025", date(2024, 11, 1), date(2025, 2, 28)),
        ("between 3 and 9 October 2024", date(2024, 10, 3), date(2024, 10, 9)),
        ("from 28 Sept to 2 October 2024", date(2024, 9, 28), date(2024, 10, 2)),
        ("on 12.09.2024", date(2024, 9, 12), date(2024, 9, 12)),
        ("on 25/03/2024", date(2024, 3, 25), date(2024, 3, 25)),
        ("in spring 2025", date(2025, 3, 1), date(2025, 5, 31)),
        ("in the winter of 2024", date(2024, 12, 1), date(2025, 2, 28)),
        ("in the first half of 2025", date(2025, 1, 1), date(2025, 6, 30)),
        ("before Q3 2025", None, date(2025, 6, 30)),
    ],
)
def test_periods_are_read_as_people_write_them(written, first, last):
    (period,) = find_periods(f"What has Ann Lee written {written}?", TODAY)
    assert (period.first, period.last) == (first, last)


@pytest.mark.parametrize("question", ["Who is Jan Sept?", "between 3 and 9 boats", "in 12.5 hours"])
def test_what_is_no_period_is_none(question):
    assert find_periods(question, TODAY) == []
