"""`train-finder`: trains the answer finder that ships; an hour on two cores, may be interrupted.

    tuning questions -> real sync and retrieval -> examples -> training -> rag/extract

`--cases FILE` keeps the checkpoint: a run that was stopped goes on from it. `--warm` starts from
the weights that ship and takes half the time. Only tuning data is read, and of that only the
articles that `benchmarks.reader.split` does not keep for calibration; those give the figures.
Words are exchanged by WordNet (Debian's `wordnet-base`). Run `calibrate` afterwards.
"""

from pathlib import Path

import numpy as np
import torch

import rag.extract
from benchmarks.reader.examples import Example, Examples, add_news, add_squad
from benchmarks.reader.network import Network
from benchmarks.reader.split import is_for_fitting
from benchmarks.reader.train import assess, train
from benchmarks.shared.scratch_index import data_file, scratch_folder
from benchmarks.shared.types import BenchOptions, BenchResult

EPOCHS, RATE = 5, 8e-4
WARM_EPOCHS, WARM_RATE = 3, 6e-4
WEIGHTS = Path(rag.extract.__file__).with_name("answer_finder.npz")
FILES = ("squad/v1-visible.json", "squad/dev-visible.json")


def run(options: BenchOptions) -> BenchResult:
    """Collect, train, write; the figures are those of articles that were not trained on."""
    examples = Examples()
    with scratch_folder() as scratch:
        for name in FILES:
            add_squad(data_file(options.data, name), examples, scratch)
        add_news(examples, scratch)
        at = options.cases or scratch / "finder.pt"
        net = _train(examples, at, warm=options.warm)
    write(net)
    values: dict[str, float] = {}
    for pool in ("v1-visible", "dev-visible", "news"):
        held = [e for e in examples.examples if e.pool == pool and is_for_fitting(e.article)]
        found = assess(net, examples, held) if any(e.right for e in held) else {}
        values |= {f"{pool} {name}": value for name, value in found.items()}
    return BenchResult(values=values)


def _train(examples: Examples, at: Path, *, warm: bool) -> Network:
    if not warm:
        return train(examples, choose(examples), at, epochs=EPOCHS, rate=RATE)
    # What the weights know of SQuAD is kept by half of it, and by the mean of old and new ones.
    seen = choose(examples, every=2)
    net = train(examples, seen, at, epochs=WARM_EPOCHS, rate=WARM_RATE, net=read(WEIGHTS))
    return mean(read(WEIGHTS), net)


def mean(one: Network, other: Network) -> Network:
    """A network of the mean weights (Wortsman et al., "Robust fine-tuning", CVPR 2022)."""
    theirs = other.state_dict()
    one.load_state_dict({name: (t + theirs[name]) / 2 for name, t in one.state_dict().items()})
    return one


def choose(examples: Examples, *, every: int = 1) -> list[Example]:
    """What is trained on: all of the made-up news, and each so many-th question of SQuAD."""
    seen = [e for e in examples.examples if not is_for_fitting(e.article)]
    seen = [e for e in seen if e.right or e.kind == "hard"]
    return [e for e in seen if e.pool == "news"] + [e for e in seen if e.pool != "news"][::every]


def read(path: Path) -> Network:
    """The network with weights as `write` has stored them."""
    net = Network()
    with np.load(path, allow_pickle=False) as stored:
        arrays = {name: stored[name].astype(np.float32) for name in stored.files}
    net.load_state_dict({name: torch.from_numpy(array) for name, array in arrays.items()})
    return net


def write(net: Network) -> None:
    """Put the weights where `rag.extract.answer_finder` reads them, in half precision."""
    arrays = {name: t.numpy().astype(np.float16) for name, t in net.state_dict().items()}
    np.savez_compressed(WEIGHTS, allow_pickle=False, **arrays)
