"""An answer loads nothing that it does not use, and the packages ship their types."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from eval.sample import sample_folder
from index.index import open_or_create

REPOSITORY = Path(__file__).parent.parent
NEVER = (
    "torch",
    "gradio",
    "matplotlib",
    "sentence_transformers",
    "transformers",
    "scipy",
    "pandas",
)


@pytest.mark.slow
def test_an_answer_loads_no_heavy_library_once_the_encoder_is_exported(tmp_path):
    index = open_or_create(tmp_path)
    index.sync(sample_folder())
    index.close()
    program = (
        "import sys; from pathlib import Path; import rag;"
        "answer = rag.answer('What did the wall repair cost?', index=Path(sys.argv[1]));"
        f"print(answer.status, sorted(set({NEVER!r}) & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)],
        capture_output=True,
        text=True,
        cwd=REPOSITORY,
        timeout=300,
    )
    assert done.stdout.split() == ["answered", "[]"], done.stderr


@pytest.mark.parametrize("package", ["rag", "index", "eval", "ui"])
def test_a_package_ships_its_types(package):
    assert (REPOSITORY / package / "py.typed").is_file()
