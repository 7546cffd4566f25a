"""Benchmark of near-duplicate detection: precision and recall on constructed pairs.

Half of SQuAD's and ClapNQ's texts (the reporting half) and SciFact's abstracts are made into
stories. 300 of them are republished, cut, reordered, rewritten a little or under a new headline;
200 pairs are different stories on one subject or with one quotation in common. All stories lie in
one pool, so that a link between any two that are no pair counts against precision.
"""

from collections import Counter, defaultdict
from itertools import combinations
from pathlib import Path

from benchmarks.duplicates.pairs import build_pairs
from benchmarks.duplicates.stories import reporting_stories
from benchmarks.shared.fake_encoder import HashedWords
from benchmarks.shared.scratch_index import scratch_folder, sync_with_progress
from benchmarks.shared.types import BenchOptions, BenchResult
from index.duplicates.stories import bands, signature
from index.index import open_or_create

_PAIRS = 500
_SEED = 20261122

Link = frozenset[str]


def run(options: BenchOptions) -> BenchResult:
    """Precision and recall, 0 to 1, of links among the stories of up to 500 pairs."""
    pairs = build_pairs(reporting_stories(options.data), options.limit or _PAIRS, _SEED)
    pool = {
        f"{number}{side}": story.text
        for number, pair in enumerate(pairs)
        for side, story in zip("ab", pair.stories, strict=True)
    }
    wanted = {frozenset((f"{n}a", f"{n}b")): pair for n, pair in enumerate(pairs) if pair.same}
    links = link_stories(pool)
    precision, recall = precision_and_recall(links, set(wanted))
    unchecked, _ = precision_and_recall(candidate_links(pool), set(wanted))
    missed = Counter(pair.kind for link, pair in wanted.items() if link not in links)
    kinds = Counter(pair.kind for pair in pairs)
    return BenchResult(
        values={"precision": precision, "recall": recall},
        targets={"precision": ">= 0.95", "recall": ">= 0.95"},
        notes=(
            ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items())),
            f"missed: {dict(missed) or 'none'}; linked wrongly: {len(links - set(wanted))}",
            f"control, linking all that share a key without comparing texts: {unchecked:.3f} "
            "precision",
        ),
    )


def precision_and_recall(links: set[Link], wanted: set[Link]) -> tuple[float, float]:
    """Of `links` the share that is wanted, and of `wanted` the share that is linked."""
    right = len(links & wanted)
    return right / max(1, len(links)), right / max(1, len(wanted))


def link_stories(pool: dict[str, str]) -> set[Link]:
    """The links that a sync makes when each story is a file; linking needs no encoder."""
    with scratch_folder() as scratch:
        articles = scratch / "articles"
        articles.mkdir()
        for name, text in pool.items():
            (articles / name).with_suffix(".md").write_text(f"# {text}\n", encoding="utf-8")
        index = open_or_create(scratch / "index", load=lambda name: HashedWords())
        sync_with_progress(index, articles)
        linked = index.snapshot().near_duplicates
        index.close()
    return {
        frozenset((Path(one).stem, Path(other).stem))
        for one, others in linked.items()
        for other in others
    }


def candidate_links(pool: dict[str, str]) -> set[Link]:
    """All pairs of stories that share a key."""
    table: dict[int, list[str]] = defaultdict(list)
    for name, text in pool.items():
        for key in bands(signature(text)):
            table[key].append(name)
    return {frozenset(pair) for names in table.values() for pair in combinations(names, 2)}
