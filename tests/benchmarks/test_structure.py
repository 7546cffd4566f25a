"""The figures of a small house whose faults are known, and of the house itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.shared.types import BenchResult
from benchmarks.structure.main import LOOSE, ROOT, measure

PROJECT = """
[tool.hatch.build.targets.wheel]
packages = ["index", "rag", "eval", "ui"]
exclude = ["eval/sample/baseline"]
"""
SIX_LINES = "\n".join(f"value_{number} = {number}" for number in range(6))


def _house(root: Path, files: dict[str, str]) -> BenchResult:
    sound = {
        "pyproject.toml": PROJECT,
        "index/base.py": '"""The ground."""\ndef f():\n    return 1\n',
        "rag/story.py": "import index.base\n",
        "eval/sample/baseline/run.json": "{}",
        "benchmarks/heavy.py": "import rag.story\n",
        "ui/web/static/vendor/theirs.js": "one\ntwo\n",
        "ui/web/static/ours.js": "one\n",
    }
    for name, text in {**sound, **files}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return measure(root, draw=2)


def test_structure_counts_what_is_shipped_when_all_is_well(tmp_path: Path):
    result = _house(tmp_path, {})
    assert result.values["lines"] == 3 + 1 + 1
    assert result.values["lines_js"] == 1
    assert result.values["loose_index"] == 1
    assert result.values["function_lines_max"] == 2
    assert result.values["longest_chain"] == 3
    faults = ("circles", "imports_back_up", "repeated_places", "wheel_strays")
    assert [result.values[fault] for fault in faults] == [0, 0, 0, 0]
    assert sum(note.startswith("drawn") for note in result.notes) == 2


@pytest.mark.parametrize(
    ("fault", "files"),
    [
        ("circles", {"index/base.py": "import index.top\n", "index/top.py": "import index.base\n"}),
        ("circles", {"rag/a.py": "import rag.b\n", "rag/b.py": "def f():\n    import rag.a\n"}),
        ("imports_back_up", {"index/top.py": "from rag import story\n"}),
        (
            "imports_back_up",
            {
                "rag/a/one.py": "import rag.b.one\n",
                "rag/b/one.py": "",
                "rag/b/two.py": "import rag.a.two\n",
                "rag/a/two.py": "",
            },
        ),
        ("repeated_places", {"rag/a.py": SIX_LINES, "rag/b.py": f"x = 1\n{SIX_LINES}\n"}),
        ("wheel_strays", {"pyproject.toml": PROJECT.replace('"ui"', '"ui", "benchmarks"')}),
        ("wheel_strays", {"pyproject.toml": PROJECT.replace("exclude", "other")}),
    ],
)
def test_structure_counts_one_when_the_house_has_a_fault(
    tmp_path: Path, fault: str, files: dict[str, str]
):
    result = _house(tmp_path, {"ui/long.py": "def f():\n    return 1\n", **files})
    assert result.values[fault] == 1, result.notes


def test_chain_leaves_out_what_is_imported_late_and_keeps_what_types_need(tmp_path: Path):
    late = {"rag/late.py": "def f():\n    import rag.story\n"}
    assert _house(tmp_path, late).values["longest_chain"] == 3
    typed = {"ui/typed.py": "if TYPE_CHECKING:\n    import benchmarks.heavy\n"}
    assert _house(tmp_path, typed).values["longest_chain"] == 4


def test_house_has_no_circle_and_ships_no_benchmark():
    result = measure(ROOT)
    for figure in ("circles", "imports_back_up", "wheel_strays"):
        assert result.values[figure] == 0, result.notes
    assert result.values["function_lines_max"] <= 70
    assert result.values["lines"] > 10_000
    assert all(result.values[f"loose_{folder}"] > 0 for folder in LOOSE)
