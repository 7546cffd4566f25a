"""What a benchmark is given and what it returns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchOptions:
    """Where the data lies, and how much of it to use (None: all)."""

    data: Path
    limit: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchResult:
    """The figures by key, and for each the target it is held against, as text."""

    values: Mapping[str, float]
    targets: Mapping[str, str] = field(default_factory=dict)
    notes: Sequence[str] = ()
