"""Answers as JSON: what is read back is what was written."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.errors import UsageError
from index.types import Filters, Passage
from rag.export.stored import read_export
from rag.export.write import write_export
from rag.types import (
    Answer,
    AnswerStatus,
    Citation,
    Disagreement,
    Hit,
    Sentence,
    Support,
    SupportLevel,
)

texts = st.text(max_size=12)  # without halves of surrogate pairs, as the store holds none
names = st.lists(texts, max_size=2).map(tuple)
places = st.integers(0, 10**9)
scores = st.floats(allow_nan=False, allow_infinity=False)
days = st.none() | st.dates(min_value=date(1, 1, 1))
filters = st.builds(
    Filters, published_from=days, published_to=days, authors=names, outlets=names, sections=names,
    tags=names, doc_ids=names, excluded_doc_ids=names,
)  # fmt: skip
passages = st.builds(
    Passage, passage_id=texts, doc_id=texts, start=places, end=places, text=texts,
    heading=st.none() | texts,
)  # fmt: skip
hits = st.builds(
    Hit, passage=passages, score=scores, rank=places, dense_score=st.none() | scores,
    dense_rank=st.none() | places, lexical_score=st.none() | scores,
    lexical_rank=st.none() | places, also_in=names,
)  # fmt: skip
citations = st.builds(
    Citation, marker=places, doc_id=texts, version=texts, passage_id=texts, start=places,
    end=places, quote=texts, title=texts, title_derived=st.booleans(), authors=names,
    published=days, outlet=st.none() | texts, uri=st.none() | texts, page=st.none() | places,
    also_in=names,
)  # fmt: skip
sentences = st.builds(
    Sentence, text=texts, citations=st.lists(citations, max_size=2).map(tuple),
    support=st.builds(Support, level=st.sampled_from(SupportLevel), reasons=names),
    repaired=st.booleans(),
)  # fmt: skip
answers = st.builds(
    Answer, question=texts, standalone_question=texts, filters=filters,
    sentences=st.lists(sentences, max_size=2).map(tuple),
    hits=st.lists(hits, max_size=2).map(tuple), status=st.sampled_from(AnswerStatus),
    confidence=st.floats(0, 1), model=st.none() | texts, notices=names,
    timings=st.dictionaries(texts, scores, max_size=2), generation=places, searched=names,
    read_filters=filters,
    disagreements=st.lists(
        st.builds(
            Disagreement, figures=st.tuples(texts, texts),
            citations=st.tuples(citations, citations),
        ),
        max_size=1,
    ).map(tuple),
)  # fmt: skip


@settings(
    deadline=None, max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(conversation=st.lists(answers, min_size=1, max_size=2))
def test_read_export_gives_equal_answers_when_they_were_exported(tmp_path, conversation):
    path = tmp_path / "taken.json"
    write_export(path, conversation)
    read = read_export(path)
    assert read == tuple(conversation)
    assert [a.timings for a in read] == [a.timings for a in conversation]


@settings(
    deadline=None, max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(conversation=st.lists(answers, min_size=1, max_size=2), data=st.data())
def test_every_format_can_be_written_when_the_answer_is_odd(tmp_path, conversation, data):
    suffix = data.draw(st.sampled_from([".md", ".html", ".docx", ".bib"]))
    write_export(tmp_path / f"taken{suffix}", conversation)


def an_answer() -> Answer:
    return Answer(
        question="Who?", standalone_question="Who?", filters=Filters(), sentences=(), hits=(),
        status=AnswerStatus.NOT_IN_ARTICLES, confidence=0.1,
    )  # fmt: skip


def test_read_export_replaces_half_a_character_when_the_answer_holds_one(tmp_path):
    from dataclasses import replace

    path = tmp_path / "taken.json"
    write_export(path, [replace(an_answer(), question="a\ud800b")])
    assert read_export(path)[0].question == "a\ufffdb"


def change(path: Path, **changed: object) -> None:
    whole = json.loads(path.read_text())
    whole["answers"][0].update(changed)
    path.write_text(json.dumps(whole))


@pytest.mark.parametrize(
    "changed",
    [{"question": None}, {"question": 1}, {"status": "perhaps"}, {"sentences": {}},
     {"confidence": "high"}, {"hits": [{}]}, {"filters": {"published_from": "2024-13-01"}},
     {"generation": "1"}],
)  # fmt: skip
def test_read_export_says_where_when_a_field_is_damaged(tmp_path, changed):
    path = tmp_path / "taken.json"
    write_export(path, [an_answer()])
    change(path, **changed)
    with pytest.raises(UsageError, match=f"damaged at 0.{next(iter(changed))}") as caught:
        read_export(path)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b"{}", b"\xff\xfe", b"[" * 100_000, b'{"format":"other"}',
     b'{"format":"byline answers","version":2,"answers":[]}', b'{"a":1}{',
     b'{"format":"byline answers","version":1}',
     b'{"format":"byline answers","version":1,"answers":{"a":NaN}}'],
)  # fmt: skip
def test_read_export_complains_in_one_line_when_the_file_is_something_else(tmp_path, content):
    path = tmp_path / "taken.json"
    path.write_bytes(content)
    with pytest.raises(UsageError) as caught:
        read_export(path)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["missing.json", "."])
def test_read_export_complains_when_there_is_no_such_file(tmp_path, name):
    with pytest.raises(UsageError, match="cannot be read"):
        read_export(tmp_path / name)


def test_read_export_complains_when_the_file_was_cut_short(tmp_path):
    path = tmp_path / "taken.json"
    write_export(path, [an_answer()])
    whole = path.read_bytes()
    for length in range(0, len(whole) - 2, 7):
        path.write_bytes(whole[:length])
        with pytest.raises(UsageError):
            read_export(path)
