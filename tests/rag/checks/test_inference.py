"""A cross-encoder for inference, made here: its weights are noise, its labels are real."""

from __future__ import annotations

import pytest

from index.errors import EncoderError
from rag.checks.inference import CrossEncoderEntailment


def _save_model(folder, labels):
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

    folder.mkdir()
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "the", "storm", "took", "boats"]
    (folder / "vocab.txt").write_text("\n".join(words), encoding="utf-8")
    BertTokenizerFast(str(folder / "vocab.txt")).save_pretrained(folder)
    config = BertConfig(
        vocab_size=len(words), hidden_size=8, num_hidden_layers=1, num_attention_heads=1,
        intermediate_size=8, id2label=dict(enumerate(labels)),
        label2id={label: place for place, label in enumerate(labels)},
    )  # fmt: skip
    BertForSequenceClassification(config).save_pretrained(folder)
    return str(folder)


@pytest.mark.slow
def test_judge_gives_probabilities_by_label(tmp_path):
    name = _save_model(tmp_path / "nli", ["CONTRADICTION", "ENTAILMENT", "NEUTRAL"])
    found = CrossEncoderEntailment(name).infer(
        ["The storm took boats.", "Boats."], "The storm took."
    )
    assert len(found) == 2
    assert all(0 < one.entailed < 1 and 0 < one.contradicted < 1 for one in found)
    assert all(one.entailed + one.contradicted < 1 for one in found)


@pytest.mark.slow
def test_judge_refuses_a_model_without_the_label(tmp_path):
    name = _save_model(tmp_path / "other", ["good", "bad"])
    with pytest.raises(EncoderError, match="no label is called entailment"):
        CrossEncoderEntailment(name).infer(["The storm."], "The storm.")


@pytest.mark.slow
def test_judge_says_what_is_wrong_with_an_empty_folder(tmp_path):
    with pytest.raises(EncoderError, match="cannot be loaded"):
        CrossEncoderEntailment(str(tmp_path)).infer(["The storm."], "The storm.")
