"""Options and result of a benchmark: `BenchOptions`, `BenchResult`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchOptions:
    """Where the data lies, how much of it to use (None: all), and what single benchmarks take.

    `axe`: an axe.min.js instead of the packaged one. `cases`: where calibration keeps its features.
    `only`: the one collection that `figures` measures. `stored`: print what `figures` has stored.
    `half`: which files `readers` measures. `speed`: it measures how fast they are read as well.
    `warm`: `train-finder` starts from the weights that ship.
    """

    data: Path
    limit: int | None = None
    axe: Path | None = None
    cases: Path | None = None
    only: str | None = None
    stored: bool = False
    half: str = "reporting"
    speed: bool = False
    warm: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchResult:
    """The figures by key, and for each the target it is held against, as text."""

    values: Mapping[str, float]
    targets: Mapping[str, str] = field(default_factory=dict)
    notes: Sequence[str] = ()
