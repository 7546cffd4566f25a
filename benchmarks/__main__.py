"""`python -m benchmarks NAME [--data FOLDER] [--limit N] [--json]`: prints one set of figures."""

import argparse
import importlib
import json
import sys
from pathlib import Path

from benchmarks.shared.types import BenchOptions, BenchResult
from index.errors import BylineError

# name on the command line -> module below this package with `run(BenchOptions) -> BenchResult`
BENCHES = {
    "axe": "page.axe",
    "calibrate": "calibrate.main",
    "catalogue": "catalogue.main",
    "clicks": "page.clicks",
    "cold": "speed.cold",
    "conversation": "conversation.main",
    "corruptions": "corruptions.main",
    "disagreement": "disagreement.main",
    "duplicates": "duplicates.main",
    "durability": "durability.main",
    "encode": "speed.encode",
    "endpoint-faults": "faults.main",
    "everyday": "answers.everyday",
    "faults-matrix": "faults.matrix",
    "figures": "answers.results_table",
    "growth": "growth.main",
    "harness": "evaluation.harness",
    "hostile": "hostile.main",
    "load": "page.load",
    "ocr": "readers.ocr",
    "overhead": "speed.overhead",
    "pdf-layouts": "readers.layouts",
    "proposed": "evaluation.proposed",
    "randomisation": "evaluation.randomisation",
    "readers": "readers.main",
    "ready": "page.ready",
    "refusal": "answers.refusal",
    "removal": "answers.removal",
    "scifact": "answers.scifact",
    "squad-sentences": "answers.squad_sentences",
    "structure": "structure.main",
    "sync": "speed.sync",
    "train-finder": "reader.main",
}


def main(argv: list[str] | None = None) -> int:
    """Run one benchmark; returns the exit code."""
    arguments = _parser().parse_args(argv)
    module = importlib.import_module(f"benchmarks.{BENCHES[arguments.name]}")
    options = {key: value for key, value in vars(arguments).items() if key not in ("name", "json")}
    try:
        result: BenchResult = module.run(BenchOptions(**options))
    except (BylineError, OSError) as error:
        print(f"{arguments.name}: {error}", file=sys.stderr)
        return 1
    print(json.dumps(dict(result.values)) if arguments.json else to_table(result))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("name", choices=sorted(BENCHES))
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument(
        "--limit", type=int, help="use only so many cases; structure: draw so many files"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--axe", type=Path, help="axe: an axe.min.js instead of the packaged one")
    parser.add_argument(
        "--cases", type=Path, help="calibrate, faults-matrix: keep what was found here, or read it"
    )
    parser.add_argument("--only", help="figures: measure this collection and keep the others")
    parser.add_argument(
        "--print", dest="stored", action="store_true", help="figures: print the stored table"
    )
    parser.add_argument(
        "--half",
        choices=("reporting", "tuning"),
        default="reporting",
        help="everyday, readers: the half that is measured",
    )
    parser.add_argument("--speed", action="store_true", help="readers: files a second as well")
    parser.add_argument(
        "--warm", action="store_true", help="train-finder: start from the weights that ship"
    )
    return parser


def to_table(result: BenchResult) -> str:
    """One line for each figure: key, value, target; then the notes."""
    lines = [
        f"{key:<24}{_shown(value):>12}   {result.targets.get(key, '')}".rstrip()
        for key, value in result.values.items()
    ]
    return "\n".join([*lines, *(f"note: {note}" for note in result.notes)])


def _shown(value: float) -> str:
    return f"{value:,}" if isinstance(value, int) else f"{value:.4g}"


if __name__ == "__main__":
    sys.exit(main())
