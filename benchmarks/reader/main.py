"""`train-finder`: trains the answer finder that ships; an hour on two cores, may be interrupted.

    tuning questions -> real sync and retrieval -> examples -> training -> rag/extract

`--cases FILE` keeps the checkpoint: a run that was stopped goes on from it. Only tuning data is
read, and of that only the articles that `benchmarks.reader.split` does not keep for calibration;
those give the figures. Words are exchanged by WordNet (Debian's `wordnet-base`). Run `calibrate`
afterwards.
"""

from pathlib import Path

import numpy as np

import rag.extract
from benchmarks.reader.examples import Example, Examples, add_news, add_squad
from benchmarks.reader.network import Network
from benchmarks.reader.split import is_for_fitting
from benchmarks.reader.train import assess, train
from benchmarks.shared.scratch_index import data_file, scratch_folder
from benchmarks.shared.types import BenchOptions, BenchResult

EPOCHS = 5
FILES = ("squad/v1-visible.json", "squad/dev-visible.json")


def run(options: BenchOptions) -> BenchResult:
    """Collect, train, write; the figures are those of articles that were not trained on."""
    examples = Examples()
    with scratch_folder() as scratch:
        for name in FILES:
            add_squad(data_file(options.data, name), examples, scratch)
        add_news(examples, scratch)
        at = options.cases or scratch / "finder.pt"
        net = train(examples, choose(examples), at, epochs=EPOCHS)
    write(net)
    values: dict[str, float] = {}
    for pool in ("v1-visible", "dev-visible", "news"):
        held = [e for e in examples.examples if e.pool == pool and is_for_fitting(e.article)]
        found = assess(net, examples, held) if any(e.right for e in held) else {}
        values |= {f"{pool} {name}": value for name, value in found.items()}
    return BenchResult(values=values)


def choose(examples: Examples) -> list[Example]:
    """What is trained on; the made-up news twice."""
    seen = [e for e in examples.examples if not is_for_fitting(e.article)]
    seen = [e for e in seen if e.right or e.kind == "hard"]
    return seen + [e for e in seen if e.pool == "news"]


def write(net: Network) -> None:
    """Put the weights where `rag.extract.answer_finder` reads them, in half precision."""
    arrays = {name: t.numpy().astype(np.float16) for name, t in net.state_dict().items()}
    path = Path(rag.extract.__file__).with_name("answer_finder.npz")
    np.savez_compressed(path, allow_pickle=False, **arrays)
