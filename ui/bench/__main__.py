"""`python -m ui.bench NAME [--data FOLDER] [--limit N] [--axe FILE] [--json]`."""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from pathlib import Path

from eval.bench.__main__ import to_table
from eval.bench.types import BenchResult
from index.errors import BylineError
from ui.bench.types import PageBenchOptions

# name on the command line -> module of this package with `run(PageBenchOptions) -> BenchResult`
BENCHES = {
    "axe": "axe",
    "clicks": "clicks",
    "hostile": "hostile",
    "load": "load",
    "ready": "ready",
}


def main(argv: list[str] | None = None) -> int:
    """Run one benchmark; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m ui.bench", description=__doc__)
    parser.add_argument("name", choices=sorted(BENCHES))
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--limit", type=int, help="use only so many cases")
    parser.add_argument("--axe", type=Path, help="an axe.min.js instead of the packaged one")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    arguments = parser.parse_args(argv)
    module = importlib.import_module(f"ui.bench.{BENCHES[arguments.name]}")
    options = PageBenchOptions(data=arguments.data, limit=arguments.limit, axe=arguments.axe)
    try:
        result: BenchResult = module.run(options)
    except (BylineError, OSError) as error:
        print(f"{arguments.name}: {error}", file=sys.stderr)
        return 1
    print(json.dumps(dict(result.values)) if arguments.json else to_table(result))
    return 0


if __name__ == "__main__":
    sys.exit(main())
