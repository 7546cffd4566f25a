"""Tokenised text as it was printed, and the files of its sentences."""

from __future__ import annotations

import json

from benchmarks.calibrate.trecqa import as_written, read_trecqa, write_candidates


def test_as_written_joins_stops_and_brackets_when_text_is_tokenised():
    text = as_written("the book -LRB- `` Iron '' -RRB- , Hugo 's , did n't sell .")
    assert text == "the book (\" Iron \"), Hugo's, didn't sell."


def test_read_trecqa_puts_right_sentences_first_when_it_reads(tmp_path):
    row = {
        "id": "7",
        "question": "Who wrote it ?",
        "candidates": [{"text": "No one .", "label": 0}, {"text": "Ada did .", "label": 1}],
    }
    (tmp_path / "train.jsonl").write_text(json.dumps(row) + "\n")
    (question,) = read_trecqa(tmp_path)
    assert list(question.sentences()) == [("7-00.txt", True), ("7-01.txt", False)]
    write_candidates([question], tmp_path / "out")
    assert (tmp_path / "out" / "7-00.txt").read_text() == "Ada did.\n"
