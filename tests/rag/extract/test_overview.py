"""What several articles say about a topic."""

from __future__ import annotations

from datetime import date

import pytest

from index.types import Document, Passage
from rag.english.overview_topic import bare_topic, overview_topic
from rag.extract.confidence import sure
from rag.extract.overview import independent_sources, write_overview
from rag.types import Citation, Hit

WALL = (
    "The harbour wall of Alder was rebuilt by masons from the north. It is made of granite."
    " Repairing the harbour wall cost £3 million. The harbour wall keeps out the spring tides."
)
STORM = "A storm tore a hole into the harbour wall in February. Six boats sank that night."
TEA = "The museum sells tea. Its garden has roses and a pond with carp in it."


def hits_of(
    articles: dict[str, str], published: dict[str, date] | None = None
) -> tuple[list[Hit], dict[str, Document]]:
    hits, documents = [], {}
    for position, (name, text) in enumerate(articles.items()):
        documents[name] = Document(
            doc_id=name, version="1", text=text, title=f"Article {position}",
            published=(published or {}).get(name),
        )  # fmt: skip
        passage = Passage(passage_id=name, doc_id=name, start=0, end=len(text), text=text)
        score = 1.0 - position / 10
        hits.append(Hit(passage=passage, score=score, rank=position + 1, lexical_score=10 * score))
    return hits, documents


def overview(
    articles: dict[str, str],
    topic: str = "the harbour wall",
    published: dict[str, date] | None = None,
    near_duplicates: dict[str, tuple[str, ...]] | None = None,
    **settings: object,
):
    hits, documents = hits_of(articles, published)
    extract = write_overview(
        topic, hits, documents, encoder=None, document_frequency=lambda word: 0.05,
        near_duplicates=near_duplicates or {}, **settings,
    )  # fmt: skip
    for span in extract.spans:
        assert documents[span.doc_id].text[span.start : span.end] == span.text
    return extract


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("What do our articles say about the harbour wall?", "the harbour wall"),
        ("what have our articles said about Ann Lee", "Ann Lee"),
        ("What do the articles from March 2024 say about AI?", "AI"),
        ("What has been written about seagrass?", "seagrass"),
        ("What has been reported so far on the storm?", "the storm"),
        ("What have we published about the ferry?", "the ferry"),
        ("What do we know about the cannery?", "the cannery"),
        ("What did we write about the cannery?", "the cannery"),
        ("What's known about the cable fault?", "the cable fault"),
        ("Summarise what we know about the wall.", "the wall"),
        ("Summarize our coverage of the wall", "the wall"),
        ("Sum up what our articles say about the wall", "the wall"),
        ("Please give me an overview of school meals.", "school meals"),
        ("So what does our coverage tell us about the storm?", "the storm"),
        ("What is said about AI in the Opinion section?", "AI"),
        ("Everything we have written about the ferry", "the ferry"),
        ("What do the stories  in our archive say about\nthe pope ?", "the pope"),
    ],
)
def test_overview_topic_gives_the_topic_when_all_articles_are_asked(question, topic):
    assert overview_topic(question) == topic


@pytest.mark.parametrize(
    "question",
    [
        "What did the wall repair cost?", "Who wrote about the storm?", "",
        "What did the mayor say about the wall?", "What does the report say about the wall?",
        "What do our articles say?", "What do our articles say about ?",
        "What did Einstein write about time?", "How many articles are about the ferry?",
        "What is the overview effect?", "When did we report on the ferry?",
        "What do critics say about the Church?", "Why do our articles say so much about tea?",
    ],
)  # fmt: skip
def test_overview_topic_is_none_when_the_question_asks_one_thing(question):
    assert overview_topic(question) is None


def test_write_overview_quotes_several_articles_when_several_tell():
    extract = overview({"wall.md": WALL, "storm.md": STORM, "tea.md": TEA})
    assert {span.doc_id for span in extract.spans} == {"wall.md", "storm.md"}
    assert extract.spans[1].doc_id != extract.spans[0].doc_id


def test_write_overview_takes_at_most_two_sentences_when_one_article_tells_more():
    spans = overview({"wall.md": WALL}).spans
    assert len(spans) == 2


