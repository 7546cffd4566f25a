"""Code metrics of this repository: lines, folders, imports, functions, clones, random sample.

`--limit N` draws N files, always the same for one state of the house, and shows what a newcomer
would see first of each: its path and the first line of its docstring.
"""

from __future__ import annotations

import random
import statistics
from collections.abc import Iterable, Sequence
from pathlib import Path

from benchmarks.shared.types import BenchOptions, BenchResult
from benchmarks.structure.code_metrics import (
    CodeFile,
    code_in,
    function_lengths,
    list_files,
    loose_modules,
    read_wheel,
)
from benchmarks.structure.imports import (
    circles,
    climbing,
    longest_chain,
    read_imports,
    turning_back,
)
from benchmarks.structure.repeats import repeated

ROOT = Path(__file__).parents[2]
FLOORS = ("index", "rag", "eval", "ui", "benchmarks")
LOOSE = {"rag": 7, "index": 13, "eval": 2, "ui": 2, "ui/web": 8}
NOT_SHIPPED = ("benchmarks/", "tests/", "eval/sample/baseline/")
SEED = 10
SHOWN = 5

TARGETS = {
    "lines": "<= 40000",
    **{f"loose_{folder}": f"<= {most}" for folder, most in LOOSE.items()},
    "circles": "0",
    "imports_back_up": "0",
    "longest_chain": "<= 14",
    "function_lines_median": "<= 8",
    "function_lines_max": "<= 70",
    "repeated_places": "<= 5",
    "wheel_strays": "0",
}


def run(options: BenchOptions) -> BenchResult:
    """Measure the checkout that this file lies in."""
    return measure(ROOT, draw=options.limit or 0)


def measure(root: Path, *, draw: int = 0) -> BenchResult:
    """Measure the house at `root`; `draw` files of it are shown in the notes."""
    wheel = read_wheel(root)
    shipped = code_in(root, wheel)
    python = [source for source in shipped if source.kind == "py"]
    everything = [*shipped, *code_in(root, list_files(root, "benchmarks"))]
    imports = read_imports(everything, late=True)
    chain = longest_chain(read_imports(everything, late=False))
    back_up = [*climbing(imports, FLOORS), *turning_back(imports)]
    lengths = sorted(function_lengths(python), reverse=True)
    repeats = repeated(everything)
    strays = [name for name in wheel if name.startswith(NOT_SHIPPED)]
    return BenchResult(
        values={
            "lines": _lines(shipped),
            **{f"lines_{kind}": _lines(_of(kind, shipped)) for kind in ("py", "js", "css")},
            "lines_benchmarks": _lines(everything) - _lines(shipped),
            **{f"loose_{folder}": len(loose_modules(shipped, folder)) for folder in LOOSE},
            "circles": len(circles(imports)),
            "imports_back_up": len(back_up),
            "longest_chain": len(chain),
            "functions": len(lengths),
            "function_lines_median": statistics.median(length for length, _ in lengths),
            "function_lines_max": lengths[0][0],
            "file_lines_max": max(len(source.lines) for source in shipped),
            "repeated_places": len(repeats),
            "wheel_strays": len(strays),
        },
        targets=TARGETS,
        notes=(
            f"longest chain: {' > '.join(chain)}",
            *(f"back up: {importer} imports {imported}" for importer, imported in back_up),
            *(f"loose: {name}" for name in _crowded(shipped)),
            *(f"long function: {length} lines, {place}" for length, place in lengths[:SHOWN]),
            *(f"long file: {len(s.lines)} lines, {s.name}" for s in _longest(shipped)),
            *(f"stands twice: {pair}" for pair in repeats),
            *(f"in the wheel: {name}" for name in strays),
            *newcomers_draw(everything, draw),
        ),
    )


def newcomers_draw(sources: Sequence[CodeFile], count: int) -> list[str]:
    """`count` files drawn at random with a fixed seed: path, and what its first line says."""
    drawn = random.Random(SEED).sample(sources, min(count, len(sources)))
    return [f"drawn (seed {SEED}): {source.name}: {source.first_words}" for source in drawn]


def _crowded(sources: Sequence[CodeFile]) -> list[str]:
    """For each folder over its number what lies in it."""
    loose = {folder: loose_modules(sources, folder) for folder in LOOSE}
    return [
        f"{folder}: {' '.join(found)}"
        for folder, found in loose.items()
        if len(found) > LOOSE[folder]
    ]


def _longest(sources: Sequence[CodeFile]) -> list[CodeFile]:
    return sorted(sources, key=lambda source: -len(source.lines))[:SHOWN]


def _of(kind: str, sources: Iterable[CodeFile]) -> list[CodeFile]:
    return [source for source in sources if source.kind == kind]


def _lines(sources: Iterable[CodeFile]) -> int:
    return sum(len(source.lines) for source in sources)
