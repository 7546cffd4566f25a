"""Names of the index: its authors, outlets, sections and tags, counted, and the nearest to one."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from difflib import get_close_matches

from index.search.matching import fold_name
from index.types import Document, Filters

NAMED: Mapping[str, Callable[[Document], Iterable[str]]] = {
    "authors": lambda document: document.authors,
    "outlets": lambda document: filter(None, [document.outlet]),
    "sections": lambda document: filter(None, [document.section]),
    "tags": lambda document: document.tags,
}
"""What filters call the names of an article, and where it has them."""

_NONE = {
    "authors": "articles by",
    "outlets": "articles in",
    "sections": "articles in the section",
    "tags": "articles with the tag",
}
NEAR = 0.6
MOST_NEAR = 3


def count_names(about: Iterable[Document], field: str) -> dict[str, int]:
    """Each name of `field` with how many articles have it, the commonest first.

    Names that filters take for one are counted together, spelt as most articles spell it.
    """
    spelt: dict[str, Counter[str]] = {}
    for document in about:
        names = {fold_name(name): name for name in NAMED[field](document)}
        for key, name in names.items():
            spelt.setdefault(key, Counter())[name] += 1
    counted = {min(c, key=lambda name: (-c[name], name)): c.total() for c in spelt.values()}
    return dict(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0].casefold())))


def unknown_names(about: Collection[Document], filters: Filters) -> tuple[str, ...]:
    """A sentence for each name that `filters` ask for and no article has, with the nearest."""
    return tuple(
        _unknown(about, field, name)
        for field in NAMED
        for name in getattr(filters, field)
        if not _is_known(about, field, name)
    )


def _is_known(about: Collection[Document], field: str, name: str) -> bool:
    wanted = fold_name(name)
    return any(wanted == fold_name(known) for d in about for known in NAMED[field](d))


def _unknown(about: Collection[Document], field: str, name: str) -> str:
    known, none = count_names(about, field), f"No {_NONE[field]} “{name}”"
    if near := [f"“{each}” ({known[each]:,})" for each in _nearest(name, known)]:
        return f"{none}; there is {' and '.join(near)}."
    for other in NAMED:
        if _is_known(about, other, name):
            return f"{none}; there is the {other[:-1]} “{name}”."
    return f"{none}: `byline {field}` lists those there are."


def _nearest(name: str, known: Iterable[str]) -> list[str]:
    """Those that hold every word of `name`, or of which it does, else those spelt alike."""
    folded = {fold_name(each): each for each in known}
    words = {key: set(key.split()) for key in (fold_name(name), *folded)}
    asked = words[fold_name(name)]
    holding = [key for key in folded if asked and (asked <= words[key] or words[key] <= asked)]
    near = holding or get_close_matches(fold_name(name), folded, n=MOST_NEAR, cutoff=NEAR)
    return [folded[key] for key in near[:MOST_NEAR]]