def test_write_overview_counts_near_duplicates_once_when_they_are_linked():
    other = WALL.replace("masons", "builders").replace("spring tides", "winter storms")
    chain = {"a.md": ("b.md",), "b.md": ("a.md", "c.md"), "c.md": ("b.md",)}
    extract = overview(
        {"a.md": WALL, "b.md": other, "c.md": other + " Gulls nest on the harbour wall."},
        near_duplicates=chain,
    )
    assert len(extract.spans) == 2


def test_write_overview_says_nothing_twice_when_articles_share_a_sentence():
    shared = "The harbour wall of Alder was opened by the mayor on Saturday."
    extract = overview({"a.md": shared, "b.md": shared.replace("Saturday", "Saturday morning")})
    assert len(extract.spans) == 1


def test_write_overview_keeps_both_sentences_when_only_their_figures_differ():
    one = "Repairing the long harbour wall of Alder will cost the county £3.2 million."
    extract = overview({"a.md": one, "b.md": one.replace("3.2", "4.7")})
    assert len(extract.spans) == 2


def test_write_overview_is_in_the_order_of_dates_when_chronological():
    published = {"wall.md": date(2026, 4, 1), "storm.md": date(2024, 2, 9)}
    articles = {"undated.md": "Gulls nest on the harbour wall of Alder.", "wall.md": WALL,
                "storm.md": STORM}  # fmt: skip
    spans = overview(articles, published=published, chronological=True).spans
    assert list(dict.fromkeys(span.doc_id for span in spans)) == [
        "storm.md", "wall.md", "undated.md",
    ]  # fmt: skip


def test_write_overview_is_no_longer_than_asked_when_there_is_much():
    articles = {f"{n}.md": f"The harbour wall number {n} is old. {STORM}" for n in range(9)}
    assert len(overview(articles, most=3).spans) == 3


def test_write_overview_is_empty_when_no_article_tells():
    extract = overview({"tea.md": TEA})
    assert extract.spans == ()
    assert extract.confidence < 0.5


def test_write_overview_is_sure_when_the_topic_stands_word_for_word():
    assert overview({"wall.md": WALL, "tea.md": TEA}).confidence >= sure()


def test_write_overview_is_sure_of_a_single_word_when_it_stands_in_a_headline():
    articles = {"wall.md": WALL, "tea.md": TEA}
    found = [overview(articles, topic=topic).confidence >= sure() for topic in ("0", "heron")]
    assert found == [True, False]  # of "Article 0"


@pytest.mark.parametrize(
    ("left", "topic"),
    [
        ("the bridge?", "the bridge"),
        ("fishermen's losses", "fishermen's losses"),
        ("?", None),
        ("Who said so?", None),
        ("the wall was mended", None),
        (" ".join(["wall"] * 9), None),
    ],
)
def test_bare_topic_is_what_filters_left_when_that_asks_nothing(left, topic):
    assert bare_topic(left) == topic


@pytest.mark.parametrize("topic", ["", "?", "the", "AND OR", "x" * 2000, "ما هو", "\x00"])
def test_write_overview_stays_exact_when_the_topic_is_odd(topic):
    assert 0 <= overview({"wall.md": WALL, "empty.md": ""}, topic=topic).confidence <= 1


def test_write_overview_is_empty_when_there_are_no_hits():
    assert overview({}).spans == ()


def cited(doc_id: str, outlet: str | None = "Gazette", also_in: tuple[str, ...] = ()) -> Citation:
    return Citation(
        marker=1, doc_id=doc_id, version="1", passage_id=doc_id, start=0, end=1, quote="x",
        title="x", outlet=outlet, also_in=also_in,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("citations", "linked", "counts"),
    [
        ([], {}, (0, 0)),
        ([cited("a"), cited("a")], {}, (1, 1)),
        ([cited("a"), cited("b", "GAZETTE"), cited("c", "Post")], {}, (3, 2)),
        ([cited("a"), cited("b", None)], {}, (2, 1)),
        ([cited("a", also_in=("b",)), cited("b", "Post")], {}, (1, 1)),
        ([cited("a", also_in=("w",)), cited("b", "Post", ("w",))], {}, (1, 1)),
        ([cited("a"), cited("b", "Post")], {"a": ("b",), "b": ("a",)}, (1, 1)),
        ([cited("a"), cited("c", "Post"), cited("b", also_in=("a", "c"))], {}, (1, 1)),
    ],
)
def test_independent_sources_counts_stories_once_when_articles_repeat_one(
    citations, linked, counts
):
    found = independent_sources(citations, linked)
    assert (found.articles, found.outlets) == counts
