"""Fusion, filters, and near-duplicates that collapse into one hit."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.types import Filters
from rag.search.late_interaction import asks, max_similarities
from rag.search.retrieve import HybridRetriever, fuse
from rag.search.types import FusionWeights, WeightedQuery

ARTICLES = {
    "storm.md": "---\ntitle: Storm\nauthor: Ann Lee\ndate: 2024-03-01\noutlet: Gazette\n"
    "section: News\ntags: [weather, sea]\n---\n\nThe storm took twelve boats from the harbour.\n",
    "ferry.md": "---\ntitle: Ferry\nauthor: Bo Ray\ndate: 2025-05-05\noutlet: Chronicle\n---\n\n"
    "The ferry crosses the harbour from Monday.\n",
    "undated.md": "# Undated\n\nThe harbour is old.\n",
}


@pytest.fixture
def retriever(empty_index, write_articles):
    empty_index.sync(write_articles(ARTICLES))
    return HybridRetriever(empty_index.snapshot(), empty_index.encoder.encoder)


def doc_ids(hits):
    return [hit.passage.doc_id for hit in hits]


def test_fuse_scales_each_arm_to_one():
    fused = fuse([1, 2, 3], {1: 0.9, 2: 0.5, 3: 0.1}, {1: 0.0, 2: 8.0, 3: 4.0}, 0.4)
    assert fused == pytest.approx({1: 0.6, 2: 0.3 + 0.4, 3: 0.2})


@given(st.dictionaries(st.integers(1, 50), st.floats(-1, 1), min_size=1))
def test_fuse_keeps_the_order_of_the_only_arm(scores):
    rows = list(scores)
    fused = fuse(rows, scores, dict.fromkeys(rows, 0.0), 0.4)
    assert all(fused[a] >= fused[b] for a in rows for b in rows if scores[a] > scores[b])


def test_retrieve_scores_every_hit_in_both_arms(retriever):
    hits = retriever.retrieve("twelve boats storm", k=3, filters=Filters())
    assert doc_ids(hits)[0] == "storm.md"
    assert [hit.rank for hit in hits] == [1, 2, 3]
    assert all(hit.dense_score is not None and hit.lexical_score is not None for hit in hits)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(authors=("ann lee",)), {"storm.md"}),
        (Filters(outlets=("CHRONICLE",)), {"ferry.md"}),
        (Filters(sections=("news",)), {"storm.md"}),
        (Filters(tags=("sea",)), {"storm.md"}),
        (Filters(published_from=date(2025, 1, 1)), {"ferry.md"}),
        (Filters(published_to=date(2024, 12, 31)), {"storm.md"}),
        (Filters(doc_ids=("undated.md",)), {"undated.md"}),
        (Filters(authors=("nobody",)), set()),
    ],
)
def test_retrieve_filters_inside_the_search(retriever, filters, expected):
    assert set(doc_ids(retriever.retrieve("harbour", k=5, filters=filters))) == expected


def test_retrieve_uses_one_arm_alone_when_told(empty_index, write_articles):
    empty_index.sync(write_articles(ARTICLES))
    words = HybridRetriever(
        empty_index.snapshot(), empty_index.encoder.encoder, FusionWeights(lexical=1.0, late=0.0)
    ).retrieve("ferry", k=3, filters=Filters())
    assert words[0].passage.doc_id == "ferry.md"
    assert words[0].score == 1.0


def test_retrieve_collapses_near_duplicates(empty_index, write_articles):
    story = (
        "The old cable under Mill Street failed at noon on Tuesday, and four thousand homes in the"
        " north of the town stood without light until the evening, the company said. Crews dug for"
        " six hours before they found the fault, which lay below the post office."
    )
    folder = write_articles(
        {"a.md": f"# Dark\n\n{story}\n", "b.md": f"# Cable fails\n\n{story} More to come.\n"}
    )
    report = empty_index.sync(folder)
    assert report.near_duplicates == 1
    retriever = HybridRetriever(empty_index.snapshot(), empty_index.encoder.encoder)
    (hit,) = retriever.retrieve("cable fault", k=5, filters=Filters())
    assert {hit.passage.doc_id, *hit.also_in} == {"a.md", "b.md"}


def test_retrieve_any_is_retrieve_for_one_query(retriever):
    one = retriever.retrieve_any([WeightedQuery(text="harbour storm")], k=3, filters=Filters())
    assert one == retriever.retrieve("harbour storm", k=3, filters=Filters())


def test_retrieve_any_finds_what_the_heavier_query_asks_for(retriever):
    queries = [WeightedQuery(text="ferry"), WeightedQuery(text="twelve boats", weight=3)]
    hits = retriever.retrieve_any(queries, k=3, filters=Filters())
    assert doc_ids(hits)[:2] == ["storm.md", "ferry.md"]
    assert all(0 <= hit.score <= 1 for hit in hits)
    heavier = retriever.retrieve("twelve boats", k=1, filters=Filters())[0]
    assert hits[0].lexical_score == heavier.lexical_score


def test_retrieve_any_raises_articles_of_a_date_without_leaving_others_out(retriever):
    plain = WeightedQuery(text="twelve boats from the storm, and Monday")
    dated = WeightedQuery(text=plain.text, weight=9, published_from=date(2025, 1, 1))
    assert doc_ids(retriever.retrieve_any([plain], k=3, filters=Filters()))[0] == "storm.md"
    hits = retriever.retrieve_any([plain, dated], k=3, filters=Filters())
    assert doc_ids(hits) == ["ferry.md", "storm.md", "undated.md"]


def test_retrieve_any_keeps_to_the_filters_where_a_query_has_dates(retriever):
    dated = WeightedQuery(text="harbour", published_from=date(2025, 1, 1))
    old = Filters(published_to=date(2024, 12, 31))
    hits = retriever.retrieve_any([WeightedQuery(text="harbour"), dated], k=3, filters=old)
    assert doc_ids(hits) == ["storm.md"]


def test_late_interaction_reads_word_by_word(empty_index, write_articles):
    empty_index.sync(write_articles(ARTICLES))
    snapshot, encoder = empty_index.snapshot(), empty_index.encoder.encoder
    hits = HybridRetriever(snapshot, encoder).retrieve("boats", k=3, filters=Filters())
    documents = snapshot.documents(doc_ids(hits))
    near = max_similarities(["boats", "boats harbour"], hits, documents, encoder)
    assert near.shape == (2, 3)
    assert int(near[0].argmax()) == doc_ids(hits).index("storm.md")


def test_hits_behind_the_reranked_ones_stay_behind(empty_index, write_articles, monkeypatch):
    monkeypatch.setattr("rag.search.retrieve.RERANKED", 2)
    empty_index.sync(write_articles(ARTICLES))
    snapshot, encoder = empty_index.snapshot(), empty_index.encoder.encoder
    fused = FusionWeights(late=0.0)
    before = HybridRetriever(snapshot, encoder, fused).retrieve(
        "Which harbour?", k=3, filters=Filters()
    )
    after = HybridRetriever(snapshot, encoder).retrieve("Which harbour?", k=3, filters=Filters())
    assert doc_ids(after)[2] == doc_ids(before)[2]
    assert [hit.rank for hit in after] == [1, 2, 3]
    assert sorted((hit.score for hit in after), reverse=True) == [hit.score for hit in after]


@pytest.mark.parametrize(
    ("query", "asking"),
    [
        ("how old is the harbour", True), ("In what year did it open", True),
        ("Is the ferry late", True), ("the ferry is late?", True),
        ("The ferry is late.", False), ("ferry timetable", False),
    ],
)  # fmt: skip
def test_late_interaction_is_for_what_asks(query, asking):
    assert asks(query) is asking
