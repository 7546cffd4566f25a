"""The hostile documents themselves, without a browser."""

from __future__ import annotations

from pathlib import Path

from benchmarks.hostile.documents import write_documents
from benchmarks.hostile.model import Repeating
from benchmarks.hostile.payloads import PAYLOADS
from index.index import Index


def test_sixty_documents_are_all_read(empty_index: Index, tmp_path: Path) -> None:
    documents = write_documents(tmp_path / "articles")
    empty_index.sync(tmp_path / "articles")
    assert len({payload.name for payload in PAYLOADS}) == len(documents) == 60
    indexed = {document.doc_id for document in empty_index.snapshot().about.values()}
    assert {one.doc_id for one in documents} == indexed
    assert len({one.question for one in documents}) == 60


def test_model_repeats_passages_word_for_word_with_markers() -> None:
    prompt = "Passages:\n\n<passage-1a 1>\nThe title\nOne <b>. Two.\n</passage-1a>\n\nQuestion: x"
    said = "".join(Repeating().stream([{"role": "user", "content": prompt}]))
    assert said == "One <b>. [1]\nTwo. [1]\nThe title [1]\n"
