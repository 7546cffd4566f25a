"""What a benchmark of the page is given."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from eval.bench.types import BenchOptions


@dataclass(frozen=True, slots=True, kw_only=True)
class PageBenchOptions(BenchOptions):
    """What every benchmark is given, and which axe-core is used (None: the packaged one)."""

    axe: Path | None = None
