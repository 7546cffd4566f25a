"""What is told when something is no collection, or options do not fit it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from eval.collections import open_collection
from index.errors import UsageError


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("samples", "no such collection; possible are `sample`, a question or feedback file"),
        ("empty", "holds no corpus.jsonl with queries.jsonl; for articles of your own"),
        ("book.xlsx", "a collection cannot be .xlsx; possible: `sample`"),
    ],
)
def test_open_collection_says_what_is_possible_when_it_is_none(tmp_path, name, problem):
    (tmp_path / "empty").mkdir()
    (tmp_path / "book.xlsx").write_bytes(b"PK")
    with pytest.raises(UsageError) as caught:
        open_collection(str(tmp_path / name))
    assert problem in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({"half": "best"}, "no half 'best': tuning or reporting"),
        ({"split": "test"}, "sample: 'split' says nothing about this collection: leave it out"),
        ({"folder": Path()}, "sample: 'folder' says nothing about this collection"),
        ({"columns": {"query": "q"}}, "sample: 'columns' says nothing about this collection"),
        ({"qrels": Path("a")}, "--queries and --qrels go together"),
    ],
)
def test_open_collection_says_so_when_an_option_does_not_fit(options, problem):
    with pytest.raises(UsageError, match=problem):
        open_collection("sample", **options)


def test_importing_collections_loads_no_heavy_library():
    heavy = "{'torch', 'ir_datasets', 'tantivy', 'faiss', 'trafilatura', 'gradio', 'pandas'}"
    code = f"import sys, eval.collections; print({heavy} & set(sys.modules))"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "set()"
