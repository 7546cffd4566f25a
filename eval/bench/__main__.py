"""`python -m eval.bench NAME [--data FOLDER] [--limit N] [--json]`."""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from pathlib import Path

from eval.bench.types import BenchOptions, BenchResult
from index.errors import BylineError

# name on the command line -> module of this package with `run(BenchOptions) -> BenchResult`
BENCHES = {
    "scifact": "scifact",
    "squad-sentences": "squad_sentences",
    "refusal": "refusal",
    "duplicates": "duplicates",
    "sync": "sync",
    "durability": "durability",
    "cold": "cold",
    "encode": "encode",
    "proposed": "proposed",
    "randomisation": "randomisation",
    "harness": "harness",
    "overhead": "overhead",
    "corruptions": "corruptions",
    "conversation": "conversation",
    "faults": "faults",
}


def main(argv: list[str] | None = None) -> int:
    """Run one benchmark; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench", description=__doc__)
    parser.add_argument("name", choices=sorted(BENCHES))
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--limit", type=int, help="use only so many cases")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    arguments = parser.parse_args(argv)
    module = importlib.import_module(f"eval.bench.{BENCHES[arguments.name]}")
    options = BenchOptions(data=arguments.data, limit=arguments.limit)
    try:
        result: BenchResult = module.run(options)
    except (BylineError, OSError) as error:
        print(f"{arguments.name}: {error}", file=sys.stderr)
        return 1
    print(json.dumps(dict(result.values)) if arguments.json else to_table(result))
    return 0


def to_table(result: BenchResult) -> str:
    """One line for each figure: key, value, target; then the notes."""
    lines = [
        f"{key:<24}{value:>12.4g}   {result.targets.get(key, '')}".rstrip()
        for key, value in result.values.items()
    ]
    return "\n".join([*lines, *(f"note: {note}" for note in result.notes)])


if __name__ == "__main__":
    sys.exit(main())
