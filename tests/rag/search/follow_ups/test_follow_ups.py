"""Follow-ups on the sample, written to develop with: the passage is found with the real encoder.

Those on SQuAD in the same file need data that is not installed, and are left out here.
"""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import pytest

from benchmarks.shared.scratch_index import build_index
from eval.sample import sample_folder
from index.types import Filters
from rag.search.follow_ups.plan import plan_search
from rag.search.follow_ups.topic_shift import retrieve_plan
from rag.search.retrieve import HybridRetriever
from rag.types import Turn

LINES = Path(__file__).with_name("follow_ups.jsonl").read_text(encoding="utf-8").splitlines()
CASES = [case for case in map(json.loads, LINES) if "/" in case["doc_id"]]


@pytest.mark.slow
def test_follow_ups_find_their_passage_and_new_topics_theirs(tmp_path):
    index = build_index(sample_folder(), tmp_path / "index")
    if index.encoder.encoder is None:
        pytest.skip(f"no encoder: {index.encoder.problem}")
    retriever = HybridRetriever(index.snapshot(), index.encoder.encoder)
    missed = []
    for case in CASES:
        history = [Turn(question=question, answer=answer) for question, answer in case["history"]]
        plan = plan_search(case["question"], history)
        hits = retrieve_plan(plan, partial(retriever.retrieve_any, filters=Filters()), k=5)
        passages = [hit.passage for hit in hits if hit.passage.doc_id == case["doc_id"]]
        if not any(case["quote"] in passage.text for passage in passages):
            missed.append(case["question"])
    assert len(missed) <= 1, missed
