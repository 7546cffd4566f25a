"""Lines that stand twice to the letter: clone detection over whole lines."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations

from benchmarks.structure.code_metrics import CodeFile

SHORTEST_RUN = 6
MOST_PLACES = 8
"""A run that stands in more places is a custom of the language, not a copy."""

_IDLE = re.compile(
    r"""
    [\W_]*               # blank, or brackets alone
    | (\#|//|/\*|\*) .*  # a comment
    | import \b .*       # a script's import
    """,
    re.VERBOSE,
)

Place = tuple[str, int]
"""A file, and the number of a line among its significant ones."""


def repeated(sources: Iterable[CodeFile], shortest: int = SHORTEST_RUN) -> list[str]:
    """Each pair of places that share a run of at least `shortest` significant lines, in words.

    White space is folded; blank lines, comments, imports and lone brackets do not count.
    """
    lines = {source.name: list(_significant(source)) for source in sources}
    windows: defaultdict[tuple[str, ...], list[Place]] = defaultdict(list)
    for name, kept in lines.items():
        texts = [text for _, text in kept]
        for at in range(len(texts) - shortest + 1):
            windows[tuple(texts[at : at + shortest])].append((name, at))
    pairs = {
        pair
        for places in windows.values()
        if len(places) <= MOST_PLACES
        for pair in combinations(places, 2)
    }
    # A longer run shows as windows one below the other: its first one stands for it.
    return sorted(
        f"{one[0]}:{lines[one[0]][one[1]][0]} ~ {other[0]}:{lines[other[0]][other[1]][0]}"
        for one, other in pairs
        if (_above(one), _above(other)) not in pairs
    )


def _significant(source: CodeFile) -> Iterator[tuple[int, str]]:
    """The lines that count, white space folded, each with its number from 1."""
    imports = _import_lines(source.tree) if source.kind == "py" else frozenset()
    for number, line in enumerate(source.lines, start=1):
        folded = " ".join(line.split())
        if number not in imports and not _IDLE.fullmatch(folded):
            yield number, folded


def _import_lines(tree: ast.Module) -> frozenset[int]:
    nodes = (node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom))
    return frozenset(
        line for node in nodes for line in range(node.lineno, (node.end_lineno or 0) + 1)
    )


def _above(place: Place) -> Place:
    return place[0], place[1] - 1
