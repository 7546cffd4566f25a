"""Growth benchmark: does a text function of rag/ or index/ take more than its share of time?

Each is run over two hundred adversarial strings of 3,000, 12,000 and 48,000 characters; CPU time
that grows faster than the text is measured again, and reported with the function and the string.
The controls are quadratic, and must be caught.

`--only NAMES` takes the functions whose names hold it, `--limit N` every so many pairs that N are
left. It goes on when it is killed: what was measured is kept in `--cases FILE`.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.growth.controls import CONTROL
from benchmarks.growth.worker import LONGEST_S, STEEPEST, pairs
from benchmarks.shared.scratch_index import say
from benchmarks.shared.types import BenchOptions, BenchResult

MOST_TOLD = 60
SAY_EVERY = 500
ENDLESS = 9.0
"""Stands for the exponent of what did not come to an end."""

TARGETS = {
    "superlinear": "0",
    "slowest_s": f"< {LONGEST_S}",
    "control_caught": "2 of the 2 quadratic ones",
    "control_wronged": "0",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One function over one string."""

    number: int
    function: str
    string: str
    exponent: float
    seconds: float

    @property
    def is_steep(self) -> bool:
        return self.exponent > STEEPEST


def run(options: BenchOptions) -> BenchResult:
    """Measure the controls, then the functions."""
    names = options.only or ""
    total = len(pairs(names))
    step = max(1, total // options.limit) if options.limit else 1
    controls = list(measure(CONTROL, 0, 1))
    measured = _kept(options.cases)
    first = measured[-1].number + step if measured else 0
    for one in measure(names, first, step):
        measured.append(one)
        _keep(options.cases, one)
    steep = sorted((one for one in measured if one.is_steep), key=lambda one: -one.seconds)
    slowest = sorted(measured, key=lambda one: -one.seconds)[:5]
    return BenchResult(
        values={
            "functions": len({one.function for one in measured}),
            "strings": len({one.string for one in measured}),
            "pairs": len(measured),
            "superlinear": len(steep),
            "superlinear_functions": len({one.function for one in steep}),
            "slowest_s": slowest[0].seconds if slowest else 0.0,
            "control_caught": len({one.function for one in controls if one.is_steep} - {"linear"}),
            "control_wronged": sum(one.is_steep for one in controls if one.function == "linear"),
        },
        targets=TARGETS,
        notes=(
            *(f"super-linear: {_told(one)}" for one in steep[:MOST_TOLD]),
            *(f"slowest: {_told(one)}" for one in slowest),
        ),
    )


def measure(names: str, first: int, step: int) -> Iterator[Measured]:
    """Every `step`th pair from `first` on, in as many processes as it takes."""
    total = len(pairs(names))
    while first < total:
        for one in _in_one_process(names, first, step):
            yield one
            if (one.number // step) % SAY_EVERY == 0:
                say(f"{one.number} of {total} pairs")
            first = one.number + step


def _in_one_process(names: str, first: int, step: int) -> Iterator[Measured]:
    command = [sys.executable, "-m", "benchmarks.growth.worker", str(first), str(step), names]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as worker:
        assert worker.stdout is not None
        pair: dict[str, object] = {}
        for line in worker.stdout:
            told = json.loads(line)
            if "number" in told:
                pair = {key: told[key] for key in ("number", "function", "string")}
            else:
                yield Measured(**pair, **told)  # type: ignore[arg-type]
                pair = {}
    if pair:
        yield Measured(**pair, exponent=ENDLESS, seconds=float(LONGEST_S))  # type: ignore[arg-type]
    elif worker.returncode:
        raise RuntimeError(f"the measuring process ended with {worker.returncode}")


def _told(one: Measured) -> str:
    shown = "no end" if one.exponent == ENDLESS else f"n^{one.exponent:.2f}"
    return f"{one.function}, {one.string}: {shown}, {one.seconds:.2f} s"


def _kept(path: Path | None) -> list[Measured]:
    if path is None or not path.exists():
        return []
    lines = path.read_text(encoding="utf-8").splitlines()
    return [Measured(**json.loads(line)) for line in lines]


def _keep(path: Path | None, one: Measured) -> None:
    if path is not None:
        with path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(one)) + "\n")
