"""The names that users import: a leak or a forgotten name fails here."""

from __future__ import annotations

import subprocess
import sys

import eval as evaluation
import index
import rag


def test_rag_offers_these_names_and_no_others():
    assert rag.__all__ == [
        "answer", "Answerer", "Filters", "Turn", "Answer", "AnswerStatus", "Sentence", "Support",
        "SupportLevel", "Citation", "Hit", "Disagreement", "write_export", "read_export",
        "LanguageModel", "ModelError", "Retriever", "AnswerFinder", "AskOptions",
    ]  # fmt: skip
    assert all(getattr(rag, name) is not None for name in rag.__all__)


def test_index_offers_these_names_and_no_others():
    assert index.__all__ == [
        "find_index", "IndexSettings", "Index", "open_or_create", "SyncReport", "Snapshot",
        "Document", "Passage", "Filters", "Encoder", "BylineError",
    ]  # fmt: skip
    assert all(getattr(index, name) is not None for name in index.__all__)


def test_eval_offers_these_names_and_no_others():
    assert evaluation.__all__ == [
        "open_collection", "propose_questions", "Collection", "CorpusDocument", "Query",
        "evaluate", "score_run", "RunSettings", "Run", "RunInfo", "Outcome", "RunStore",
        "ablate", "compare", "Comparison", "gate", "GateResult",
        "write_html", "run_to_markdown", "comparison_to_markdown",
    ]  # fmt: skip
    assert all(getattr(evaluation, name) is not None for name in evaluation.__all__)


def test_importing_the_packages_loads_nothing_heavy():
    code = "import eval, index, rag, sys; print({'numpy', 'pydantic'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout == "set()\n"
