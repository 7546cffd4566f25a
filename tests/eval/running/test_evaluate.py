"""A run from beginning to end, over a tiny index with a fake encoder."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from eval.running.evaluate import evaluate
from eval.running.progress import RunProgress
from eval.runs.store import RunStore
from eval.types import Collection, Fact, GoldSentence, Query, Run, RunSettings
from index.errors import UsageError
from index.index import Index
from index.types import Encoder, Vectors

FERRY = "The new ferry cost nine million pounds. It sails on Mondays."
WALL = "The harbour wall fell in a storm. Nobody was hurt."


def gold(doc_id: str, quote: str, *answers: str) -> tuple[Fact, ...]:
    return (Fact(sentences=(GoldSentence(doc_id=doc_id, quote=quote),), answers=answers),)


QUERIES = (
    Query(
        query_id="ferry",
        text="What did the ferry cost?",
        qrels={"ferry.txt": 1},
        facts=gold("ferry.txt", "The new ferry cost nine million pounds.", "nine million pounds"),
        answerable=True,
    ),
    Query(
        query_id="wall",
        text="Why did the harbour wall fall?",
        qrels={"wall.txt": 1},
        facts=gold("wall.txt", "The harbour wall fell in a storm."),
        answerable=True,
    ),
    Query(query_id="moon", text="How far is the moon?", answerable=False),
)


class ReadingModel:
    """Answers from the passage that it is sent about the ferry, and refuses anything else."""

    name = "reading"

    def stream(self, messages):
        sent, question = messages[1]["content"].rsplit("Question:", 1)
        passages = sent.split("\n\n")
        number = next((n for n, text in enumerate(passages) if "nine million" in text), 0)
        said = f"<think>{number}?</think>It cost nine million pounds ({number})."
        yield said if "ferry" in question else "The passages do not tell why."


def collection_of(*queries: Query) -> Collection:
    return Collection(name="tiny", digest="tiny", read_queries=lambda: iter(queries))


@pytest.fixture
def index(empty_index: Index, write_articles: Callable[[dict[str, str]], Path]) -> Index:
    empty_index.sync(write_articles({"ferry.txt": FERRY, "wall.txt": WALL}))
    return empty_index


def test_evaluate_finds_and_measures_every_query(index: Index, tmp_path: Path):
    run = evaluate(collection_of(*QUERIES), index=index, runs=tmp_path / "runs")
    ferry, wall, moon = run.outcomes()
    assert ferry.retrieved[0].doc_id == "ferry.txt"
    assert ferry.values["nDCG@10"] == ferry.values["passage:Success@1"] == 1.0
    assert (ferry.gold[0].places[0].start, ferry.gold[0].places[0].end) == (0, 39)
    assert wall.answer is not None
    assert wall.answer.sentences[0].citations[0].exact
    assert "nDCG@10" not in moon.values
    measure = run.info.measure("nDCG@10")
    assert measure is not None
    assert (measure.value, measure.queries) == (1.0, 2)
    assert set(run.info.baselines) == {"always refuse", "never refuse"}


def test_evaluate_saves_another_run_when_it_is_repeated(index: Index, tmp_path: Path):
    one = evaluate(collection_of(*QUERIES), index=index, runs=tmp_path)
    other = evaluate(collection_of(*QUERIES), index=index, runs=tmp_path)
    assert one.folder != other.folder
    assert one.values("nDCG@10") == other.values("nDCG@10")
    assert one.info.fingerprint == other.info.fingerprint
    assert len(RunStore(tmp_path).infos()) == 2


def test_evaluate_goes_on_when_it_was_interrupted(index: Index, tmp_path: Path):
    asked: list[str] = []

    def interrupting() -> Iterator[Query]:
        for query in QUERIES:
            asked.append(query.query_id)
            yield query

    def stop(progress: RunProgress) -> None:
        if progress.doing == "asking" and progress.done == 2:
            raise KeyboardInterrupt

    collection = replace(collection_of(*QUERIES), read_queries=interrupting)
    with pytest.raises(KeyboardInterrupt):
        evaluate(collection, index=index, runs=tmp_path, notify=stop)
    assert RunStore(tmp_path).infos() == []
    [unfinished] = tmp_path.glob(".unfinished-*")
    assert len((unfinished / "asked.jsonl").read_text().splitlines()) == 2
    run = evaluate(collection, index=index, runs=tmp_path)
    assert [outcome.query_id for outcome in run.outcomes()] == ["ferry", "wall", "moon"]
    assert not list(tmp_path.glob(".*"))


def test_evaluate_counts_a_query_that_finds_nothing(index: Index, tmp_path: Path):
    strange = replace(QUERIES[0], query_id="x", filters=replace(QUERIES[0].filters, authors=("x",)))
    run = evaluate(collection_of(QUERIES[1], strange), index=index, runs=tmp_path)
    measure = run.info.measure("nDCG@10")
    assert run.info.missing == 1
    assert measure is not None
    assert measure.value == 0.5


def test_evaluate_keeps_to_the_settings(index: Index, tmp_path: Path):
    settings = RunSettings(lexical_weight=1.0, depth=1, answers=False)
    run = evaluate(collection_of(*QUERIES), settings, index=index, runs=tmp_path, label="lexical")
    first = next(run.outcomes())
    assert len(first.retrieved) == 1
    assert first.answer is None
    assert run.info.label == "lexical"
    assert run.info.name.startswith("lexical-")
    assert run.info.settings.lexical_weight == 1.0


def test_evaluate_writes_what_trec_eval_reads(index: Index, tmp_path: Path):
    run = evaluate(collection_of(*QUERIES), index=index, runs=tmp_path)
    assert (
        run.folder / "documents.qrels"
    ).read_text() == "ferry 0 ferry.txt 1\nwall 0 wall.txt 1\n"
    first = (run.folder / "documents.run").read_text().splitlines()[0]
    assert first.split()[:4] == ["ferry", "Q0", "ferry.txt", "1"]
    assert set(json.loads((run.folder / "run.json").read_text())) >= {"settings", "measures"}


@pytest.mark.parametrize(
    ("sentence", "problem"),
    [
        (GoldSentence(doc_id="none.txt", quote="x"), "none.txt: no such article in the index"),
        (GoldSentence(doc_id="wall.txt", quote="Gone."), "'Gone.' does not occur in it"),
        (
            GoldSentence(doc_id="wall.txt", quote="Gone.", start=900, end=905),
            "'Gone.' is not at 900-905 of its 50 characters",
        ),
        (
            GoldSentence(doc_id="wall.txt", quote="Nobody was hurt.", start=900, end=916),
            "is not at 900-916 of its 50 characters",
        ),
    ],
)
def test_evaluate_names_the_question_when_its_gold_is_not_there(
    index: Index, tmp_path: Path, sentence: GoldSentence, problem: str
):
    query = replace(QUERIES[0], facts=(Fact(sentences=(sentence,)),))
    strict = replace(collection_of(query), checks_gold=True)
    with pytest.raises(UsageError, match=f"question ferry: .*{problem}"):
        evaluate(strict, index=index, runs=tmp_path)
    assert not list(tmp_path.glob(".unfinished-*"))


def test_evaluate_counts_gold_that_cleaning_lost_when_nobody_wrote_it_down(
    index: Index, tmp_path: Path
):
    sentence = GoldSentence(doc_id="wall.txt", quote="Gone.")
    query = replace(QUERIES[0], facts=(Fact(sentences=(sentence,)),))
    run = evaluate(collection_of(query), index=index, runs=tmp_path)
    assert run.info.unlocated == 1
    assert run.values("passage:nDCG@10") == {"ferry": 0.0}


def test_evaluate_finds_a_gold_sentence_that_an_edit_has_moved(index: Index, tmp_path: Path):
    sentence = GoldSentence(doc_id="wall.txt", quote="Nobody was hurt.", start=1, end=17)
    query = replace(QUERIES[1], facts=(Fact(sentences=(sentence,)),))
    strict = replace(collection_of(query), checks_gold=True)
    outcome = next(evaluate(strict, index=index, runs=tmp_path).outcomes())
    assert outcome.gold[0].places[0].start == 34


def test_evaluate_refuses_an_empty_collection_and_an_unknown_measure(index: Index, tmp_path: Path):
    runs = tmp_path / "runs"
    with pytest.raises(UsageError, match="tiny: holds no queries"):
        evaluate(collection_of(), index=index, runs=runs)
    with pytest.raises(UsageError, match="nDGC@10"):
        evaluate(collection_of(*QUERIES), index=index, runs=runs, measures=["nDGC@10"])
    assert not runs.exists()


def all_values(run: Run) -> list[dict[str, float]]:
    return [outcome.values for outcome in run.outcomes()]


def test_evaluate_gives_the_same_values_whatever_the_limit(index: Index, tmp_path: Path):
    whole = evaluate(collection_of(*QUERIES), index=index, runs=tmp_path)
    part = evaluate(collection_of(*QUERIES), index=index, runs=tmp_path, limit=2)
    assert all_values(part) == all_values(whole)[:2]
    assert part.info.collection.digest != whole.info.collection.digest


@pytest.mark.parametrize(("depth", "times"), [(20, 1), (3, 2)])
def test_evaluate_searches_again_only_when_it_keeps_other_hits_than_the_answer_has(
    index: Index,
    tmp_path: Path,
    word_encoder: Encoder,
    monkeypatch: pytest.MonkeyPatch,
    depth: int,
    times: int,
):
    searched: list[str] = []
    encode = word_encoder.encode_queries

    def encode_queries(texts: Sequence[str]) -> Vectors:
        searched.extend(texts)
        return encode(texts)

    monkeypatch.setattr(word_encoder, "encode_queries", encode_queries)
    settings = RunSettings(depth=depth)
    evaluate(collection_of(*QUERIES), settings, index=index, runs=tmp_path)
    assert searched == [query.text for query in QUERIES for _ in range(times)]


def test_evaluate_measures_what_a_model_wrote_and_refused(index: Index, tmp_path: Path):
    run = evaluate(collection_of(*QUERIES), index=index, runs=tmp_path, model=ReadingModel())
    ferry, wall, moon = run.outcomes()
    assert ferry.answer
    assert ferry.answer.model == "reading"
    measures = ("ContainsAnswer", "CitationPrecision", "CitationRecall", "SupportRate")
    assert [ferry.values[name] for name in measures] == [1.0, 1.0, 1.0, 1.0]
    assert wall.values["RefusedAnswerable"] == 1.0
    assert moon.values["RefusalRight"] == 1.0
